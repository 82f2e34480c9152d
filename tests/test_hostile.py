"""Records that nobody would write by hand: each gives a result or one clear line, read strictly and with --skip-bad.

DEDUP_HOSTILE sets how many are tried; a few hundred by default.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import dedup
from dedup.cli import main

EXAMPLES = int(os.environ.get("DEDUP_HOSTILE", "300"))
MANY = settings(max_examples=EXAMPLES // 3, suppress_health_check=list(HealthCheck), database=None)

ODD = st.sampled_from([
    "", " ", "\0", "\ufeff", "\ud800", '"', "'", "\n", "\r\n", "\u2028", "a,b;c\td", '"open', "=1+1", "<p>" * 99, "&" * 99, "[" * 60,
    "{}",
    "null", "NaN", "1e999", "-0", "2024-13-45", "x" * 5000, "雨" * 300, "a\u0301" * 50, "\U0001f600", "../../etc",
    "%s%n", "\x1b[31m", "row",
])  # fmt: skip
NUMBERS = st.one_of(st.integers(), st.floats(), st.sampled_from([2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, True, False]))
PLAIN = st.one_of(st.none(), NUMBERS, ODD, st.text(max_size=12))
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD | st.text(max_size=4), inner, max_size=3))
NAMES = st.sampled_from(["id", "text", "content", "messages", "meta", "date", "", "doc_id", "row"]) | ODD | st.text(max_size=4)
ANY = st.dictionaries(NAMES, VALUES, max_size=5)
USABLE = st.builds(lambda other, text, id: other | {"text": text, "id": id}, ANY, ODD, st.uuids().map(str))  # but for one field or another
RECORDS = st.lists(USABLE, min_size=1, max_size=4) | st.lists(USABLE | ANY, min_size=1, max_size=4)
HEADERS = st.lists(NAMES, max_size=3).map(lambda names: ["text", *names])
BROKEN = st.sampled_from(
    [b"", b"\xff", b"{", b"[]", b'"', b"null", b"\0", b'{"text": "a"', b'{"text": NaN}', b"\r", b"\xef\xbb\xbf", b'{"a":' * 70]
)
OPTIONS = st.lists(
    st.sampled_from([("--text", "meta"), ("--text", "meta.x"), ("--text", "text"), ("--id", "row"), ("--id", "id"), ("--keep", "newest"),
                     ("--keep", "field:date"), ("--quoting", "none"), ("--delimiter", ";"), ("--format", "csv"), ("--format", "parquet")]),
    max_size=3, unique_by=lambda option: option[0],
)  # fmt: skip


def outcome(name: str, content: bytes, options: list[tuple[str, str]]) -> None:
    """Run the command strictly and with --skip-bad: it ends well, or with an error of one line that leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, name), Path(folder, "out")
        path.write_bytes(content)
        for more in ([], ["--skip-bad"]):
            given = [word for option in options for word in option] + more
            words = ["run", str(path), "-o", str(out), "--find", "exact", "--workers", "1", *given]
            try:
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                    main(words, standalone_mode=False)
            except dedup.DedupError as error:
                assert "\n" not in str(error) and str(error)
                assert {one.name for one in Path(folder).iterdir()} <= {name, "out"}
                event("one line")
            else:
                assert json.loads((out / "manifest.json").read_bytes())["counts"]["documents"] > 0
                event("a result")


@MANY
@given(RECORDS, st.lists(BROKEN, max_size=2), OPTIONS)
def test_lines_of_json(records: list[dict[str, Any]], broken: list[bytes], options: list[tuple[str, str]]) -> None:
    lines = [json.dumps(record).encode() for record in records]
    outcome("a.jsonl", b"\n".join([*lines[:1], *broken, *lines[1:]]), options)


@MANY
@given(HEADERS, st.lists(st.lists(ODD, max_size=4), max_size=4), OPTIONS, st.booleans(), BROKEN)
def test_rows_of_cells(header: list[str], rows: list[list[str]], options: list[tuple[str, str]], quoted: bool, broken: bytes) -> None:
    out = io.StringIO()
    if quoted:
        csv.writer(out, lineterminator="\n").writerows([header, *rows])
    else:
        out.write("\n".join(",".join(row) for row in [header, *rows]))
    outcome("a.csv", out.getvalue().encode("utf8", "surrogatepass") + broken, options)


@MANY
@given(RECORDS, st.booleans(), st.sampled_from([None, "text", "meta.x", ["text", "meta"]]))
def test_records_of_python(records: list[dict[str, Any]], skip: bool, text: Any) -> None:
    try:
        result = dedup.find_duplicates(records, find="exact", skip_bad=skip, text=text, workers=1)
    except dedup.DedupError as error:
        assert "\n" not in str(error) and str(error)
        event("one line")
    else:
        event("a result")
        assert len(result.kept) + len(result.removed) == len(result.clusters) > 0
        assert isinstance(result.kept, pa.Table)
