# Two commands matter: `make run` and `make test`. Both do all the set-up on a machine with python3 and make.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
PEERS_VENV := .venv-bench
PEERS_READY := $(PEERS_VENV)/.ready

# Compiled modules are kept, whatever the machine's own rule: the tests start Sira many times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check types style house machine tests lock catalogues bench storm drill clean
.DEFAULT_GOAL := run

run: $(RUN_READY)
	@$(BIN)/sira serve $(ARGS)

# A venv without pip is Debian's python3 without python3-venv: as root we install it, else we say the line.
$(BIN)/python:
	@echo "• making the virtual environment …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Sira needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Install it, or run: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  line="apt-get install -y python3-venv"; \
	  if [ "$$(id -u)" = 0 ]; then echo "• python3 has no pip for virtual environments; running: $$line"; apt-get update -qq && $$line; \
	  else echo "python3 has no pip for virtual environments. Run: sudo $$line"; exit 1; fi; }
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)

# Without --no-compile pip would compile seven thousand modules one after the other; Python compiles what it loads.
$(RUN_READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "• installing Sira's locked requirements (a minute or two the first time) …"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --progress-bar on --no-compile --require-hashes -q -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input -q --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_READY): requirements-dev.lock $(RUN_READY)
	@echo "• installing the locked tools for the tests …"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --progress-bar on --no-compile --require-hashes -q -r requirements-dev.lock
	@touch $@

# Types, style, contracts, flows, content, catalogues: everything that needs no running; the types take as long as the rest.
check: $(DEV_READY)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line types house

types: $(DEV_READY)
	@echo "• types";      $(BIN)/mypy

style: $(DEV_READY)
	@echo "• style";      $(BIN)/ruff check -q . && $(BIN)/ruff format -q --check .
	@echo "• contracts";  $(BIN)/lint-imports --config pyproject.toml | tail -n 3

house: style
	@echo "• flows";      $(BIN)/sira flows check
	@echo "• content";    $(BIN)/sira content check
	@echo "• catalogues"; $(BIN)/python -m locales.extract --check

# Everything, with real servers and a real browser, the types beside it; flows, records and catalogues are checked by tests.
test:
	@$(MAKE) --no-print-directory --jobs=2 types tests

# Browser and voice come from the machine's registry, the tools from Python's: neither waits for the other.
machine: | $(BIN)/python
	@$(BIN)/python -m tests.prepare

# The tests are read once before: four readers at once would each compile them.
tests: style machine
	@echo "• tests";      said=$$($(BIN)/python -m pytest --collect-only -qq -p no:xdist) || { echo "$$said" | tail -n 60; exit 1; }
	@$(BIN)/python -m tests

# The bots that Sira is measured beside have rooms of their own: their versions are not ours.
$(PEERS_READY): requirements-bench.lock | $(BIN)/python
	@echo "• installing the locked bots that Sira is measured beside …"
	@rm -rf $(PEERS_VENV) && $(PYTHON) -m venv $(PEERS_VENV)
	@$(PEERS_VENV)/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar on --require-hashes -q -r requirements-bench.lock
	@touch $@

# ARGS=--write puts load and growth into bench/RESULTS.md, with curves beside it.
bench: $(DEV_READY) $(PEERS_READY)
	@$(BIN)/python -m bench; first=$$?; \
	  $(BIN)/python -m bench.load $(ARGS); second=$$?; \
	  $(BIN)/python -m bench.growth $(ARGS); exit $$(( first || second || $$? ))

# Everything of tests/faults: each fail point with each kind of message, the sabotaged builds, and the long storm.
# SIRA_FAULT_SEED=… blows the same storm again; ARGS="--minutes 20 --write" is longer, and goes into bench/RESULTS.md.
storm: $(DEV_READY)
	@SIRA_FAULT_ALL=1 $(BIN)/python -m pytest -n 2 --dist loadscope tests/faults
	@$(BIN)/python -m tests.faults $(ARGS)

# Breaks the running service mode in seven ways while people talk, and says each; three minutes.
drill: $(DEV_READY)
	@$(BIN)/python -m tests.faults.drill $(ARGS)

# Writes the three lock files anew: hashes, no registry named.
lock: $(DEV_READY)
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --no-emit-index-url --no-header -q --upgrade -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --universal --no-emit-index-url --no-header -q --upgrade -o requirements-dev.lock
	@$(BIN)/uv pip compile requirements-bench.in --generate-hashes --universal --no-emit-index-url --no-header -q --upgrade -o requirements-bench.lock

# Brings the catalogues up to date with flows, content and pages; the tests say when this was forgotten.
catalogues: $(RUN_READY)
	@$(BIN)/python -m locales.extract

clean:
	rm -rf $(VENV) $(PEERS_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
