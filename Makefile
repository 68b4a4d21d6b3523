PYTHON ?= python3
BIN := .venv/bin

.PHONY: help test check
help: ## List the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /  /'

.venv/stamp: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject $(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch .venv/stamp

check: .venv/stamp ## Lint and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

test: .venv/stamp ## Run everything
	$(BIN)/python -m pytest -n 2
