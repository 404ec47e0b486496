# What anyone may rely on; `make help` lists it.
NEWER := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(shell for python in $(NEWER); do $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
KLADE_DATA ?= ./data
PORT ?= 8000
export KLADE_DATA

BIN := .venv/bin
PYTEST_ARGS ?=
# A process for each core, each with a share of the tests; who is done takes over from the others.
PYTEST_SHARED := -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench soak lock messages dist clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## creates .venv from requirements.lock; nothing to do when it is up to date
	@if [ -z "$(PYTHON)" ]; then echo "Klade needs Python 3.11 or newer, and none was found. Name one: make setup PYTHON=/path/to/python3.12"; exit 1; fi
	@$(PYTHON) tools/set_up.py

run: setup ## sets up, builds the demonstration school on first run, serves http://127.0.0.1:8000
	@$(BIN)/klade demo --if-missing
	@$(BIN)/klade run --port $(PORT)

test: setup ## every test on both engines and in a real browser, on all cores (PYTEST_ARGS adds arguments)
	@$(BIN)/python -m pytest $(PYTEST_SHARED) $(PYTEST_ARGS)

check: setup ## formatting, lint, types, import contracts, migrations in step, translations complete
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/klade db check
	@$(BIN)/python tools/catalogues.py check

format: setup ## formats the sources and mends what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## the benchmarks, one JSON line each
	@$(BIN)/python -m bench

soak: setup ## the long fault and load tests, and what needs minutes
	@$(BIN)/python -m pytest --soak $(PYTEST_ARGS)

lock: setup ## makes requirements.lock anew from the pyproject files (UPGRADE=1: newest versions)
	@$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

messages: setup ## brings the translation catalogues in step with the sources and compiles them
	@$(BIN)/python tools/catalogues.py update
	@$(BIN)/python tools/catalogues.py compile

dist: setup ## wheels and source archives of the five distributions, in dist/
	@$(BIN)/python tools/catalogues.py compile
	@$(BIN)/uv build --quiet --no-build-isolation --all-packages --out-dir dist

clean: ## removes what was built and cached; keeps .venv and data
	@rm -rf __pycache__ build dist test-artifacts .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find bench core plugins tests tools -name __pycache__ -prune -exec rm -rf {} +
