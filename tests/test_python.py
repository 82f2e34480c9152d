"""What a program can rely on: frames of its own kind, ids of their type, a short repr, errors in its own words, checked types."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dedup

NEWS = {
    "id": [30, 10, 20],
    "text": ["The ferry stops at noon.", "The ferry  stops at noon.", "Rain is expected."],
    "page": [3, 1, 2],
}
ROWS = [dict(zip(NEWS, values, strict=True)) for values in zip(*NEWS.values(), strict=True)]


def exact(source, **how):
    return dedup.find_duplicates(source, find="exact", **how)


# -- what comes back is of the kind that went in


def test_pandas_gets_its_own_rows_with_index_and_types():
    frame = pd.DataFrame(NEWS, index=["x", "y", "z"]).astype({"page": "int16"})
    result = exact(frame)
    pd.testing.assert_frame_equal(result.kept, frame.loc[["y", "z"]])
    pd.testing.assert_frame_equal(result.removed, frame.loc[["x"]].assign(duplicate_of=10))


def test_polars_gets_its_own_rows():
    frame = pl.DataFrame(NEWS, schema_overrides={"page": pl.UInt8})
    result = exact(frame)
    assert result.kept.equals(frame[1:]) and result.removed.equals(frame[:1].with_columns(duplicate_of=pl.lit(10, pl.Int64)))
    assert exact(frame["text"]).kept.equals(frame["text"][1:])  # a column alone


@pytest.mark.parametrize("source", [pa.table(NEWS), pa.table(NEWS).to_reader(), ROWS, iter(ROWS)], ids=["table", "reader", "dicts", "rows"])
def test_all_else_gets_arrow_tables(source):
    assert isinstance(exact(source).kept, pa.Table)


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table, lambda table: pa.table(table).to_pylist()])
@pytest.mark.parametrize("ids", [[30, 10, 20], ["c", "a", "b"], [2.5, 0.5, 1.5]], ids=str)
def test_what_is_removed_says_whose_duplicate_it_is(kind, ids):
    removed = pa.table(exact(kind(NEWS | dict(id=ids))).removed)
    assert removed.column("duplicate_of").to_pylist() == [ids[1]] and removed.column("id").to_pylist() == [ids[0]]
    again = exact(kind(NEWS | dict(duplicate_of=[7, 8, 9]))).removed
    assert pa.table(again).select(["duplicate_of", "dedup_duplicate_of"]).to_pylist() == [dict(duplicate_of=7, dedup_duplicate_of=10)]


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table])
def test_where_nothing_is_removed_the_column_is_there_too(kind):
    removed = pa.table(exact(kind(dict(text=["a", "b"]))).removed)
    assert removed.num_rows == 0 and removed.column_names[:2] == ["text", "duplicate_of"]  # pandas may add its index


def test_where_records_were_left_out_the_frame_is_still_of_its_kind():
    repeated = pd.DataFrame(NEWS, index=["x", "y", "z"])
    repeated = pd.concat([repeated[:1], repeated])  # the second row repeats an id
    result = exact(repeated, skip_bad=True)
    assert len(result.skipped) == 1 and result.kept.index.tolist() == ["y", "z"] and result.removed["page"].tolist() == [3]
    assert exact(pl.DataFrame(repeated), skip_bad=True).kept.columns == list(NEWS)


def test_frames_of_pandas_and_polars_are_not_loaded_for_other_sources():
    code = "import dedup, sys; dedup.find_duplicates(['a', 'b'], find='exact'); print({'narwhals', 'polars'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


# -- ids keep their type


@pytest.mark.parametrize(
    ("type_", "ids"),
    [(pa.int64(), [30, 10, 20]), (pa.uint8(), [3, 1, 2]), (pa.string(), ["c", "a", "b"]), (pa.binary(), [b"\xff", b"a", b"b"]),
     (pa.float64(), [0.5, 1.0, 2.0])],
    ids=str,
)  # fmt: skip
def test_ids_keep_their_type(type_, ids):
    result = exact(pa.table(NEWS | {"id": pa.array(ids, type_)}))
    assert result.clusters.schema.field("id").type == result.clusters.schema.field("duplicate_of").type == type_
    assert result.clusters.column("id").to_pylist() == ids and result.clusters.column("duplicate_of").to_pylist() == [ids[1], None, None]
    assert [(pair.left, pair.right) for pair in result.pairs] == [(ids[1], ids[0])]


def test_what_comes_out_can_be_merged_with_what_went_in():
    frame = pd.DataFrame(NEWS)
    merged = frame.merge(exact(frame).clusters.to_pandas(), on="id")
    assert merged["canonical"].tolist() == [False, True, True]
    numbered = exact(frame.drop(columns="id")).clusters.to_pandas().set_index("id")
    assert frame.join(numbered)["canonical"].tolist() == [False, True, True]


def test_ids_of_times_that_python_cannot_hold_are_text():
    times = pa.array([1, 2, 3], pa.timestamp("ns"))
    assert exact(pa.table(NEWS | {"id": times})).clusters.schema.field("id").type == pa.string()


def test_people_have_the_ids_of_their_documents(samples):
    texts = [samples["call-official"], samples["call-translated"], samples["museum"]]
    (person,) = (name for name in dedup.find_duplicates(pl.DataFrame({"id": [7, 8, 9], "text": texts})).names if "Liang" in name.name)
    assert {id for alias in person.aliases for id in alias.documents} == {7, 8}


# -- a prompt and a notebook


def test_the_repr_is_one_short_line():
    texts = [f"Notice {k // 2} of the harbour office about the {k // 2}th ferry." for k in range(400)]
    result = exact(texts)
    assert repr(result) == str(result) == "Result: 400 documents, 200 groups, 200 kept, 200 removed (200 exact)"
    assert exact(["one"]).__repr__() == "Result: 1 document, 0 groups, 1 kept, 0 removed"
    assert len(result._repr_html_()) < 3000 and result._repr_html_().count("<tr>") == 11 and "190 more" in result._repr_html_()


def test_what_a_notebook_shows_is_escaped_and_cut():
    ids = ["<script>alert(1)</script>", "b" * 500, "c"]
    html = exact(pa.table(NEWS | {"id": ids}))._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html and "b" * 81 not in html


def test_a_result_of_the_reports_names_what_else_was_found(samples):
    shown = repr(dedup.find_duplicates(list(samples.values())))
    assert shown.startswith("Result: 16 documents, 2 groups, 9 kept, 7 removed (1 exact, ") and "related pairs, 3 names" in shown


# -- arguments


def test_settings_are_taken_and_arguments_stand_above_them():
    result = exact(ROWS, settings=dedup.Settings(find="near", keep="first"))
    assert result.kept.column("id").to_pylist() == [30, 20] and result.pairs[0].label == "exact"
    assert exact(ROWS, settings=dedup.Settings(keep="first"), keep="field:page").kept.column("page").to_pylist() == [3, 2]
    short = dedup.Settings(find="near", shingle_size=1, jaccard=0.3)
    texts = ["one two three four", "four three two one"]
    assert [len(dedup.find_duplicates(texts, settings=how).pairs) for how in (short, dedup.Settings(find="near"))] == [1, 0]


def test_what_is_known_of_names_parts_people(samples, tmp_path):
    texts = [samples["call-official"], samples["call-translated"]]
    known = [("Liang Wenzhao", "Liang Wen-chao", "different")]
    (tmp_path / "known.csv").write_text("Liang Wenzhao,Liang Wen-chao,different\n")

    def together(**how):
        found = dedup.find_duplicates(texts, **how).names
        return any({"Liang Wenzhao", "Liang Wen-chao"} <= {alias.text for alias in name.aliases} for name in found)

    assert together() and not together(known=known) and not together(known=tmp_path / "known.csv")


def test_a_recogniser_of_names_is_asked_for_by_name():
    with pytest.raises(dedup.UsageError, match="flair:ner.*use spacy:MODEL or gliner:MODEL"):
        dedup.find_duplicates(ROWS, names_model="flair:ner")


def test_a_seed_gives_other_permutations_and_the_same_seed_the_same_result(monkeypatch):
    from dedup.candidates import sketch

    seen, permutations = [], sketch.permutations
    monkeypatch.setattr(sketch, "permutations", lambda minima, seed: seen.append(seed) or permutations(minima, seed))
    texts = [" ".join([*(f"common{j}" for j in range(40)), *(f"own{k}-{j}" for j in range(10))]) for k in range(10)]
    one, two, other = (dedup.find_duplicates(texts, find="near", seed=seed, jaccard=0.3) for seed in (5, 5, 6))
    assert seen == [5, 5, 6] and one.pairs == two.pairs and one.pairs
    estimated = [[pair.evidence.features for pair in result.pairs] + [pair.probability for pair in result.pairs] for result in (one, other)]
    assert estimated[0] != estimated[1]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (dict(keep="field:grade"), "keep: no column 'grade' (the columns are id, text, page)"),
        (dict(keep="newest"), "keep='newest': no column with a date (name it: keep='field:NAME'; known names are"),
        (dict(text="body"), "no column 'body'; the columns are: id, text, page (name the column with text=COL)"),
        (dict(threshold=2), "threshold=2 is out of range ("),
        (dict(keep=lambda row: None), "the function keep returned None for every document (it is given the columns of one document,"),
        (dict(known=[]), "known does nothing with find='exact' (leave it out, or search otherwise)"),
        (dict(known=[("Li", "Lee", "perhaps")], find="variants"), "known:1: 'perhaps' is neither same nor different ("),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, dict) else one[:30],
)
def test_errors_speak_of_arguments(wrong, line):
    with pytest.raises(dedup.DedupError) as error:
        dedup.find_duplicates(ROWS, **dict(find="exact") | wrong)
    assert str(error.value).startswith(line) and "--" not in str(error.value)


def test_errors_speak_of_arguments_in_remedies_and_in_what_was_skipped():
    with pytest.raises(dedup.DataError, match=r"number the records with id='row', or leave such out with skip_bad=True\)$"):
        exact([ROWS[0], ROWS[0]])
    (line,) = exact([ROWS[0], ROWS[0]], skip_bad=True).skipped
    assert line.startswith("record 2: ") and "--" not in line
    (warning,) = dedup.find_duplicates([" ".join(NEWS["text"]) + f" {k}" for k in range(20)], find="near").warnings
    assert "a higher jaccard asks" in warning and "--" not in warning


def test_a_text_taken_for_a_path_has_a_hint_for_programs():
    with pytest.raises(dedup.DataError, match=r"^It rained.: no such file or folder \(check the path; texts are given as a list\)$"):
        exact("It rained.")
    (warning,) = dedup.find_duplicates([" ".join(NEWS["text"]) + f" {k}" for k in range(20)], find="near").warnings
    assert "look at the pairs of the result" in warning and "report" not in warning


@pytest.mark.parametrize("source", [5, None, b"text", {"text": "a"}], ids=repr)
def test_a_source_of_a_wrong_type_is_a_type_error(source):
    with pytest.raises(TypeError, match="^source is expected to be paths, a data frame or Arrow stream, or an iterable of str or of dict"):
        exact(source)


def test_help_of_the_library_names_no_options_of_the_command():
    for public in (dedup.find_duplicates, dedup.compare, dedup.Settings, dedup.name_similarity):
        assert not re.search(r"--[a-z]|dedup run", public.__doc__)


def test_the_command_speaks_of_options(tmp_path):
    for option, value in (("--threshold", "2"), ("--keep", "best"), ("--workers", "-1"), ("--delimiter", "ab")):
        (tmp_path / "a.csv").write_text("id,text\n1,Rain is expected.\n")
        command = [sys.executable, "-m", "dedup", "run", str(tmp_path / "a.csv"), "-o", str(tmp_path / "out"), option, value]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 2 and done.stderr.startswith(f"dedup: {option} {value}")


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (dict(threshold="0.5"), "threshold is expected to be a number, not str: '0.5'"),
        (dict(workers=2.0), "workers is expected to be an int, not float: 2.0"),
        (dict(workers=True), "workers is expected to be an int, not bool: True"),
        (dict(find=1), "find is expected to be exact, near or variants, not int: 1"),
        (dict(keep=3), "keep is expected to be longest, first, newest, field:NAME or a function, not int: 3"),
        (dict(settings={"find": "near"}), "settings is expected to be a Settings, not dict: {'find': 'near'}"),
        (dict(encoder=3), "encoder is expected to be a model's name or folder, not int: 3"),
        (dict(skip_bad="yes"), "skip_bad is expected to be True or False, not str: 'yes'"),
        (dict(text=1), "text is expected to be the name of a column, not int: 1"),
        (dict(progress=True), "progress is expected to be a function that makes a bar, as dedup.progress.terminal, not bool: True"),
        (dict(known=5, find="variants"), 'known is expected to be a path, or rows of (name, alias, "same" or "different"), not int: 5'),
        (dict(known=[("Li", "Lee")], find="variants"), "known is expected to have rows of name, alias and verdict, not ('Li', 'Lee')"),
    ],
    ids=str,
)
def test_a_wrong_type_is_a_type_error_that_says_what_is_expected(wrong, line):
    with pytest.raises(TypeError) as error:
        dedup.find_duplicates(ROWS, **dict(find="exact") | wrong)
    assert str(error.value) == line


def test_wrong_types_of_texts_and_names():
    with pytest.raises(TypeError, match="^right is expected to be a str, the text, not NoneType: None$"):
        dedup.compare("One text.", None)
    with pytest.raises(TypeError, match="^left is expected to be a str, a name, not int: 1$"):
        dedup.name_similarity(1, "Li")
    with pytest.raises(TypeError, match="^left is expected to be names, each a str, not 'Li'$"):
        dedup.name_similarities("Li", ["Li"])
    with pytest.raises(dedup.UsageError, match="^left has 1 names and right 2 "):
        dedup.name_similarities(["Li"], ["Li", "Lee"])


def test_progress_is_there_without_another_import():
    code = "import dedup; dedup.find_duplicates(['a', 'b'], find='exact', progress=dedup.progress.terminal); print(dedup.progress.Progress)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.startswith("<class")


# -- help


def test_help_gives_the_reason_of_every_setting():
    text = dedup.Settings.__doc__ or ""
    fields = {name: text.partition(f"    {name}: ")[2].strip() for name in dedup.Settings.__dataclass_fields__}
    assert all(len(reason) > 30 for reason in fields.values()), fields
    shown = subprocess.run([sys.executable, "-c", "import dedup; help(dedup.Settings)"], capture_output=True, text=True, check=True).stdout
    assert "raise it where a wrong merge costs more than a missed one" in shown


def test_the_readme_has_the_limits():
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf8")
    for what in ("shortest text", "longest text", "languages", "memory", "disk", "outputs"):
        assert f"| {what} |" in readme



def test_ids_of_files_of_several_kinds_stay_as_they_stand(tmp_path):
    (tmp_path / "t.txt").write_text("The ferry stops at noon.")
    (tmp_path / "n.jsonl").write_text('{"id": 1, "text": "The ferry stops at noon."}\n')
    (tmp_path / "c.csv").write_text("id,text\n007,Rain.\n")
    found = dedup.find_duplicates([tmp_path / name for name in ("t.txt", "n.jsonl", "c.csv")], find="exact", keep="first")
    assert found.clusters.column("id").to_pylist() == ["t.txt", "1", "007"]
    assert found.clusters.column("duplicate_of").to_pylist() == [None, "t.txt", None]


def test_a_number_that_is_the_id_of_another_kind_of_file_is_an_error(tmp_path):
    (tmp_path / "n.jsonl").write_text('{"id": 1, "text": "Sun."}\n')
    (tmp_path / "c.csv").write_text("text\nRain.\n")
    with pytest.raises(dedup.DataError, match="their number 1 is the id of an earlier one"):
        dedup.find_duplicates([tmp_path / "n.jsonl", tmp_path / "c.csv"], find="exact")


@pytest.mark.parametrize("times", [["2024-01-01", "2024-02-01"], ["2024-01-01", "9999-12-31"]])
def test_times_as_ids_can_be_merged_back(times):
    frame = pd.DataFrame({"id": pd.to_datetime(times).astype("datetime64[us]"), "text": ["Rain.", "Rain."]})
    clusters = dedup.find_duplicates(frame, find="exact").clusters.to_pandas()
    assert len(frame.merge(clusters, on="id")) == 2


def test_dates_that_python_has_not_are_ids_as_text():
    table = pa.table({"id": pa.array([10**9, 10**9 + 1], pa.int32()).cast(pa.date32()), "text": ["Rain."] * 2})
    assert dedup.find_duplicates(table, find="exact").clusters.column("id").type == pa.string()


def test_lone_surrogates_are_compared_as_what_cannot_be_read():
    assert dedup.compare("rain \ud800", "rain \ud801").label == "exact"
