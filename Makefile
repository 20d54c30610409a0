# The commands of this project. Each sets up what it needs; state is kept in data/ (or DRAGOMAN_HOME).
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
UV_VERSION := 0.13.9
# The machine's own certificates: behind a company's proxy the ones that uv brings are not enough.
UV := .uv/bin/uv --system-certs
RUN := .venv/bin

export DRAGOMAN_HOME ?= $(CURDIR)/data
# Where Dagster keeps runs, schedules and logs, so that they survive a restart.
export DAGSTER_HOME ?= $(DRAGOMAN_HOME)/dagster
# No telemetry, from anybody.
export DAGSTER_DISABLE_TELEMETRY := yes
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: help setup run ui test lint types unit format schemas evaluate readme lock clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.installed ## install everything from the lock file into .venv

.uv/bin/uv:
	@bash scripts/bootstrap_uv.sh "$(PYTHON)" "$(UV_VERSION)"

.venv/.installed: pyproject.toml uv.lock | .uv/bin/uv
	$(UV) sync --frozen --python "$(PYTHON)"
	@touch $@

run: setup ## run the whole pipeline on the embedded corpus and the inbox
	$(RUN)/dragoman run

ui: setup ## open the Dagster UI on http://localhost:3000
	$(RUN)/dragoman ui

test: lint types unit ## lint, types, tests

lint: setup ## ruff, import layers, SQL, generated files
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/lint-imports
	$(RUN)/python -m pipelines.schemas.dbt_yaml --check
	$(RUN)/sqlfluff lint --disable-progress-bar dbt_project

types: setup ## mypy, strict
	$(RUN)/mypy

unit: setup ## every test
	$(RUN)/pytest

format: setup ## put the code into shape
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .
	$(RUN)/sqlfluff fix --disable-progress-bar dbt_project

schemas: setup ## write dbt's yml files from the declared schemas
	$(RUN)/python -m pipelines.schemas.dbt_yaml

evaluate: setup ## score the extractor on the labelled articles
	$(RUN)/dragoman evaluate --output $(DRAGOMAN_HOME)/exports/quality.json

readme: setup ## write the README's answers from the warehouse (run on the corpus alone)
	$(RUN)/python scripts/readme_answers.py $(DRAGOMAN_HOME)/warehouse.duckdb

lock: .uv/bin/uv ## renew the lock file
	$(UV) lock --upgrade

clean: ## remove what was installed and built; the data stay
	rm -rf .venv .uv dbt_project/target dbt_project/logs .mypy_cache .ruff_cache .pytest_cache
