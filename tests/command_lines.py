"""Calls of the program written in documents and examples, parsed as the program would, without running them."""

from __future__ import annotations

import re
import shlex

import click

from riskbrief.cli.main import COMMANDS, cli

VALUES = {"DAY": "2026-03-02", "W": "2026-W09", "ISSUE": "2026-W09"}  # what stands for a value in a document


def parse(line: str) -> click.Context:
    """The parsed call. Errors: click.UsageError for what the program does not know."""
    _, *words = shlex.split(re.sub(r"\$\([^)]*\)", "value", line), comments=True)
    words = [VALUES.get(word, word) for word in words]
    context = click.Context(cli)
    if words[0] == "-C":
        words = words[2:]
    if words[0] not in COMMANDS:
        raise click.UsageError(f"no such command: {line}")
    command = cli.get_command(context, words[0])
    while isinstance(command, click.Group):
        words = words[1:]
        command = command.get_command(context, words[0])
    assert command is not None, line
    return command.make_context(words[0], words[1:], parent=context)
