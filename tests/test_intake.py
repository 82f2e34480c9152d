"""Documents mapped from a file are the same documents as in memory, with the same texts to compare."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup import intake, normalise, read
from dedup.errors import DataError

TEXTS = st.lists(st.none() | st.text("ab <>&é\u0301 \n\u200b老\ue000", max_size=8) | st.just("<p>a</p>"), min_size=1, max_size=12)
FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def texts_of(packed) -> list[str]:
    return packed.texts(np.arange(packed.count))


def put(folder: Path, records: list[dict]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf8")
    return path


@FOLDER
@given(TEXTS)
def test_mapped_and_in_memory_are_the_same(tmp_path, texts):
    path = put(tmp_path, [{"id": f"d{k}", "text": text, "n": k} for k, text in enumerate(texts)])
    corpus, packed = intake.mapped([path], tmp_path)
    held = read.read(path)
    assert corpus.ids == held.ids and corpus.table.equals(held.table) and corpus.digests == held.digests
    assert corpus.texts.to_pylist() == texts  # as they came
    assert texts_of(packed) == [normalise.clean(text or "") for text in texts]
    assert texts_of(packed) == texts_of(normalise.packed(normalise.normalise(held.texts)))


def test_a_text_that_needs_no_cleaning_is_stored_once(tmp_path):
    words = "a plain text of some length " * 1000
    intake.mapped([put(tmp_path, [{"text": words.strip()}] * 40)], tmp_path)
    assert 1.0 < (tmp_path / "documents.arrow").stat().st_size / (40 * len(words)) < 1.1


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_texts_of_every_type_of_string(tmp_path, type_):
    texts = ["one", None, "<b>two</b>", ""]
    pa.parquet.write_table(pa.table({"text": pa.array(texts).cast(type_)}), tmp_path / "in.parquet")
    corpus, packed = intake.mapped([tmp_path / "in.parquet"], tmp_path)
    assert texts_of(packed) == ["one", "", "two", ""] and corpus.texts.to_pylist() == texts


def test_texts_that_are_all_missing_and_come_later(tmp_path, monkeypatch):
    monkeypatch.setattr("dedup.read.raw.BLOCK", 200)
    records = [{"id": k, "text": None} for k in range(30)] + [{"id": 30, "text": "at last"}]
    _, packed = intake.mapped([put(tmp_path, records)], tmp_path)
    assert texts_of(packed) == [""] * 30 + ["at last"]


def test_a_bad_record_raises_and_leaves_no_file(tmp_path):
    path = put(tmp_path, [{"text": "a"}])
    path.write_text(path.read_text() + "broken\n")
    with pytest.raises(DataError, match="2"):
        intake.mapped([path], tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["in.jsonl"]
    corpus, _ = intake.mapped([path], tmp_path, wanted=read.Wanted(skip_bad=True))
    assert len(corpus) == 1 and len(corpus.skipped) == 1
