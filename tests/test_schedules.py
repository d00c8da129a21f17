"""The schedules in docs/examples/schedules/ are valid, call commands that exist, treat exit codes as documented."""

from __future__ import annotations

import configparser
import os
import re
import runpy
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from command_lines import parse
from conftest import ROOT
from test_operations import codes

FOLDER = ROOT / "docs" / "examples" / "schedules"
RUN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130, 143}  # what a run can leave with
USELESS = {code for code, again in codes().items() if again == "no"} & RUN  # to try again
UNITS = sorted((FOLDER / "systemd").iterdir())


def texts() -> dict[str, str]:
    return {str(p.relative_to(FOLDER)): p.read_text(encoding="utf-8") for p in FOLDER.rglob("*") if p.is_file()}


def test_the_page_says_which_codes_are_not_worth_trying_again() -> None:
    assert sorted(USELESS) == [2, 3, 5, 7, 9, 10]


def calls() -> list[str]:
    """Every call of the program in an example, as one line."""
    found = []
    for name, text in texts().items():
        if name.endswith((".service", ".cron", ".yml", ".yaml")):
            lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
            for line in lines:
                found += re.findall(r"(?:^|[\s/'])(riskbrief (?:-C|run|deliver|store)[^|>']*)", line)
    return found


@pytest.mark.parametrize("line", calls())
def test_every_call_is_one_the_program_knows(line: str) -> None:
    parse(line.replace("\\%", "%"))


def test_calls_are_found_in_every_kind_of_schedule_and_a_wrong_one_is_noticed() -> None:
    assert len(calls()) >= 7 and any("deliver --pending" in c for c in calls())
    for wrong in ("riskbrief run --al", "riskbrief runn --all", "riskbrief deliver --log-format xml"):
        with pytest.raises(click.UsageError):
            parse(wrong)


def unit(name: str) -> dict[str, dict[str, str]]:
    reader = configparser.ConfigParser(interpolation=None, strict=False, comment_prefixes=("#",), delimiters=("=",))
    reader.optionxform = str  # type: ignore[assignment,method-assign]
    reader.read(FOLDER / "systemd" / name)
    return {section: dict(reader[section]) for section in reader.sections()}


def test_systemd_restarts_only_what_may_get_better() -> None:
    service = unit("riskbrief.service")["Service"]
    assert {int(c) for c in service["RestartPreventExitStatus"].split()} == USELESS
    assert (service["SuccessExitStatus"], service["Type"], service["Restart"]) == ("4", "oneshot", "on-failure")
    for name in ("riskbrief.service", "riskbrief-deliver.service"):
        own = unit(name)["Service"]
        assert own["User"] == own["StateDirectory"] == "riskbrief" and own["ProtectSystem"] == "strict"
    timers = [unit(p.name) for p in UNITS if p.suffix == ".timer"]
    assert timers and all("Install" in timer and "OnCalendar" in timer["Timer"] for timer in timers)


def test_systemd_takes_the_units_without_a_word(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        print("systemd-analyze is not installed: the units were not verified by it")
        return
    for path in UNITS:  # a word of complaint, such as on an unknown key, comes with exit code 0
        text = path.read_text(encoding="utf-8").replace("/opt/riskbrief/bin/riskbrief", "/bin/true")
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    for path in UNITS:
        if path.suffix == ".timer":
            when = unit(path.name)["Timer"]["OnCalendar"]
            subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, check=True)


def test_cron_lines_have_five_fields_and_no_bare_percent() -> None:
    lines = [x for x in texts()["cron/riskbrief.cron"].splitlines() if x and x[0] != "#" and not re.match(r"\w+=", x)]
    assert len(lines) == 3
    for line in lines:
        assert re.match(r"([\d*/,-]+\s+){5}riskbrief ", line), line
        assert re.search(r"(?<!\\)%", line) is None, "cron ends a command at a bare percent sign"


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all(texts()[name]))


def test_kubernetes_gives_up_on_what_needs_a_person_and_runs_locked_down() -> None:
    jobs = [d for d in documents("kubernetes/cronjob.yaml") if d["kind"] == "CronJob"]
    rules = jobs[0]["spec"]["jobTemplate"]["spec"]["podFailurePolicy"]["rules"]
    assert rules[0]["action"] == "FailJob" and rules[0]["onExitCodes"]["operator"] == "In"
    assert rules[0]["onExitCodes"]["values"] == sorted(USELESS)
    assert rules[1] == {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}
    for job in jobs:
        spec, pod = job["spec"], job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        assert (spec["concurrencyPolicy"], spec["timeZone"]) == ("Forbid", "Etc/UTC")
        assert pod["restartPolicy"] == "Never" and pod["securityContext"]["runAsNonRoot"] is True
        (container,) = pod["containers"]
        assert container["name"] == rules[0]["onExitCodes"]["containerName"]
        assert container["securityContext"] == {
            "readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        assert {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in pod["volumes"]}
        assert re.fullmatch(r"\S+:[\d.]+", container["image"]), "an image is named by its version"
    claim = documents("kubernetes/cronjob.yaml")[-1]
    assert claim["spec"]["accessModes"] == ["ReadWriteOnce"]  # never shared: the store is on one machine


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called riskbrief that leaves with the code in the environment and keeps its arguments."""
    program = tmp_path / "bin" / "riskbrief"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\nexit "$CODE"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return tmp_path / "calls"


@pytest.mark.parametrize("code", [0, 1, 4, 6, 10, 143])
def test_shell_steps_pass_every_code_on_but_degraded(stub: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    workflow, job = documents("github/riskbrief.yml")[0], documents("kubernetes/cronjob.yaml")[0]
    step = next(s["run"] for s in workflow["jobs"]["briefing"]["steps"] if "riskbrief run" in s.get("run", ""))
    container = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    assert container["command"][-2:] == ["/bin/sh", "-c"]
    monkeypatch.setenv("CODE", str(code))
    for command in (["bash", "-e", "-c", step], ["sh", "-c", *container["args"]]):
        assert subprocess.run(command, check=False, capture_output=True).returncode == (0 if code == 4 else code)
    assert stub.read_text().splitlines() == ["run --all --log-format json"] * 2


def test_the_workflow_may_read_only_and_its_actions_are_pinned() -> None:
    text = texts()["github/riskbrief.yml"]
    (workflow,) = documents("github/riskbrief.yml")
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job and job["timeout-minutes"] <= 120 for job in workflow["jobs"].values())
    uses = re.findall(r"uses: (\S+)(.*)", text)
    assert uses and all(
        re.fullmatch(r"[\w-]+/[\w-]+(/[\w-]+)?@[0-9a-f]{40}", u) and re.match(r" # v\d", c) for u, c in uses
    )
    triggers = workflow[True]  # YAML 1.1 reads `on` as true
    assert set(triggers) == {"schedule", "workflow_dispatch"}
    (schedule,) = triggers["schedule"]
    assert schedule["cron"].split()[0] != "0", "off the full hour"
    assert "${{" not in "".join(s.get("run", "") for s in workflow["jobs"]["briefing"]["steps"]), "no script injection"


def test_the_workflow_keeps_the_record_however_the_run_leaves_and_sends_what_is_pending() -> None:
    (workflow,) = documents("github/riskbrief.yml")
    steps = workflow["jobs"]["briefing"]["steps"]
    assert not any(step.get("uses", "").startswith("actions/cache@") for step in steps), "it saves after success only"
    (fetched,) = (s for s in steps if s.get("uses", "").startswith("actions/cache/restore@"))
    (kept,) = (s for s in steps if s.get("uses", "").startswith("actions/cache/save@"))
    assert kept["if"] == f"${{{{ always() && steps.{fetched['id']}.outcome == 'success' }}}}"
    assert {k: fetched["with"][k] for k in ("path", "key")} == kept["with"]
    assert kept["with"]["path"].split() == [".riskbrief", "output"]
    assert "run_id" in kept["with"]["key"] and "run_attempt" in kept["with"]["key"], "what was saved is never replaced"
    assert kept["with"]["key"].startswith(fetched["with"]["restore-keys"])
    (run,) = (n for n, s in enumerate(steps) if "riskbrief run" in s.get("run", ""))
    (sent,) = (n for n, s in enumerate(steps) if "riskbrief deliver --pending" in s.get("run", ""))
    assert steps.index(fetched) < run < sent < steps.index(kept)
    assert steps[sent]["if"] == "${{ !cancelled() }}" and set(steps[sent]["env"]) == {"RISKBRIEF_SMTP_PASSWORD"}


@pytest.fixture
def dag(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The DAG file imported with an Airflow that has only the names it uses."""

    class FailError(Exception):
        pass

    class SkipError(Exception):
        pass

    class Step:
        def __rshift__(self, _other: object) -> None:
            pass

    def task(function: Any = None, **_settings: object) -> Any:
        return (lambda: Step()) if function else (lambda _function: lambda: Step())

    def decorator(**settings: object) -> Any:
        return lambda function: lambda: function() or kept.update(settings)

    kept: dict[str, Any] = {}
    ends = {"AirflowFailException": FailError, "AirflowSkipException": SkipError}
    parts = {"airflow": {}, "airflow.exceptions": ends, "airflow.sdk": {"dag": decorator, "task": task}}
    for name, members in parts.items():
        module = types.ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    made = runpy.run_path(str(FOLDER / "airflow" / "riskbrief_weekly.py"))
    return {"settings": kept, "Fail": FailError, "Skip": SkipError, **made}


def test_airflow_treats_every_exit_code_as_documented(
    dag: dict[str, Any], stub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dag["settings"]["catchup"] is False and dag["settings"]["max_active_runs"] == 1
    assert dag["FOR_A_PERSON"] | {dag["HELD"]} == USELESS
    for code in sorted(RUN - {130, 143}):
        monkeypatch.setenv("CODE", str(code))
        if code in {0, 4}:
            assert dag["called"]("run", "--all") == code
            continue
        wanted = dag["Skip"] if code == 7 else dag["Fail"] if code in USELESS else RuntimeError
        with pytest.raises(wanted):
            dag["called"]("run", "--all")
    assert set(stub.read_text().splitlines()) == {"-C /srv/riskbrief run --all --log-format json"}
    parse("riskbrief -C /srv/riskbrief run --all --log-format json")


def test_the_image_runs_as_nobody_from_locked_packages_and_can_say_how_it_is() -> None:
    text = re.sub(r"\\\n\s*", "", texts()["container/Dockerfile"])
    steps = [line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    final = steps[max(i for i, (word, _) in enumerate(steps) if word == "FROM") :]
    said = dict(final)
    assert all(re.fullmatch(r"\S+:[\w.-]+( AS \w+)?", rest) for word, rest in steps if word == "FROM"), "versions named"
    assert said["USER"] == "10001:10001" and [w for w, _ in final].index("USER") > [w for w, _ in final].index("COPY")
    assert "ADD" not in dict(steps) and "--require-hashes -r requirements/core.lock" in text
    assert said["HEALTHCHECK"].endswith('CMD ["riskbrief", "doctor"]')
    assert said["ENTRYPOINT"] == '["/usr/bin/tini", "--", "riskbrief"]' and said["VOLUME"] == "/workspace"
    assert all(value.startswith("/tmp") for value in re.findall(r"(?:HOME|MPLCONFIGDIR)=(\S+)", said["ENV"]))
    setup = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    libraries = re.search(r'libraries="([^"]+)"', setup)
    assert libraries and all(name in text for name in libraries[1].split())
    ignored = texts()["container/Dockerfile.dockerignore"].split()
    assert {".git", ".venv", ".riskbrief"} <= set(ignored)
