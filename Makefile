.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
VERSION_CHECK := import sys; v = sys.version_info[:2]; (3, 11) <= v <= (3, 13) or sys.exit("%s is Python %d.%d and imaginaries needs 3.11 to 3.13: %s" % (sys.argv[1], *v, sys.argv[2]))

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

install: $(STAMP) ## make .venv and install the lock into it (once)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c '$(VERSION_CHECK)' "$(PYTHON)" "give another: make PYTHON=python3.11"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -c '$(VERSION_CHECK)' .venv "remove .venv, then: make PYTHON=python3.11"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP) ## run the whole pipeline on the fictional demo; prints where database and report are
	$(BIN)/imaginaries demo

test: check ## everything CI runs: check, then the tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(STAMP) ## ruff, mypy --strict, the import contracts, and the audit of the lock where it can be asked for
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m flows.audit

serve: $(STAMP) ## run the rounds of prefect.yaml by themselves, with IMAGINARIES_HOME as home
	$(BIN)/imaginaries serve

soak: $(STAMP) ## kill runs, fill disks (as root), publish under readers; an hour; writes its table into the README
	$(BIN)/python -m tests.soak --readme
	$(BIN)/python -m tests.soak.lake
	IMAGINARIES_SOAK=1 $(BIN)/python -m pytest -q tests/extractors/test_fuzz.py tests/extractors/registers/test_fuzz_registers.py tests/extractors/discover/test_fuzz_doors.py tests/data/test_yaml_file.py

bench: $(STAMP) ## the long measurements, printed as tables
	$(BIN)/python -m tests.benchmarks

parsing: $(STAMP) ## measure parsing beside its peers and write the tables into the README
	$(BIN)/python -m tests.benchmarks parse reading --readme

model: $(STAMP) ## train the coder on ../shared/gold and write its weights and card
	$(BIN)/imaginaries model --gold ../shared/gold/dev.jsonl --corpus ../shared/corpus

dictionary: $(STAMP) ## write the data dictionary, build/DICTIONARY.md and build/dictionary.html
	$(BIN)/python -m reports.dictionary_page build

licences: $(STAMP) ## write the licences of the locked packages, docs/LICENSES-of-dependencies.md
	$(BIN)/python -m flows.licences docs/LICENSES-of-dependencies.md

sample: $(STAMP) ## record what a source's door answers today: make sample SOURCE=ID
	@test -n "$(SOURCE)" || { echo "which one? make sample SOURCE=ID, an id of data/sources/"; exit 2; }
	$(BIN)/imaginaries sample $(SOURCE)

lock: ## resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

.PHONY: help install demo test check soak serve licences bench parsing model dictionary sample lock
