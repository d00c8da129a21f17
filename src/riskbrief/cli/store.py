"""store: care of the record of what was known when."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.main import say
from riskbrief.cli.options import emit


@click.group("store")
def store_command() -> None:
    """Care of the store: verify, backup, prune, migrate, forget."""


@store_command.command("verify")
@click.pass_obj
def verify_command(workspace: Path) -> int:
    """Check every row against its own digest, every batch against the one before; exit code 9 when one differs."""
    from riskbrief.pipeline.storing import verify_store

    emit(verify_store(workspace))
    return 0


@store_command.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def backup_command(workspace: Path, target: Path | None) -> int:
    """Write a consistent copy to TARGET, also while a run is writing; beside the store when none is named."""
    from riskbrief.pipeline.storing import backup_store

    emit(backup_store(workspace, target))
    return 0


@store_command.command("prune")
@click.option("--older-than", "days", type=click.IntRange(min=1), help="Days; `store.keep_days` when left out.")
@click.option("--dry-run", is_flag=True, help="Say how many, change nothing.")
@click.pass_obj
def prune_command(workspace: Path, days: int | None, dry_run: bool) -> int:
    """Empty the texts of old articles; ids, days, outlets and digests stay."""
    from riskbrief.pipeline.storing import prune_store

    emit(prune_store(workspace, days=days, dry_run=dry_run))
    return 0


@store_command.command("migrate")
@click.pass_obj
def migrate_command(workspace: Path) -> int:
    """Bring the store to this program's version; a backup is made first."""
    from riskbrief.pipeline.storing import migrate_store

    emit(migrate_store(workspace))
    return 0


@store_command.command("forget")
@click.argument("article")
@click.option("--reason", required=True, help="On whose demand; it stays in the store.")
@click.pass_obj
def forget_command(workspace: Path, article: str, reason: str) -> int:
    """Take ARTICLE (its id) down: text, title and address leave every revision, a tombstone stays.

    It is never taken up again. Issues that quoted it are not changed: see `riskbrief withdraw`.
    """
    from riskbrief.pipeline.storing import forget_article

    emit(forget_article(workspace, article, reason=reason))
    say("issues that quote it still do: `riskbrief withdraw` marks them, a new run makes them without it")
    return 0
