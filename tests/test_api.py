"""The library: any source of documents in, tables and rows out; two texts in, a verdict with its evidence out."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

import dedup
from dedup import encoder
from dedup.confirm import rescore

REPORTS = Path(__file__).parent.parent / "samples" / "reports"
CALL = {f"call-{kind}.txt" for kind in ("chinese", "copy", "edited", "excerpt", "official", "russian", "translated")}
NEWS = {
    "id": ["a", "b", "c"],
    "text": ["The ferry stops at noon.", "The ferry  stops at noon.", "Rain is expected."],
    "page": [3, 1, 2],
}
ROWS = [dict(zip(NEWS, values, strict=True)) for values in zip(*NEWS.values(), strict=True)]


@pytest.fixture(scope="module")
def result() -> dedup.Result:
    """The sample reports, searched for variants."""
    return dedup.find_duplicates(str(REPORTS))


def group_of(result: dedup.Result, id: str) -> set[str]:
    rows = result.clusters.to_pylist()
    cluster = next(row["cluster"] for row in rows if row["id"] == id)
    return {row["id"] for row in rows if row["cluster"] == cluster}


# -- find_duplicates


def test_variants_in_other_words_and_languages_are_one_group(result):
    assert group_of(result, "call-official.txt") == CALL
    assert group_of(result, "harvest.txt") == {"harvest.txt", "harvest-retold.txt"}


def test_the_same_phrases_about_something_else_are_not(result):
    for apart in ("meeting-customs.txt", "meeting-aviation.txt", "meeting-fisheries.txt", "meeting-railway.txt", "museum.txt"):
        assert group_of(result, apart) == {apart}


def test_a_result_holds_tables_and_rows(result):
    assert result.clusters.schema == pa.schema([
        ("id", pa.string()), ("cluster", pa.string()), ("canonical", pa.bool_()), ("duplicate_of", pa.string()),
        ("label", pa.string()), ("probability", pa.float64()),
    ])  # fmt: skip
    assert all(isinstance(pair, dedup.JudgedPair) and isinstance(pair.evidence, dedup.PairEvidence) for pair in result.pairs)
    assert all(isinstance(name, dedup.NameEntry) for name in result.names)
    assert any({"Liang Wenzhao", "梁文昭"} <= {alias.text for alias in name.aliases} for name in result.names)


def test_what_is_not_merged_is_reported(result):
    labels = {frozenset((pair.left, pair.right)): pair.label for pair in result.pairs}
    assert labels[frozenset({"call-official.txt", "meeting-customs.txt"})] == "related"
    merged = {"exact", "near-duplicate", "translation-variant", "excerpt", "reworded"}
    assert all((pair.label in merged) == (pair.probability >= 0.5) for pair in result.pairs)


@pytest.mark.parametrize(
    "source",
    [ROWS, iter(ROWS), pa.table(NEWS), pd.DataFrame(NEWS), pl.DataFrame(NEWS), pa.table(NEWS).to_reader()],
    ids=["dicts", "iterator", "pyarrow", "pandas", "polars", "stream"],
)
def test_any_source_gives_its_own_columns_back(source):
    result = dedup.find_duplicates(source, find="exact")
    assert pa.table(result.kept).to_pylist() == [ROWS[1], ROWS[2]]  # the longest stays
    assert pa.table(result.removed).to_pylist() == [ROWS[0] | dict(duplicate_of="b")]
    assert result.clusters.column("duplicate_of").to_pylist() == ["b", None, None]


def test_texts_alone_are_numbered():
    result = dedup.find_duplicates(NEWS["text"], find="near", keep="first")
    assert result.clusters.column("id").to_pylist() == [0, 1, 2]
    assert result.removed.to_pylist() == [{"text": NEWS["text"][1], "duplicate_of": 0}]


def test_paths_are_paths_and_other_strings_are_texts(tmp_path):
    (tmp_path / "a.txt").write_text("The ferry stops at noon.")
    assert dedup.find_duplicates(tmp_path, find="exact").kept.column("id").to_pylist() == ["a.txt"]
    assert dedup.find_duplicates(["The ferry stops at noon."], find="exact").kept.num_rows == 1
    with pytest.raises(dedup.DataError, match="no such file or folder"):
        dedup.find_duplicates("The ferry stops at noon.")


def test_columns_can_be_named():
    renamed = pa.table(NEWS).rename_columns(["page", "notes", "id"])
    result = dedup.find_duplicates(renamed, text="notes", id="page", find="exact")
    assert result.clusters.column("id").to_pylist() == ["a", "b", "c"]


def for_c_alone(row):
    return row["page"] if row["id"] == "c" else None


@pytest.mark.parametrize(
    ("keep", "stays"), [("longest", "b"), ("first", "a"), ("field:page", "a"), (lambda row: -row["page"], "b"), (for_c_alone, "a")]
)
def test_keep_chooses_who_stays(keep, stays):
    assert dedup.find_duplicates(ROWS, find="exact", keep=keep).kept.column("id").to_pylist() == [stays, "c"]


def test_find_exact_and_near_do_without_models(samples, monkeypatch):
    def no_model(*_):
        raise AssertionError("a model was loaded")

    monkeypatch.setattr("dedup.encoder.load", no_model)
    monkeypatch.setattr("dedup.confirm.calibration.calibrated.load", no_model)
    documents = [{"id": name, "text": text} for name, text in samples.items()]
    assert dedup.find_duplicates(documents, find="exact").removed.num_rows == 1
    result = dedup.find_duplicates(documents, find="near")
    assert result.removed.num_rows == 2 and result.names == []


def test_progress_sees_every_stage():
    seen, done = [], []

    class Bar:
        def update(self, n):
            done.append(n)

        def close(self):
            done.append("closed")

    def progress(*, total, desc, unit):
        seen.append(desc)
        return Bar()

    dedup.find_duplicates(ROWS, progress=progress)
    assert [desc for desc in seen if ":" not in desc] == ["read", "normalise", "exact", "candidates", "confirm", "cluster"]
    assert {desc.split(":")[0] for desc in seen if ":" in desc} == {"candidates", "confirm"} and done.count("closed") == len(seen)


def test_nothing_touches_the_disk_or_the_terminal(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    dedup.find_duplicates(ROWS)
    dedup.compare("One text.", "Another text.")
    assert os.listdir(tmp_path) == [] and capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [dict(find="all"), dict(threshold=2), dict(keep="best"), dict(keep="field:x"), dict(keep="newest"), dict(workers=-1), dict(text="body"),
     dict(id="key")],
)  # fmt: skip
def test_wrong_calls_are_refused_with_a_remedy(wrong):
    with pytest.raises(dedup.DedupError) as error:
        dedup.find_duplicates(ROWS, **wrong)
    assert error.value.remedy and str(error.value).endswith(f"({error.value.remedy})")


def test_skip_bad_leaves_out_what_cannot_be_used():
    repeated = [*ROWS, {"id": "a", "text": "An id that repeats."}]
    with pytest.raises(dedup.DataError, match="record 4: id 'a' repeats"):
        dedup.find_duplicates(repeated, find="exact")
    result = dedup.find_duplicates(repeated, find="exact", skip_bad=True)
    assert result.clusters.num_rows == 3 and len(result.skipped) == 1


WORDS = st.lists(st.sampled_from("the ferry stops at noon and rain falls on the river".split()), max_size=12).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["exact", "near", "variants"]))
@hypothesis(max_examples=40)
def test_kept_and_removed_are_a_partition_and_more_is_found_the_wider_the_search(texts, find):
    result = dedup.find_duplicates(texts, find=find, workers=1)
    ids = result.clusters.column("id").to_pylist()
    assert ids == list(range(len(texts)))
    assert result.kept.num_rows + result.removed.num_rows == len(texts)
    assert result.kept.num_rows == len(set(result.clusters.column("cluster").to_pylist()))
    copies = len(texts) - (len(set(texts) - {""}) + texts.count(""))
    assert result.removed.num_rows == copies if find == "exact" else result.removed.num_rows >= copies


# -- compare


def test_two_reports_of_one_call(samples):
    pair = dedup.compare(samples["call-official"], samples["call-translated"])
    assert pair.label == "translation-variant" and pair.probability >= 0.9
    evidence = pair.evidence
    assert len(evidence.links) >= 8 and len(evidence.left_sentences) > 8
    assert any("Liang Wenzhao" in name.left and "Liang Wen-chao" in name.right for name in evidence.names)
    for link in evidence.links:
        assert 0 <= link.score <= 1 and link.left[-1] < len(evidence.left_sentences) and link.right[-1] < len(evidence.right_sentences)


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("call-official", "call-copy", "exact"),
        ("call-official", "call-edited", "near-duplicate"),
        ("call-official", "call-excerpt", "excerpt"),
        ("call-official", "call-russian", "translation-variant"),
        ("call-official", "call-chinese", "translation-variant"),
        ("call-official", "meeting-customs", "related"),
        ("call-official", "museum", "distinct"),
        ("market-monday", "market-tuesday", "related"),
    ],
)
def test_the_labels_of_pairs(samples, one, other, label):
    pair = dedup.compare(samples[one], samples[other])
    assert pair.label == label
    assert pair.probability >= 0.5 if label not in ("related", "distinct") else pair.probability <= 0.2


@pytest.mark.parametrize("other", ["call-translated", "call-russian", "meeting-customs", "museum", "call-excerpt"])
def test_a_pair_is_the_same_from_either_side(samples, other):
    one, two = dedup.compare(samples["call-official"], samples[other]), dedup.compare(samples[other], samples["call-official"])
    assert one.label == two.label and one.probability == pytest.approx(two.probability, abs=0.02)
    assert [(link.right, link.left) for link in two.evidence.links] == [(link.left, link.right) for link in one.evidence.links]


def test_markup_and_white_space_are_no_difference():
    pair = dedup.compare("<p>The museum&nbsp;opens\non Monday.</p>", "The museum opens on Monday.")
    assert (pair.label, pair.probability) == ("exact", 1.0)


def test_empty_texts_are_no_duplicates():
    for one, other in (("", ""), ("", " \n"), ("", "The museum opens on Monday."), ("?", "!")):
        pair = dedup.compare(one, other)
        assert pair.label not in ("exact", "near-duplicate", "translation-variant", "excerpt", "reworded") and pair.probability < 0.5


# -- name_similarity


def test_names_of_one_person_and_of_two():
    assert dedup.name_similarity("Bounnhang", "Bunyang") >= 0.5 > dedup.name_similarity("Bounnhang", "Xi Jinping")
    assert dedup.name_similarities(["Bounnhang", "Li"], ["Bounnhang", "Müller"]).tolist()[0] == 1.0


def test_compare_asks_a_transformer_only_what_the_shipped_encoder_leaves_undecided(samples, monkeypatch):
    asked = []

    class Transformer:
        name, digest = "transformer", ""

        def encode(self, sentences):
            asked.extend(sentences)
            return encoder.shipped().encode(sentences)

    load = encoder.load
    monkeypatch.setattr(encoder, "load", lambda name=None, device=None: Transformer() if name else load())
    official, edited = samples["call-official"], samples["call-edited"]
    sure = dedup.compare(official, edited, encoder="a-transformer")
    assert sure.label == "near-duplicate" and not asked
    monkeypatch.setattr(rescore, "OPEN", 0.0)
    assert dedup.compare(official, edited, encoder="a-transformer").label == "near-duplicate" and asked


def test_how_much_wording_near_duplicates_share_is_asked_for(samples):
    texts = [samples["call-official"], samples["call-edited"]]  # they share three quarters of their word 3-grams
    removed = [dedup.find_duplicates(texts, find="near", jaccard=share).removed.num_rows for share in (0.3, 0.5, 0.95)]
    assert removed == [1, 1, 0]
