# Outpact. `make run` and `make test` need nothing but Python 3.11 or later and a C compiler.
PYTHON ?= $(firstword $(foreach one,python3 python3.13 python3.12 python3.11,\
	$(shell $(one) -c 'import sys; sys.version_info >= (3, 11) and print("$(one)")' 2>/dev/null)))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# durable-rules has no wheels, and from Python 3.13 on its C source needs the name that CPython dropped.
export CPPFLAGS := $(CPPFLAGS) -DPyEval_CallObject=PyObject_CallObject

.DEFAULT_GOAL := help
.PHONY: help run test check bench needs clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: .venv/stamp ## Start API, screens and SLA monitor, with a sample world on the first start
	@$(BIN)/outpact serve --demo

test: check ## Run everything: checks, then all tests
	@$(BIN)/python -m pytest -n 2

check: .venv/stamp ## Format, lint, types, layers
	@$(BIN)/ruff format --check --quiet . || { echo "run: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: .venv/stamp ## Print the performance figures, one JSON line each; ONLY=area for one area
	@$(BIN)/python -m tests.bench $(ONLY)

clean: ## Remove the virtual environment; your data in var/ stays
	rm -rf .venv

.venv/stamp: requirements.txt pyproject.toml | needs
	@echo "1/3  virtual environment in .venv ($$($(PYTHON) --version))"
	@$(PYTHON) -m venv --clear .venv
	@echo "2/3  packages, pinned by hash (one to three minutes the first time)"
	@$(PIP) install --require-hashes -r requirements.txt
	@echo "3/3  Outpact itself"
	@$(PIP) install --no-deps -e .
	@touch .venv/stamp

needs:
	@test -n "$(PYTHON)" || { \
	  echo "需要 Python 3.11 或更高版本；本机为 $$(python3 --version 2>&1)。请安装后重试，或指明路径：make run PYTHON=/路径/python3.12"; \
	  echo "Outpact needs Python 3.11 or later; this machine has $$(python3 --version 2>&1). Install it, or name one: make run PYTHON=/path/to/python3.12"; \
	  exit 1; }
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "没有 $(PYTHON)；请指明 Python 3.11 或更高版本的路径：make run PYTHON=/路径/python3.12"; \
	  echo "There is no $(PYTHON); name a Python 3.11 or later: make run PYTHON=/path/to/python3.12"; \
	  exit 1; }
	@test -x .venv/bin/python -a -e .venv/stamp || command -v cc gcc clang >/dev/null || { \
	  echo "需要 C 编译器。Debian/Ubuntu：sudo apt install build-essential python3-dev；macOS：xcode-select --install"; \
	  echo "Outpact needs a C compiler. Debian/Ubuntu: sudo apt install build-essential python3-dev; macOS: xcode-select --install"; \
	  exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更高版本，$(PYTHON) 不是"; echo "$(PYTHON) is older than Python 3.11"; exit 1; }
