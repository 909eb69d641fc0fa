# make serve   pages and SPARQL endpoint on http://127.0.0.1:8000 (DATASET=registers, PORT=8080)
# make test    everything that CI tests, but what needs more than Python
# make check   lint, types, layers, formats of Turtle and SPARQL, generated files
# make format  bring code, Turtle and SPARQL into form
# make lock    pin the dependencies anew

PYTHON ?= python3
VENV ?= .venv
DATASET ?= example
HOST ?= 127.0.0.1
PORT ?= 8000
BIN = $(VENV)/bin
READY = $(VENV)/ready
TURTLE = $(shell find ontology shapes data tests/fixtures -name '*.ttl' ! -path '*/broken/*')
SPARQL = $(shell find ontology queries -name '*.rq')

.PHONY: serve test check format lock bench clean

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

serve: $(READY)
	$(BIN)/samverkan serve --dataset $(DATASET) --host $(HOST) --port $(PORT)

test: check
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/turtlefmt --check $(TURTLE)
	$(BIN)/python tools/format_sparql.py --check $(SPARQL)

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/turtlefmt $(TURTLE)
	$(BIN)/python tools/format_sparql.py $(SPARQL)

lock:
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --universal \
	  --python-version 3.11 --no-header --quiet --output-file requirements.lock

bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
