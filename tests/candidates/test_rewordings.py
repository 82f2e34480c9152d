"""Nearest passages by vector in any language: short texts in other words, short translations."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.candidates import cells, languages, rewordings, vectors
from dedup.candidates.minhash import pack

SENTENCES = [
    "The ferry to the island does not run in winter.",
    "There is no boat to the island in the winter months.",
    "Die Fähre zur Insel fährt im Winter nicht.",
    "Our school choir is looking for new singers.",
    "The recipe needs two eggs and a little flour.",
    "Stocks closed lower after the bank raised its rates.",
    "겨울에는 섬으로 가는 배가 없습니다.",
    "He repaired the old clock in a single afternoon.",
]


def find(texts: list[str], encoder, *, count: int = 1, passages: int = 0):
    packed = pack(texts)
    shown = vectors.of(packed, languages.detect(packed), encoder=lambda: encoder)
    found = rewordings.find(shown, packed, neighbours=count, passage_neighbours=passages)
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_a_sentence_in_other_words_and_its_translations_are_pairs(static_encoder):
    found = find(SENTENCES, static_encoder, count=2)
    assert {(0, 1), (0, 2)} <= set(found)
    assert any((row, 6) in found for row in (0, 1, 2))


def test_each_text_has_as_many_neighbours_as_asked_for_and_none_is_its_own(static_encoder):
    for count in (1, 3):
        found = find(SENTENCES, static_encoder, count=count)
        degree = np.bincount(np.array(found).ravel(), minlength=len(SENTENCES))
        assert degree.min() >= count and len(found) <= count * len(SENTENCES)
        assert all(a < b for a, b in found) and found == sorted(set(found))
    assert find(SENTENCES, static_encoder, count=0) == []


def test_a_longer_passage_looks_for_fewer_and_a_long_text_for_none(static_encoder):
    passage, longer = " ".join(SENTENCES[:5] * 4), " ".join(SENTENCES * 9)
    texts = [passage, passage + " Then the rain came.", longer, longer + " The end."]
    assert rewordings.SHORT < len(passage) < vectors.PASSAGE < len(longer)
    assert find(texts, static_encoder, count=8, passages=1) == [(0, 1)]
    assert find(texts, static_encoder, count=8) == []


def test_texts_of_a_script_that_the_encoder_does_not_read_have_no_neighbours(static_encoder):
    assert find(["აქ ვართ", "აქ არის", "Here we are"], static_encoder, count=5) == []


def around(middles: int, each: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    middle = rng.normal(size=(middles, 16))
    made = np.repeat(middle, each, axis=0) + 0.3 * rng.normal(size=(middles * each, 16))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def small_cells(monkeypatch):
    monkeypatch.setattr(cells, "CELL", 20)
    monkeypatch.setattr(cells, "NEAR", 3)
    monkeypatch.setattr(rewordings, "EXACT", 0)


def test_every_vector_asks_once_and_is_not_shown_all(small_cells):
    made = around(40, 20)
    rows = np.flatnonzero(np.arange(len(made)) % 5 > 0)
    searches = list(cells.searches(made, rows))
    assert sorted(np.concatenate([asking for asking, _ in searches]).tolist()) == rows.tolist()
    assert all(np.isin(asking, among).all() and (np.diff(among) > 0).all() for asking, among in searches)
    assert sum(len(asking) * len(among) for asking, among in searches) < len(rows) ** 2 / 4


def test_cells_hold_most_of_the_nearest(small_cells, monkeypatch):
    made, packed = around(40, 20), pack([f"text {k}" for k in range(800)])
    by_cells = rewordings.find(made, packed, neighbours=1, passage_neighbours=0)
    monkeypatch.setattr(rewordings, "EXACT", 10_000)
    exactly = rewordings.find(made, packed, neighbours=1, passage_neighbours=0)
    same = np.isin(exactly.left * 800 + exactly.right, by_cells.left * 800 + by_cells.right)
    assert same.mean() > 0.9


def test_a_cell_of_a_whole_template_is_looked_through_in_parts(small_cells, monkeypatch):
    monkeypatch.setattr(cells, "LARGEST", 50)
    made = np.tile(np.eye(1, 16, dtype=np.float32), (400, 1))
    searches = list(cells.searches(made, np.arange(400)))
    assert max(len(among) for _, among in searches) <= 50
    assert sorted(np.concatenate([asking for asking, _ in searches]).tolist()) == list(range(400))
