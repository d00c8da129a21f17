# Two commands on a fresh machine: `make brief` and `make test`.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
export PYTHON
# Each of some hundred processes of the tests reads what the first has compiled.
unexport PYTHONDONTWRITEBYTECODE
RUN := .venv/bin/python -m

.PHONY: brief test test-all nightly quality lint lock mutate docs bench clean

brief:            ## set everything up and publish the demonstration briefing
	@tools/setup.sh core
	@dir="$$($(RUN) riskbrief run weekly --as-of 2024-09-22)"
	@echo "$${dir##*$$'\n'}/briefing.pdf"

test: lint        ## everything a change must pass
	@$(RUN) pytest -n 2 --dist worksteal -m "not slow"

test-all: lint    ## with the longer suites
	@EXAMPLES=new $(RUN) pytest -n 2 --dist worksteal

nightly: lint     ## what takes too long for every change: hostile texts in full, system calls that fail, a simulated year (docs/nightly.md)
	@tools/nightly.sh

quality:          ## precision, recall and F1 of coding over gold cases
	@tools/setup.sh dev
	@$(RUN:-m=) tests/quality.py

lint:
	@tools/setup.sh dev
	@$(RUN) ruff check src tests
	@$(RUN) mypy

lock:             ## refresh the locked dependencies
	@uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/core.lock
	@uv pip compile pyproject.toml --extra build --extra dev --extra sign --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/dev.lock
	@uv pip compile pyproject.toml -c requirements/dev.lock --extra build --extra sign --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/sign.lock
	@uv pip compile pyproject.toml -c requirements/dev.lock --extra build --extra dev --extra mutate --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/mutate.lock

mutate:           ## share of small faults in the index that its tests notice (hours; SAMPLE=400 for an estimate)
	@tools/setup.sh mutate
	@$(RUN:-m=) tools/mutate.py $(SAMPLE)

docs:             ## write the generated pages of docs/ anew, with the pictures of what is printed (a few minutes)
	@tools/setup.sh dev
	@$(RUN:-m=) tools/cli_reference.py
	@$(RUN:-m=) tools/build_docs.py
	@$(RUN:-m=) tools/page_images.py

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
