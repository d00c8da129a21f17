"""Airflow 3: what is due on Monday morning. The worker needs riskbrief on its PATH and the workspace on a local disk."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.sdk import dag, task

WORKSPACE = "/srv/riskbrief"
DONE = {0, 4}  # 4: published, though sources were missing
HELD = 7  # another run is under way
FOR_A_PERSON = {2, 3, 5, 9, 10}  # trying again would not help


@dag(
    schedule="15 5 * * 1",
    start_date=datetime(2026, 1, 5, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=15), "execution_timeout": timedelta(hours=2)},
    tags=["riskbrief"],
)
def riskbrief_weekly() -> None:
    @task
    def publish() -> int:
        return called("run", "--all")

    @task(trigger_rule="all_done")
    def deliver() -> int:
        return called("deliver", "--pending")

    publish() >> deliver()


def called(*command: str) -> int:
    """Run riskbrief and turn its exit code into what Airflow should do."""
    code = subprocess.run(["riskbrief", "-C", WORKSPACE, *command, "--log-format", "json"], check=False).returncode
    if code in DONE:
        return code
    if code == HELD:
        raise AirflowSkipException("another run is under way")
    if code in FOR_A_PERSON:
        raise AirflowFailException(f"riskbrief left with exit code {code}")
    raise RuntimeError(f"riskbrief left with exit code {code}; it is tried again")


riskbrief_weekly()
