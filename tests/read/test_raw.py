"""Bytes of files: in order, one piece ahead, and with nothing left running afterwards."""

from __future__ import annotations

import gc
import gzip
import threading
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.read import raw, sources
from dedup.read.raw import Damaged, WholeNewlines


def threads_gone(before: int) -> bool:
    gc.collect()
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    return threading.active_count() <= before  # one of another test may have ended too


@given(st.lists(st.binary(min_size=1), max_size=9))
def test_one_piece_ahead_gives_the_same(parts: list[bytes]) -> None:
    assert list(raw.ahead(part for part in parts)) == parts


def test_an_error_arrives_where_its_piece_was_wanted() -> None:
    def broken():
        yield b"good"
        raise Damaged("here")

    parts = raw.ahead(broken())
    assert next(parts) == b"good"
    with pytest.raises(Damaged, match="here"):
        next(parts)


def test_no_thread_stays_behind(put, monkeypatch) -> None:
    monkeypatch.setattr(raw, "PACKED_BLOCK", 100)
    before = threading.active_count()
    file = sources.find([str(put("a.jsonl", b"x" * 1000))])[0]
    for _ in range(20):
        next(raw.pieces(file, {}))  # abandoned at once
        assert list(raw.pieces(file, {})) == [b"x" * 1000]
    assert threads_gone(before)


def test_only_one_piece_is_made_ahead() -> None:
    made: list[int] = []

    def slow():
        for i in range(100):
            made.append(i)
            yield b"x"

    parts = raw.ahead(slow())
    next(parts)
    time.sleep(0.05)
    assert len(made) <= 2
    parts.close()


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4), st.integers(1, 50), st.binary(max_size=3))
def test_gunzip_in_pieces_of_any_size(members: list[bytes], size: int, padding: bytes) -> None:
    packed = b"".join(map(gzip.compress, members)) + bytes(len(padding))
    parts = (packed[i : i + size] for i in range(0, len(packed), size))
    assert b"".join(raw._gunzip(parts)) == b"".join(members)


def test_a_bomb_comes_out_in_pieces() -> None:
    packed = zlib.compress(bytes(100 << 20), wbits=31)
    sizes = [len(part) for part in raw._gunzip(iter([packed]))]
    assert sum(sizes) == 100 << 20 and max(sizes) <= raw.BLOCK


@given(st.lists(st.text("ab\r\n", min_size=1, max_size=5), max_size=9), st.integers(2, 9))
def test_no_read_ends_inside_a_newline(parts: list[str], size: int) -> None:
    stream, reads = WholeNewlines(part.encode() for part in parts), []
    while data := stream.read(size):
        reads.append(data)
    assert b"".join(reads) == "".join(parts).encode()
    assert not any(one.endswith(b"\r") and other.startswith(b"\n") for one, other in zip(reads, reads[1:], strict=False))


@given(st.lists(st.text("ab\n", min_size=1, max_size=9), max_size=9), st.integers(1, 20))
def test_line_blocks_are_whole_lines(parts: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw, "BLOCK", size)
        blocks = list(raw.line_blocks(part.encode() for part in parts))
    assert b"".join(blocks) == "".join(parts).encode()
    assert all(blocks) and all(block.endswith(b"\n") for block in blocks[:-1])
