"""The key that signs: a PKCS#12 file with a certificate, opened with its passphrase."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import SimpleSigner

from riskbrief.errors import ConfigurationError, Problem


def opened(name: str, content: bytes, passphrase: str, *, moment: datetime) -> SimpleSigner:
    """What signs with the key in a PKCS#12 file.

    Errors: ConfigurationError (3), which never tells the passphrase, when the file cannot be opened with it, holds no
    key with a certificate, or the certificate does not hold at `moment` (UTC).
    """
    secret = passphrase.encode() or None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, secret)
    except ValueError:
        raise _wrong(name, "cannot be opened", "Is it a PKCS#12 file, and the passphrase right?") from None
    if key is None or certificate is None:
        raise _wrong(name, "holds no key with a certificate", "Export both into one PKCS#12 file.")
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not since <= moment <= until:
        term = f"its certificate holds from {since:%Y-%m-%d} to {until:%Y-%m-%d}"
        raise _wrong(name, term, "Sign with one that holds.")
    return SimpleSigner.load_pkcs12_data(content, [], secret)


def _wrong(name: str, text: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(Problem(name, 0, 0, text, remedy))
