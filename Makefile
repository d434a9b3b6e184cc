# Every task of the project. `make help` lists them.
# What a task needs it installs by itself, into .venv, node_modules and var/.

SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -n 2
# The journeys are left out elsewhere: they need Chromium.
BROWSER_OPTIONS := --strict-markers --strict-config --import-mode=importlib -ra

.DEFAULT_GOAL := help
.PHONY: help programs install run demo test test-sqlite test-postgres test-browser check lint types \
	contracts quick-tests bench screens messages catalogues lock clean packages

help:  ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \
	  | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# All that Debian lacks for the service, told or installed in one go.
programs:
	@deploy/packages venv

install: programs .venv/run.stamp static/vendor catalogues  ## make ready to serve, and start nothing

run: programs .venv/run.stamp static/vendor  ## run the whole service here, with a small demo
	@[ -n "$$REDIS_URL" ] || deploy/packages redis
	@exec $(PY) manage.py serve --demo

demo: .venv/run.stamp  ## seed the demo into a service that runs
	@$(PY) manage.py seed_demo

test: test-sqlite test-postgres test-browser  ## run all the tests, installing what they need

# Processes, sockets and a browser are late on a busy machine: what fails is tried once
# more by itself, and what is wrong fails again.
AGAIN := --last-failed --last-failed-no-failures none

test-sqlite: .venv/dev.stamp packages catalogues static/vendor
	$(PYTEST) || $(PY) -m pytest -n 0 $(AGAIN)

test-postgres: .venv/dev.stamp packages catalogues static/vendor
	$(PY) -m tests.postgres $(PYTEST) \
	  || $(PY) -m tests.postgres $(PY) -m pytest -n 0 $(AGAIN)

test-browser: .venv/dev.stamp packages catalogues static/vendor tests/browser/vendor
	$(PY) -m pytest -o addopts="$(BROWSER_OPTIONS)" tests/browser \
	  || $(PY) -m pytest -o addopts="$(BROWSER_OPTIONS)" $(AGAIN) tests/browser

check: lint types contracts quick-tests  ## the quick loop: style, types, imports, quick tests

lint: .venv/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/dev.stamp
	$(PY) -m mypy

contracts: .venv/dev.stamp
	.venv/bin/lint-imports

quick-tests: .venv/dev.stamp catalogues static/vendor
	$(PYTEST) -q -m "not slow and not service"

bench: .venv/dev.stamp packages catalogues static/vendor  ## measure, beside floors measured in the same run
	$(PY) -m tests.bench

screens: .venv/dev.stamp packages catalogues static/vendor  ## take pictures of the pages; PICTURES="--only inbox" takes some
	$(PY) -m tests.screens $(PICTURES)

messages: .venv/dev.stamp  ## collect the texts to translate
	@deploy/packages gettext
	$(PY) manage.py makemessages --all --no-obsolete --add-location file \
	  --ignore .venv --ignore var --ignore node_modules --ignore tests

catalogues: .venv/run.stamp
	@$(PY) -m mailsvc.catalogues

packages:
	@deploy/packages chromium postgresql redis

lock: .venv/dev.stamp  ## pin and hash all dependencies again
	@deploy/npm $(PYTHON)
	$(PY) -m pip install --quiet uv
	.venv/bin/uv pip compile pyproject.toml $(LOCKING) -o requirements/run.txt
	.venv/bin/uv pip compile pyproject.toml --group dev $(LOCKING) -o requirements/dev.txt
	.venv/bin/uv pip compile --group npm $(LOCKING) -o requirements/npm.txt
	$(WITH_NPM) npm install --package-lock-only --ignore-scripts

LOCKING := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header

clean:  ## take away what was made, but not the data in var/
	rm -rf .venv node_modules static/vendor tests/browser/vendor .screens \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
	find mailsvc/locale -name '*.mo' -delete 2>/dev/null || true

.venv/run.stamp: requirements/run.txt
	@deploy/environment $(PYTHON) requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt
	@deploy/environment $(PYTHON) requirements/dev.txt
	@touch $@ .venv/run.stamp

# The machine's own npm goes first.
WITH_NPM := PATH="$$PATH:$(CURDIR)/.venv/bin"

static/vendor: package-lock.json mailsvc/vendoring.py | .venv/run.stamp
	@deploy/npm $(PYTHON)
	@$(WITH_NPM) $(PY) -m mailsvc.vendoring $@

tests/browser/vendor: package-lock.json mailsvc/vendoring.py | .venv/run.stamp
	@deploy/npm $(PYTHON)
	@$(WITH_NPM) $(PY) -m mailsvc.vendoring $@
