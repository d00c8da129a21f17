#!/usr/bin/env bash
# Sets up .venv from a hash-locked list; does nothing when that was done before.
#   tools/setup.sh core   what publishing needs
#   tools/setup.sh sign   what `riskbrief sign` needs on top of core
#   tools/setup.sh dev    what tests need on top: a browser that looks at the HTML edition, strace that breaks disks
set -euo pipefail
cd "$(dirname "$0")/.."
kind="${1:-core}"
lock="requirements/$kind.lock"
stamp=".venv/.riskbrief-$kind"
libraries="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf 'setup: %s\n' "$*" >&2; }

have_browser() {
  local name
  for name in chromium chromium-browser google-chrome chrome; do command -v "$name" >/dev/null 2>&1 && return 0; done
  return 1
}

have_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }

install_packages() {
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null && sudo="sudo -n"
    [ -n "$sudo" ] || return 1
  fi
  command -v apt-get >/dev/null 2>&1 || return 1
  DEBIAN_FRONTEND=noninteractive $sudo apt-get update -qq >&2 \
    && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >&2
}

need_packages() {
  say "installing system packages: $*"
  install_packages "$@" && return 0
  say "cannot install system packages here. Install them, then run make again:  apt-get install -y $*"
  exit 1
}

export PATH="$PATH:/usr/sbin:/sbin"
missing=""
have_library libpango-1.0.so.0 || missing="yes"
have_library libpangoft2-1.0.so.0 || missing="yes"
have_library libharfbuzz-subset.so.0 || missing="yes"
# shellcheck disable=SC2086
[ -z "$missing" ] || need_packages $libraries

if [ "$kind" = dev ] && ! have_browser; then
  say "installing a browser for the tests of the HTML edition: chromium"
  install_packages chromium && have_browser || say "no browser can be installed here: the tests that need one are skipped and say so"
fi
if [ "$kind" = dev ] && ! command -v strace >/dev/null 2>&1; then
  say "installing strace for the nightly tests that let system calls fail"
  install_packages strace || say "strace cannot be installed here: the tests that need it are skipped and say so"
fi

python="${PYTHON:-python3}"
command -v "$python" >/dev/null 2>&1 || need_packages python3 python3-venv
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  say "Python 3.11 or newer is needed; $("$python" --version) was found. Name another with: make PYTHON=/path/to/python3.11"; exit 1; }

digest="$(cat "$lock" requirements/browser.lock pyproject.toml tools/setup.sh | cksum)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ] && .venv/bin/python -c '' 2>/dev/null; then
  exit 0
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  "$python" -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
  say "making .venv"
  rm -rf .venv
  "$python" -m venv .venv
fi
say "installing $lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock" >&2
[ "$kind" != dev ] || .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements/browser.lock >&2
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
printf '%s' "$digest" > "$stamp"
