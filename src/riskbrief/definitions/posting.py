"""The `delivery` key of config.yaml: who is asked about a briefing, and to whom it is sent."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from riskbrief.definitions.base import Definition, Identifier, LanguageCode, Words

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


def address(text: str) -> str:
    """A mail address as it travels: one address, no name, no comment, no white space. Errors: ValueError.

    >>> address("desk@example.org")
    'desk@example.org'
    """
    if not _ADDRESS.fullmatch(text) or len(text) > 254:
        raise ValueError(f"{text!r} is not a mail address like desk@example.org")
    return text


Address = Annotated[str, AfterValidator(address)]


class Smtp(Definition):
    """The mail server that takes messages, and as whom.

    The password stands in a file (`password_file`, such as a systemd credential) or in the environment
    (`password_env`), never in this file.
    """

    host: str = Field(min_length=1)
    port: int = Field(587, ge=1, le=65535)
    tls: Literal["required", "implicit", "loopback_plain"] = "required"
    sender: Address
    sender_name: str = ""
    user: str = ""
    password_file: str = ""
    password_env: str = Field("", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$|^$")
    ca_file: str = ""
    timeout_seconds: float = Field(30.0, gt=0, le=600)
    most_bytes: int = Field(20_000_000, ge=10_000)
    when_unknown: Literal["resend", "hold"] = "resend"

    @model_validator(mode="after")
    def _one_secret(self) -> Smtp:
        if self.password_file and self.password_env:
            raise ValueError("name the password once: password_file or password_env")
        if self.user and not (self.password_file or self.password_env):
            raise ValueError("a user needs password_file or password_env")
        return self


class Recipient(Definition):
    """Who gets which reports by mail, in which language."""

    address: Address
    reports: list[Identifier] = Field(min_length=1)
    language: LanguageCode = "en"


class Folder(Definition):
    """A folder outside the workspace that each published set is copied to, whole or not at all."""

    path: str = Field(min_length=1)
    reports: list[Identifier] = Field(min_length=1)


class Delivery(Definition):
    """Who may be asked about a briefing, and where it goes once it is published."""

    contact: str = ""
    handling: Words = {}
    smtp: Smtp | None = None
    recipients: list[Recipient] = []
    folders: list[Folder] = []
    link: str = ""

    @model_validator(mode="after")
    def _a_server_for_mail(self) -> Delivery:
        if self.recipients and self.smtp is None:
            raise ValueError("recipients need `smtp`: the server that sends their mail")
        return self
