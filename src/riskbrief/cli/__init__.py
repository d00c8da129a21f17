"""The command line: verbs, flags, exit codes. The only room that prints."""

from riskbrief.cli.main import main

__all__ = ["main"]
