# Everything runs in .venv, which the first target makes with Python's own venv and pip; nothing else is needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test test-llm prove bench quality lint clean

demo: $(READY)  ## build the reference vault and say where the decks are
	$(BIN)/studykit build --yes
	@echo
	@echo "Deck files to read and edit: decks/*/*.md"
	@echo "In Anki: File -> Import, then choose the .apkg named above. Again after every build: reviews are kept."

test: $(READY) lint  ## ruff, mypy, import-linter, pytest: reduced and seeded, under 5 minutes, no network
	$(BIN)/python -m pytest -n 3

test-llm: $(READY)  ## opt-in: drafts through a real llama.cpp server, which it builds first (half an hour, a compiler)
	$(PYTHON) -m venv .venv-llm
	.venv-llm/bin/python -m pip install --quiet 'llama-cpp-python[server]>=0.3.36' 'gguf>=0.19'
	STUDYKIT_LLAMACPP=.venv-llm/bin/python $(BIN)/python -m pytest tests/llm/test_llamacpp.py

prove: $(READY) lint  ## the full counts
	STUDYKIT_ROUNDS=full $(BIN)/python -m pytest -n 2

bench: $(READY)  ## tables: speed and memory, against baselines measured in the same run
	$(BIN)/python -m tests.bench.bench_vault
	$(BIN)/python -m tests.bench.bench_drafting
	$(BIN)/python -m tests.bench.bench_package
	$(BIN)/python -m tests.bench.bench_scheduling
	$(BIN)/python -m tests.bench.bench_store
	$(BIN)/python -m tests.bench.bench_math
	$(BIN)/python -m tests.bench.bench_llm
	$(BIN)/python -m tests.bench.bench_tui
	$(BIN)/python -m tests.bench.bench_browse
	$(BIN)/python -m tests.bench.bench_quiz
	$(BIN)/python -m tests.bench.bench_drafts
	$(BIN)/python -m tests.bench.bench_import
	$(BIN)/python -m tests.bench.bench_inline
	$(BIN)/python -m tests.bench.bench_regenerate

quality: $(READY)  ## of the marked drafts, how many a person would keep: by rule and by lint
	$(BIN)/python -m tests.quality.measure

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

clean:
	rm -rf $(VENV) .venv-llm .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
