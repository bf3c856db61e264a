# Two commands: `make run` sets everything up and serves the site, `make test` passes the tests.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test environment test-environment

run: environment
	@$(BIN)/travaux setup
	@$(BIN)/travaux demo
	@echo "Travaux: http://localhost:$(PORT)/  (Ctrl-C stops it; the data stay in var/)"
	@TRAVAUX_ADDRESS=$${TRAVAUX_ADDRESS:-http://localhost:$(PORT)} $(BIN)/travaux serve --with-worker --port $(PORT)

test: test-environment
	@$(BIN)/python tests/run.py

environment:
	@$(PYTHON) environment.py requirements.lock

test-environment:
	@$(PYTHON) environment.py requirements-test.lock
