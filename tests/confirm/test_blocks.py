"""Documents prepared a block at a time, in memory or in files, are the documents prepared at once."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import measurements, pipeline
from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.confirm import blocks, documents, judge
from dedup.normalise import clean
from dedup.run import Run


def texts_of(samples: dict[str, str]) -> list[str]:
    return [clean(text) for text in samples.values()] + ["", "One.", "!!!"]


def prepared(texts: list[str], folder=None) -> judge.Prepared:
    contents, rows = pack(texts), np.arange(len(texts))
    return judge.prepare(contents, rows[:-1], rows[1:], language=languages.detect(contents), run=Run(folder=folder))


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_blocks_and_files_change_nothing(samples, tmp_path, monkeypatch, size):
    whole = prepared(texts_of(samples))
    monkeypatch.setattr(blocks, "SIZE", size)
    for folder in (None, tmp_path):
        found = prepared(texts_of(samples), folder)
        inside = [name for name in documents.Documents._fields if name != "next_dot"]  # between documents it means nothing
        for name in inside:
            np.testing.assert_array_equal(getattr(found.documents, name), getattr(whole.documents, name), err_msg=name)
        last = whole.documents.sentence_at[1:] - 1
        np.testing.assert_array_equal(np.delete(found.documents.next_dot, last), np.delete(whole.documents.next_dot, last))
        assert list(found.sentences) == list(whole.sentences)


def test_the_arrays_of_a_folder_are_mapped_from_it(samples, tmp_path):
    vectors = prepared(texts_of(samples), tmp_path).documents.vectors
    assert isinstance(vectors.base.base, np.memmap) or isinstance(vectors.base, np.memmap)
    assert (tmp_path / "documents-vectors").stat().st_size == vectors.nbytes


def test_a_search_in_small_blocks_finds_the_same(samples, tmp_path, monkeypatch):
    texts = texts_of(samples)

    def found(folder=None):
        judged = pipeline.find(pack(texts), [str(k) for k in range(len(texts))], Run(folder=folder)).judged
        measured = [judged.measured(k) for k in range(len(judged.label))]
        return judged.left.tolist(), judged.right.tolist(), judged.probability.tolist(), judged.label, measured

    expected = found()
    assert len(expected[0]) > 5
    monkeypatch.setattr(blocks, "SIZE", 3)
    monkeypatch.setattr(measurements, "BLOCK", 3)
    monkeypatch.setattr(measurements, "IN_MEMORY", 0)
    assert found() == expected == found(tmp_path)
    assert any(path.name.startswith("measurements-") for path in tmp_path.iterdir())
    large = {"band-keys", "low-bits", "shingles", "meetings-0", "vectors", "documents-vectors", "documents-words"}
    assert large <= {path.name for path in tmp_path.iterdir()}


def test_sentences_are_split_again_once_too_many_were_asked_for(monkeypatch):
    monkeypatch.setattr(blocks, "REMEMBERED", 2)
    made = blocks.Sentences(pack(["A one. A two.", "B one.", "", "D one."]), np.array([3, 0, 2]))
    assert [made[k] for k in (0, 1, 2, 0, 1)] == [["D one."], ["A one.", "A two."], [""], ["D one."], ["A one.", "A two."]]
    assert len(made) == 3 and made.of(np.array([1])) == [["B one."]]
