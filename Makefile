# Everything is made from a fresh clone: nothing is needed first but Python 3.11+, Node 20+, make and git.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix journeys pictures bench test-long clean-demo

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .make/base .make/assets ## set up what the product needs: packages, styles and scripts

.make/tools:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed. This is $$($(PYTHON) --version). Set PYTHON=python3.12, for example."; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null || { echo "Node 20 or later is needed, with npm."; exit 1; }
	@mkdir -p .make && touch $@

.make/venv: .make/tools requirements/uv.txt
	@echo "Setting up 1 of 4: a place for Python packages"
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.make/base: .make/venv requirements/base.txt pyproject.toml
	@echo "Setting up 2 of 4: Python packages"
	@$(BIN)/uv pip install --quiet --python $(PY) --require-hashes -r requirements/base.txt
	@$(BIN)/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation -e . 2>/dev/null || $(BIN)/uv pip install --quiet --python $(PY) --no-deps -e .
	@touch $@

.make/npm: .make/tools package-lock.json
	@echo "Setting up 3 of 4: packages for styles"
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.make/assets: .make/npm .make/base $(wildcard throughline/web/assets/*)
	@echo "Setting up 4 of 4: styles and scripts"
	@npm run --silent build
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@touch $@

.make/test: .make/base requirements/test.txt
	@echo "Setting up the tests: their packages"
	@$(BIN)/uv pip install --quiet --python $(PY) --require-hashes -r requirements/test.txt
	@touch $@

.make/browser: .make/test
	@bash tests/find_browser.sh $(PY)
	@touch $@

demo: setup ## run everything here with an invented partnership to try
	@$(PY) -m throughline demo

clean-demo: .make/base ## remove what the demonstration kept, and nothing that is no demonstration
	@$(PY) -m throughline demo --forget

check: .make/test .make/assets ## lint, types, layers, templates
	@$(PY) tests/everything.py --check

fix: .make/test ## put right what a tool can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

test: .make/test .make/assets .make/browser ## set up and run everything: lint, types, layers, tests, journeys in a browser
	@$(PY) tests/everything.py

journeys: .make/test .make/assets .make/browser ## the journeys in a browser alone
	@$(PY) -m pytest tests/journeys

pictures: .make/test .make/assets .make/browser ## take the pictures of docs/guides anew
	@rm -rf build/pictures && $(PY) -m pytest tests/journeys/test_every_page.py -q --shots && mkdir -p docs/guides/pictures && cp build/pictures/*.png docs/guides/pictures/

test-long: .make/test .make/assets .make/browser ## the long forms of the tests too
	@$(PY) tests/everything.py --long

bench: .make/test ## measure, and print what was measured
	@$(PY) benchmarks/lists.py
	@$(PY) benchmarks/agreements.py
	@$(PY) benchmarks/caseload.py
	@$(PY) benchmarks/history.py
	@$(PY) benchmarks/locks.py
	@$(PY) benchmarks/audit.py --rows 10000000
	@$(PY) benchmarks/history.py
	@$(PY) benchmarks/survival.py
	@$(PY) benchmarks/recall.py --people 500000
	@$(PY) benchmarks/figures.py
