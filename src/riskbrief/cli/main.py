"""The `riskbrief` command: global options, error texts, exit codes."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path

import click

from riskbrief import __version__
from riskbrief.errors import DISK, RiskbriefError, StorageError, harmless

COMMANDS = {
    "init": "workspace", "check": "workspace", "schema": "workspace", "doctor": "workspace",
    "sources": "sources", "ingest": "ingest", "store": "store",
    "code": "articles", "score": "articles", "try": "articles",
    "run": "reports", "backfill": "rounds", "status": "status", "deliver": "deliver", "withdraw": "withdraw",
    "diff": "diff",
    "explain": "reports", "verify": "verify", "sign": "sign", "forecasts": "forecasts",
    "sensitivity": "sensitivity", "impact": "impact", "backtest": "backtest", "calibrate": "calibrate",
    "audit": "audit", "learn": "learn",
}  # fmt: skip


class LazyGroup(click.Group):
    """Imports a command's module only when that command runs, so that --help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module = import_module(f"riskbrief.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            close = difflib.get_close_matches(args[0] if args else "", COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close and "Did you mean" not in error.message else ""
            raise click.UsageError(error.message + hint, ctx) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "workspace", type=click.Path(path_type=Path), default=Path(), help="Work in this workspace.")
@click.version_option(__version__, prog_name="riskbrief")
@click.pass_context
def cli(ctx: click.Context, workspace: Path) -> None:
    """Regional risk-assessment briefings from news articles and YAML indicators.

    Data goes to standard output, everything else to standard error.
    """
    ctx.obj = workspace


def say(text: str) -> None:
    """A line on standard error; a JSON object where asked for. A log that cannot be written stops nothing."""
    context = click.get_current_context(silent=True)
    if _FORM["now"] == "json" or (context and context.meta.get("riskbrief.log_format") == "json"):
        _FORM["now"] = "json"  # errors are told after the context is gone
        logging.getLogger("riskbrief.cli").info("%s", text)
    else:
        with suppress(OSError):
            click.echo("\n".join(map(harmless, text.split("\n"))), err=True)


_FORM = {"now": "text"}


class _Terminated(BaseException):
    """SIGTERM came."""


def _terminate(_number: int, _frame: object) -> None:
    raise _Terminated


def main() -> None:
    """Run the command line and leave with the contract's exit code."""
    _FORM["now"] = "text"
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # some schedulers start us with it ignored
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        _leave(2)
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        _leave(130)
    except _Terminated:
        say("terminated")
        _leave(143)
    except RiskbriefError as error:
        for problem in error.problems:
            say(f"error: {problem}")
        _leave(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(0)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in DISK:
            say(f"error: {error.filename or 'standard output'}: {error.strerror}")
            _leave(StorageError.exit_code)
        traceback.print_exc()
        say("error: this is a bug in riskbrief. Please report it with the lines above.")
        _leave(1)
    else:
        _leave(code if isinstance(code, int) else 0)


def _leave(code: int) -> None:
    """Leave with this code, or with 8 when what was printed could not be written."""
    for stream, lost in ((sys.stdout, StorageError.exit_code), (sys.stderr, code)):
        try:
            stream.flush()
        except OSError:  # once more at the very end, and Python would leave with a code of its own
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = code or lost
    sys.exit(code)
