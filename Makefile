# Every recipe sets up what it needs first; nothing is installed outside .venv.
PYTHON ?= python3
BIN := .venv/bin

# The whole main job on the shipped example: build, validate, report.
run: setup
	@$(BIN)/python -m service.first_run

# All tests.
test: setup
	@$(BIN)/pytest

# The environment, made anew only when the lock or the project file changes.
setup: .venv/made

.venv/made: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "goaltrace needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 run")'
	@echo "Setting up .venv (once, about a minute)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Style of code.
lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

# Types.
types: setup
	@$(BIN)/mypy

# Which package may import which.
arrows: setup
	@$(BIN)/lint-imports

# How good the grader is, against the hand-labelled rows.
accuracy: setup
	@$(BIN)/python benchmarks/accuracy.py

# How well every published sample agrees, field by field, with what a person read in it.
agreement: setup
	@$(BIN)/python benchmarks/agreement.py

# Times and memory, as ratios measured side by side.
bench: setup
	@$(BIN)/python benchmarks/run.py

# The scripts that pages load, built anew from browser/ (needs node); nobody else needs this.
bundles:
	@npm ci --prefix browser
	@node browser/build.js

# Pictures of every page for docs/pictures (needs Chromium).
pictures: setup
	@$(BIN)/python -m tests.browser.pictures

# The documentation: fails where something is undocumented or stale.
docs: setup
	@$(BIN)/python -m tools.write_reference --check

# Write the reference and renew every output that pages show.
docs-write: setup
	@$(BIN)/python -m tools.write_reference
	@$(BIN)/python -m tests.docs.transcripts README.md README.en.md docs/walk.md docs/guides/*.md
	@$(BIN)/python -m tests.docs.tutorial

# What ships, with versions and licences; fails on one that may not ship.
audit: setup
	@$(BIN)/python tools/audit.py

# Every bad file of tests/hostile in a process of its own, with its time and memory.
hostile: setup
	@$(BIN)/python -m benchmarks.hostile

# Builds killed at random moments; many more trials than the tests make.
crash: setup
	@$(BIN)/python -m benchmarks.crash --trials 1000 --documents 20

# Every report as pictures, page by page (needs LibreOffice and poppler).
pages: setup run
	@$(BIN)/python tools/picture_reports.py --store out/store out/look

# Remove what was built; the environment stays.
clean:
	@rm -rf out goaltrace-store

.PHONY: run test setup lint types arrows accuracy agreement bench bundles pictures docs docs-write audit hostile crash pages clean
