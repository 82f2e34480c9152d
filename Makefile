# `make demo` and `make test` do all they need on a fresh clone; a second call installs nothing again.
PYTHON ?= python3
BIN := .venv/bin
# Without compiling all modules beforehand, of which most are never loaded: a third of the time and 90 MB. Those that are loaded are kept compiled.
unexport PYTHONDONTWRITEBYTECODE
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-compile

.PHONY: demo test check clean

demo: .venv/installed
	@echo "comparing the reports in samples/reports; the first run compiles its kernels, most of a minute"
	$(BIN)/dedup run samples/reports -o out/demo

test: .venv/tests-installed
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: .venv/tests-installed
	$(BIN)/ruff check dedup tests samples benchmarks
	$(BIN)/mypy

.venv/installed: setup.cfg constraints.txt
	@echo "installing what a run needs into .venv (no torch): half a minute, longer where packages have to be downloaded"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) -e .
	@touch $@

.venv/tests-installed: .venv/installed
	@echo "installing what the tests need as well: torch and sentence-transformers, pandas, polars, scikit-learn, ruff, mypy"
	@$(PIP) torch==2.13.0
	@$(PIP) -e '.[test]'
	@touch $@

clean:
	rm -rf .venv out
