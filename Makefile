# Every command sets up what it needs, and does nothing twice. Needs only Python 3.11 or later with venv.
PORT ?= 8000
PY := .venv/bin/python
WORKERS ?= 2
PYTEST := $(PY) -m pytest -q -p no:cacheprovider -n $(WORKERS)
MAKEFLAGS += --no-print-directory

.PHONY: help run test check bench lock messages fix clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 14

run: ## Set up, load the demonstration, serve on http://localhost:8000/ (PORT=, DEMO=0)
	@scripts/set_up.sh runtime
	@exec $(PY) -m portal.serve $(PORT)

test: ## Set up and run every test: on SQLite with the browser, then on PostgreSQL
	@scripts/set_up.sh dev
	@$(PYTEST) $(PYTEST_OPTIONS)
	@$(PY) tests/with_postgres.py $(PYTEST) -m "not browser and not server and not once" $(PYTEST_OPTIONS)

check: ## Lint, types, floors, deployment check, migrations, lock files
	@scripts/set_up.sh dev
	@scripts/check.sh

bench: ## Measure against the budgets; writes build/bench.json (RUN=1 times `make run` too)
	@scripts/set_up.sh dev
	@$(PY) -m tests.bench $(if $(RUN),--run)

lock: ## Write requirements/*.txt afresh from pyproject.toml
	@scripts/set_up.sh dev
	@scripts/lock.sh

messages: ## Gather the sentences to translate into locale/
	@scripts/set_up.sh dev
	@$(PY) -m scripts.messages

fix: ## Put code and templates in order
	@scripts/set_up.sh dev
	@.venv/bin/ruff check -q --fix . ; .venv/bin/ruff format -q .

clean: ## Remove what the commands made, except .env and var/
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
