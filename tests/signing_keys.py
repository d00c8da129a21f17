"""Certificates made for a test, as PKCS#12 files with their key and as PEM."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "correct horse 7"


def write_key(folder: Path, name: str, *, days: int = 30) -> Path:
    """`<name>.p12` of a self-made certificate that holds for so many days more, and `<name>.pem` beside it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = x509.CertificateBuilder().subject_name(who).issuer_name(who).serial_number(x509.random_serial_number())
    built = built.public_key(key.public_key()).not_valid_before(now - timedelta(days=60))
    certificate = built.not_valid_after(now + timedelta(days=days)).sign(key, hashes.SHA256())
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path = folder / f"{name}.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, locked))
    path.with_suffix(".pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path
