"""Runs of capitalised words are found where they begin, not inside of other words."""

from __future__ import annotations

import pytest

from dedup.names.runs import _RUN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Ana de la Cruz met J. R. Holt.", ["Then Ana de la Cruz", "J. R. Holt"]),
        ("O'Neill-Ward and iPhone, x_Ray, 3D, l'Été", ["O'Neill-Ward"]),
        ("A.B. Cole's boat", ["A.B. Cole"]),
        ("Ана Петрова с Ivo", ["Ана Петрова", "Ivo"]),
        ("no capital here", []),
    ],
)
def test_runs_begin_at_words(text, found):
    assert [run.group() for run in _RUN.finditer(text)] == found
