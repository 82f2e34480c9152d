# `make demo` and `make test` do all they need on a fresh clone; a second call installs nothing again.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check clean

demo: .venv/installed
	$(BIN)/dedup run samples/reports -o out/demo

test: .venv/tests-installed
	$(BIN)/python -m pytest

check: .venv/tests-installed
	$(BIN)/ruff check dedup tests samples benchmarks
	$(BIN)/mypy

.venv/installed: setup.cfg constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/tests-installed: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

clean:
	rm -rf .venv out
