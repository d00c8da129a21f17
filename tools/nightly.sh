#!/usr/bin/env bash
# The suites that take too long for every change; what they found and took goes to a log as well. docs/nightly.md.
#   tools/nightly.sh [FOLDER]   FOLDER keeps the logs (nightly/ below the system's folder for temporary files), and in
#                               results.tsv a line for each suite: day, commit, index version, suite, seconds, result
# CASES: calls of each kind tried for each fault (1). WEEKS, SEED: of the simulated year (52, 6).
set -euo pipefail
cd "$(dirname "$0")/.."
folder="${1:-${TMPDIR:-/tmp}/nightly}"
mkdir -p "$folder"
log="$folder/$(date -u +%F).log"
commit="$(git rev-parse --short=12 HEAD 2>/dev/null)" || commit=unknown
if [ "$commit" != unknown ] && [ -n "$(git status --porcelain 2>/dev/null)" ]; then commit="$commit+changes"; fi
version="$(awk '/^[a-z]/ { within = /^index:/ } within && /^  version:/ { print $2; exit }' config.yaml)"
{
  printf 'nightly %s, commit %s, index version %s, %s processors\n' "$(date -u +%FT%TZ)" "$commit" "$version" "$(nproc)"
  status=0
  for suite in hostile_articles system_calls soak; do
    began=$SECONDS ended=passed
    nice -n 10 .venv/bin/python -m pytest -n0 -s -rs -p no:cacheprovider "tests/test_$suite.py" || { status=1; ended=FAILED; }
    printf '%s: %s s, %s\n' "$suite" "$((SECONDS - began))" "$ended"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$(date -u +%F)" "$commit" "$version" "$suite" "$((SECONDS - began))" "$ended" >> "$folder/results.tsv"
  done
  exit "$status"
} 2>&1 | tee "$log"
