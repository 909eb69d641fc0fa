# make serve   pages and SPARQL endpoint on http://127.0.0.1:8000 (DATASET=registers, PORT=8080)
# make test    everything that CI tests, but what needs more than Python
# make check   lint, types, layers, formats of Turtle and SPARQL, generated files
# make format  bring code, Turtle and SPARQL into form
# make bench   how fast it is, beside what it could be done with (bench-scale: on large data;
#              bench-endpoint: the server)
# make lock    pin the dependencies anew

PYTHON ?= python3
VENV ?= .venv
DATASET ?= example
HOST ?= 127.0.0.1
PORT ?= 8000
BIN = $(VENV)/bin
# With SLOW=true, as in CI, also the tests that start servers and wait for them.
SLOW ?= $(CI)
# With CI=true also the libraries of tests that need more than Python, such as a browser.
LOCK = requirements$(if $(filter true,$(CI)),-ci).lock
READY = $(VENV)/ready-$(LOCK)
TURTLE = $(shell find ontology shapes data tests/fixtures -name '*.ttl' ! -path '*/broken/*')
SPARQL = $(shell find ontology queries -name '*.rq')

.PHONY: serve test check format lock bench bench-scale bench-endpoint clean

$(READY): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

serve: $(READY)
	$(BIN)/samverkan serve --dataset $(DATASET) --host $(HOST) --port $(PORT)

test: check
	$(BIN)/python -m pytest -q -n 2 --dist worksteal $(if $(filter true,$(SLOW)),,-m "not slow")

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/turtlefmt --check $(TURTLE)
	@for file in $(SPARQL); do $(BIN)/qlue-ls format --check $$file >/dev/null || \
	  { echo "$$file is not formatted: run make format"; exit 1; }; done

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/turtlefmt $(TURTLE)
	@for file in $(SPARQL); do $(BIN)/qlue-ls format --writeback $$file >/dev/null; done

lock:
	$(call pin,--group dev,requirements.lock)
	$(call pin,--group dev --group ci --constraint requirements.lock,requirements-ci.lock)
	$(call pin,--constraint requirements.lock,requirements-run.lock)

define pin
uv pip compile pyproject.toml $(1) --generate-hashes --no-emit-index-url --universal \
  --python-version 3.11 --no-header --no-annotate --quiet --output-file $(2)
endef

bench: $(READY)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.registers

bench-scale: $(READY)
	$(BIN)/python -m benchmarks.validation_scale
	$(BIN)/python -m benchmarks.incremental

bench-endpoint: $(READY)
	$(BIN)/python -m benchmarks.endpoint
	$(BIN)/python -m benchmarks.endpoint.stream
	$(BIN)/python -m benchmarks.endpoint.evil

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
