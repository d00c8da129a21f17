#!/usr/bin/env bash
# The suites that take too long for every change; what they found and took goes to a log as well. docs/nightly.md.
#   tools/nightly.sh [FOLDER]   FOLDER keeps the log (nightly/ below the system's folder for temporary files)
# CASES: calls of each kind tried for each fault (1). WEEKS, SEED: of the simulated year (52, 6).
set -euo pipefail
cd "$(dirname "$0")/.."
folder="${1:-${TMPDIR:-/tmp}/nightly}"
mkdir -p "$folder"
log="$folder/$(date -u +%F).log"
{
  printf 'nightly %s, %s processors\n' "$(date -u +%FT%TZ)" "$(nproc)"
  status=0
  for suite in system_calls soak; do
    began=$SECONDS ended=passed
    nice -n 10 .venv/bin/python -m pytest -n0 -s -rs -p no:cacheprovider "tests/test_$suite.py" || { status=1; ended=FAILED; }
    printf '%s: %s s, %s\n' "$suite" "$((SECONDS - began))" "$ended"
  done
  exit "$status"
} 2>&1 | tee "$log"
