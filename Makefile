# Plain make: it is on every machine. `make` alone tells what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DJANGO_SETTINGS_MODULE := hegui.records.settings
# Where a machine forbids Python to keep what it compiled, each start compiles hegui anew (0.7 s).
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test node marks check fix bench docs golden locks clean

help:
	@echo "make run      gateway and console on 127.0.0.1:8080 (HEGUI_PORT, HEGUI_UPSTREAM, HEGUI_UPSTREAM_KEY)"
	@echo "make test     every test"
	@echo "make node     the Node SDK against the gateway; needs node and npm"
	@echo "make marks    marks in the pixels of pictures, with the real package; brings 110 MB"
	@echo "make check    format, lint, types, layers, traceability, documents"
	@echo "make fix      format and mend what can be mended"
	@echo "make bench    measure the budgets; writes bench/results.json"
	@echo "make docs     generate docs/reference"
	@echo "make golden   rewrite golden files and show the difference"
	@echo "make locks    resolve requirements/*.lock again"

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hegui needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Say: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)

# Two stamps: a machine that only runs hegui never downloads the test tools.
$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

# Clients that others build on, apart: what they need must not decide what we run on.
$(VENV)/.clients: requirements/clients.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/clients
	$(VENV)/clients/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/clients.lock
	@touch $@

# OpenAI's SDK for Node, another such client; its one package runs no script when it is installed.
$(VENV)/.node: tests/conformance/clients/node/package-lock.json | $(VENV)/bin/python
	@mkdir -p $(VENV)/clients/node
	cp tests/conformance/clients/node/package.json tests/conformance/clients/node/package-lock.json $(VENV)/clients/node/
	npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(VENV)/clients/node
	@touch $@

# Matchers of others, apart as well; the benchmark says "absent" without them.
$(VENV)/.bench: requirements/bench.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

# LiteLLM's proxy, which the gateway is measured beside, apart once more; "absent" without it.
$(VENV)/.litellm: requirements/litellm.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/litellm
	$(VENV)/litellm/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/litellm.lock
	@touch $@

# Make hands variables of the command line to the program: make run HEGUI_PORT=9000
run: $(VENV)/.run
	@exec $(BIN)/hegui serve

test: $(VENV)/.dev $(VENV)/.clients
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# Apart from `make test`, since it needs node and npm, which not every machine has.
node: $(VENV)/.dev $(VENV)/.node
	$(BIN)/python -m pytest -q tests/conformance/clients/with_node.py

# Apart as well, for what it brings; numpy and Pillow are those of the tests.
$(VENV)/.marks: requirements/marks.lock $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade --target $(VENV)/marks -r requirements/marks.lock
	@touch $@

marks: $(VENV)/.dev $(VENV)/.marks
	PYTHONPATH=$(VENV)/marks $(BIN)/python -m pytest -q tests/unit/labels/with_blind_watermark.py

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_traceability.py tests/test_docs.py tests/test_shape.py

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev $(VENV)/.bench $(VENV)/.litellm
	$(BIN)/python -m bench

docs: $(VENV)/.dev
	$(BIN)/python -m docs.generate

golden: $(VENV)/.dev
	HEGUI_GOLDEN=write $(BIN)/python -m pytest -q tests/golden tests/scenario
	git --no-pager diff --stat -- tests/golden tests/scenario
	git --no-pager diff -- tests/golden tests/scenario

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --quiet \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make locks"
locks: | $(VENV)/bin/python
	$(LOCK) pyproject.toml --extra all --group build -o requirements/run.lock
	$(LOCK) pyproject.toml --extra all --extra train --extra onnx --group build --group dev -c requirements/run.lock -o requirements/dev.lock
	$(LOCK) --group pyproject.toml:clients -o requirements/clients.lock
	$(LOCK) --group pyproject.toml:bench -o requirements/bench.lock
	$(LOCK) --group pyproject.toml:litellm -o requirements/litellm.lock
	$(LOCK) --group pyproject.toml:marks --no-emit-package numpy -c requirements/dev.lock -o requirements/marks.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
