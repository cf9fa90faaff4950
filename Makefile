# `make run` opens the app on the example extract, `make test` checks everything.
# Both make .venv themselves, and install into it only when a requirements file has changed.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
SOURCES := $(shell find cin_metrics -name '*.py')
PYTEST := $(RUN) -m pytest -n 2 --dist loadfile

.PHONY: help run test test-slow search fuzz bench schema bank-holidays example clean chromium
.DELETE_ON_ERROR:

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile

run: $(VENV)/installed-run $(VENV)/compiled ## open the app on the example extract
	$(RUN) -m cin_metrics.ui.start

test: $(VENV)/installed-test $(VENV)/compiled chromium ## check everything but what takes minutes
	$(RUN) -m ruff check .
	$(PYTEST) -m "not slow"

test-slow: $(VENV)/installed-test $(VENV)/compiled chromium ## check what takes minutes
	$(PYTEST) -m slow

search: $(VENV)/installed-test ## let Hypothesis look for new examples that fail
	HYPOTHESIS_PROFILE=search $(PYTEST) tests/property

fuzz: $(VENV)/installed-test ## look for files that a reader cannot take, a minute each (Linux on x86, Python up to 3.13)
	$(RUN) -m tests.fuzz

bench: $(VENV)/installed-test $(VENV)/compiled ## measure speed, side by side with the alternatives
	$(RUN) -m cin_metrics bench

schema: $(VENV)/installed-run ## write policies/policy.schema.json anew
	$(RUN) -m cin_metrics.policy_schema

bank-holidays: $(VENV)/installed-run ## write cin_metrics/bank_holidays.json anew, after a new version of `holidays`
	$(RUN) -m cin_metrics.working_days

example: $(VENV)/installed-run ## write data/example.csv and its table of children anew
	$(RUN) -m cin_metrics simulate --children 300 --seed 1 --as-of 2026-09-30 data/example.csv \
		--children-table data/example_children.csv

clean: ## remove .venv and what tools left behind
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
		"Python 3.11 or later is needed and $(PYTHON) is " + sys.version.split()[0] + \
		"; name a later one, as in: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/installed-run: requirements.txt | $(RUN)
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# Compiled beforehand, so that the first start does not wait for it, nor every one where Python is told to keep no bytecode.
$(VENV)/compiled: $(SOURCES) | $(RUN)
	$(RUN) -m compileall -q cin_metrics
	@touch $@

$(VENV)/installed-test: requirements.txt requirements-test.txt | $(RUN)
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $(VENV)/installed-run $@

# Debian's Chromium, where there is none yet and it may be installed. Without one, the browser tests
# fail and say so.
SUDO := $(if $(filter 0,$(shell id -u)),,sudo -n)
chromium:
	@found() { command -v chromium || command -v chromium-browser || \
		command -v google-chrome || command -v google-chrome-stable; }; \
	if found >/dev/null; then exit; fi; \
	if command -v apt-get >/dev/null && $(SUDO) true 2>/dev/null; then \
		$(SUDO) apt-get update -qq && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq --no-install-recommends chromium fonts-liberation; \
	fi; \
	found >/dev/null || echo "The browser tests need Chromium, which cannot be installed from here:" \
		"install it by hand, or leave them out: $(PYTEST) -m 'not slow and not browser'" >&2
