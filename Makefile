# `make grade` and `make test` set up what they need: a Python environment in .venv, made once and brought up to
# date when pyproject.toml or constraints.txt change. All paths are relative, so the folder may have any name.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := build/peers
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint constraints.txt --build-constraint constraints.txt
ARGS ?=
JOBS ?= auto

# The tests start thousands of short processes. Each would compile the package anew where bytecode is not kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help grade test slow attacks kills cluster audit check style types imports course documents fuzz busy bench \
  bench-class bench-peers diagnosis docs constraints clean
.DELETE_ON_ERROR:

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

grade: $(VENV)/.student  ## Grade every assignment, or what ARGS says: make grade ARGS=two-layer-mlp
	@$(BIN)/grade $(ARGS)

# Tests of one file share what they prepare, so one process runs all of them.
UNITS := --quiet --numprocesses=$(JOBS) --dist=loadfile --no-loadscope-reorder \
	--ignore=tests/attacks --ignore=tests/kills --ignore=tests/cluster

test: $(VENV)/.developer  ## Run the tests, but for slow, attacks, kills and cluster
	$(PY) -m pytest $(UNITS) -m "not slow" $(ARGS)

slow: $(VENV)/.developer  ## Run the slow tests: whole pages of the documents, browsers, servers
	$(PY) -m pytest $(UNITS) -m slow $(ARGS)

attacks: $(VENV)/.developer  ## Attack the sandbox, and search reports for hidden numbers
	$(PY) -m pytest tests/attacks --table --quiet --numprocesses=$(JOBS) $(ARGS)

kills: $(VENV)/.developer  ## Kill class runs a hundred times, two at once, on a full disk: is a grade lost?
	$(PY) -m pytest tests/kills --quiet --numprocesses=$(JOBS) $(ARGS)

cluster: $(VENV)/.developer  ## Grade a class on a Dask cluster, and kill workers and the scheduler meanwhile
	$(PY) -m pytest tests/cluster --quiet --numprocesses=$(JOBS) $(ARGS)

audit: $(VENV)/.developer  ## Hand in every known mistake and hundreds of others: does the suite catch them?
	$(BIN)/grade audit $(ARGS)

check: style types imports course documents  ## Run every check that needs no test run
	@echo "All checks passed."

style: $(VENV)/.developer
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet

# A suite's models.py and oracle.py are top-level modules to their neighbours, so every suite is a run of its own.
types: $(VENV)/.developer
	$(BIN)/mypy
	@for suite in tests/suites/*/; do \
	  echo "mypy in $$suite"; \
	  ( cd "$$suite" && MYPYPATH=. ../../../$(BIN)/mypy --config-file ../../../pyproject.toml \
	      --cache-dir ../../../.mypy_cache . ) || exit 1; \
	done

imports: $(VENV)/.developer
	@$(BIN)/lint-imports > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

course: $(VENV)/.developer
	$(BIN)/grade publish --check
	$(BIN)/grade record --check

documents: $(VENV)/.developer
	$(PY) docs/generate.py --check

# Hypothesis marks its tests by itself.
busy: $(VENV)/.developer  ## Run the tests five times beside a program that keeps every core busy
	$(PY) -m tests.support.busy_machine 5 $(MAKE) --no-print-directory test

fuzz: $(VENV)/.developer  ## Run the property tests with many more examples
	$(PY) -m pytest $(UNITS) --hypothesis-profile=fuzz -m hypothesis $(ARGS)

bench: $(VENV)/.developer  ## Measure what grading costs; fails if it costs too much
	$(PY) -m benchmarks.bench_grade
	$(PY) -m benchmarks.bench_round_trip
	$(PY) -m benchmarks.bench_confinement
	$(PY) -m benchmarks.bench_install
	$(PY) -m benchmarks.bench_watch
	$(PY) -m benchmarks.bench_cohort
	$(PY) -m benchmarks.similar
	$(PY) -m benchmarks.bench_memory
	$(PY) -m benchmarks.bench_scale

bench-class: $(VENV)/.developer  ## Measure what one submission costs, and one more of a class, in three minutes
	$(PY) -m benchmarks.bench_grade --runs 3
	$(PY) -m benchmarks.bench_cohort --sizes 10 60 --runs 1

bench-peers: $(VENV)/.developer $(PEERS)/.made  ## Measure what other graders cost on the same checks
	$(PY) -m benchmarks.bench_peers $(PEERS)/bin

diagnosis: $(VENV)/.developer  ## Measure how often the right mistake is named; takes ten minutes
	$(PY) -m benchmarks.diagnosis

docs: $(VENV)/.developer  ## Write the generated parts of docs/ anew
	$(PY) docs/generate.py

constraints:  ## Renew constraints.txt with the newest versions, PyTorch excepted
	@rm -rf build/constraints && "$(PYTHON)" -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --upgrade pip
	build/constraints/bin/python -m pip install --quiet "$$(grep '^torch==' constraints.txt)" hatchling colorama \
	  --editable ".[record,postgres,cluster]" --group dev
	{ grep '^#' constraints.txt; build/constraints/bin/python -m pip freeze --all --exclude-editable \
	  | grep -v '^#' | sed 's/+.*//' | sort -f; } > build/constraints.txt
	mv build/constraints.txt constraints.txt && rm -rf build/constraints

clean:  ## Remove everything that make has made, .venv included
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@command -v "$(PYTHON)" > /dev/null || { \
	  echo "There is no '$(PYTHON)'. Install Python 3.11 or later, or say where it is: make PYTHON=/path/to/python3"; \
	  exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "'$(PYTHON)' is $$("$(PYTHON)" --version 2>&1), and 3.11 or later is needed."; \
	  echo "If you have a later one, name it: make PYTHON=python3.12"; \
	  exit 1; }
	@echo "Setting up $(VENV), once"
	@"$(PYTHON)" -m venv --clear $(VENV) || { \
	  echo "Python could not make an environment. On Debian and Ubuntu, install the package python3-venv."; \
	  rm -rf $(VENV); exit 1; }
	@touch $@

# The graders that are compared with ask for other versions than ours.
$(PEERS)/.made: benchmarks/peers/requirements.txt
	@echo "Installing the graders to compare with, PyTorch among what they need"
	@rm -rf $(PEERS) && "$(PYTHON)" -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --requirement $<
	@touch $@

$(VENV)/.student: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --quiet --constraint constraints.txt --upgrade pip
	@$(INSTALL) --editable ".[author]"
	@touch $@

$(VENV)/.developer: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing what the tests need, PyTorch among it"
	@$(PIP) install --quiet --constraint constraints.txt --upgrade pip
	@$(INSTALL) --editable ".[record,postgres,cluster]" --group dev
	@touch $(VENV)/.student $@
