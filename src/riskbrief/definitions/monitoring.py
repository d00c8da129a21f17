"""The `monitoring` key of config.yaml: who is told how a run went, though nobody looks."""

from __future__ import annotations

from pydantic import Field, model_validator

from riskbrief.definitions.base import Definition


class Monitoring(Definition):
    """Both are optional; what fails here is logged and changes no run.

    The address of a health check is as good as a password: whoever knows it can report for you. It can stand in the
    environment (`ping_url_env`) instead of this file, and is never published.
    """

    textfile: str = Field("", pattern=r"^(.+\.prom)?$")
    ping_url: str = Field("", pattern=r"^(https?://\S+)?$")
    ping_url_env: str = Field("", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$|^$")

    @model_validator(mode="after")
    def _one_address(self) -> Monitoring:
        if self.ping_url and self.ping_url_env:
            raise ValueError("name the address once: ping_url or ping_url_env")
        return self
