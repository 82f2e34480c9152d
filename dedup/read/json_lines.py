"""JSON lines: Arrow's parser for blocks that it reads right, Python's for the others.

Arrow guesses that strings are times, reads integers beyond 64 bits as floats, takes `null` for a record, does not look
at UTF-8, and overflows the stack on deep nesting. So a block goes to Arrow only if each line begins and ends as an
object and has few brackets, strings seen so far are pinned as strings, and what comes out is checked. A block that fails
any of this is read line by line, which also finds the line to name in an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from dedup.errors import DataError
from dedup.read import own_lines, records, shapes, sparse
from dedup.read.blocks import CONVERT, Block, Place, Refuse
from dedup.read.lines_in import line_feeds, most_brackets
from dedup.read.raw import Damaged, damaged, line_blocks, pieces
from dedup.read.shapes import MIXED, NULL, STRING, ListOf, Shape, StructOf, merge_fields
from dedup.read.sources import InputFile

PARSED = 1 << 21  # bytes that one thread of Arrow parses at a time
BRACKETS = 1000  # opening brackets in a line that Arrow may see: 30,000 nested ones overflow its stack
SAMPLE = 256  # lines of a block that are looked at before Arrow makes a table of it
LONGEST = 1 << 30  # Arrow counts the bytes of a line in 31 bits
BOM = b"\xef\xbb\xbf"
CORRECT = "one object a line is expected; correct it, or leave such records out with --skip-bad"
ARRAY = "a JSON array where JSON lines are expected"
ARRAY_REMEDY = "turn it into lines: jq -c '.[]' IN.json > OUT.jsonl"


def read(files: Sequence[InputFile], *, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The records of JSON-lines files, in order."""
    known = shapes.NOTHING
    for file in files:
        start, at, plain = Place(file.path, 1), 0, own_lines.is_plain(file)
        try:
            for given in line_blocks(pieces(file, digests)):
                block = _with_plain_ends(_opening(given, start) if start.line == 1 else given)
                lines = Lines(block, (file.number, at) if plain and block is given else None)
                parsed = _by_arrow(block, lines, start, known) or _by_lines(block, start, refuse, known)
                known = merge_fields(known, parsed.shape)
                yield parsed
                start, at = _below(start, lines.newlines), at + len(given)
        except Damaged as damage:
            refuse(damaged(file, str(damage), start.line))


def _below(place: Place, lines: int) -> Place:
    return place._replace(line=(place.line or 1) + lines)


def _opening(block: bytes, start: Place) -> bytes:
    """The first block without a byte order mark; an array is refused even with --skip-bad: its last line would parse."""
    block = block.removeprefix(BOM)
    if block[:4096].lstrip()[:1] == b"[":
        raise start.error(ARRAY, ARRAY_REMEDY)
    return block


def _with_plain_ends(block: bytes) -> bytes:
    """The block with a line feed alone behind each line, the last one too: so they are handed on."""
    block = block if block.endswith(b"\n") else block + b"\n"
    return block.replace(b"\r\n", b"\n") if b"\r" in block else block


def _by_arrow(block: bytes, lines: Lines, start: Place, known: StructOf) -> Block | None:
    """The block as Arrow reads it, or None where that is not certain to be right."""
    if not lines.are_plain():
        return None
    try:
        keys, own = _expected(block, lines)
        if sparse.is_sparse(keys, own, 1):
            return None
        table, outline = _parse(block, known, lines.longest)
        if len(table) != len(lines.starts):
            return None
        table.validate(full=True)  # UTF-8
        shape = merge_fields(outline, shapes.of_table(table))
    except (pa.ArrowException, ValueError, OSError, RecursionError, shapes.Imprecise):
        return None
    if shapes.depth(shape) > shapes.DEEPEST or sparse.grows(known, shape, own):
        return None
    own = _strict(lines.cut()) if any(map(_has_nan, table.columns)) else lines.own()
    return Block(table, shape, partial(_place, start, lines.numbers), start.file, lines=own)


def _expected(block: bytes, lines: Lines) -> tuple[int, int]:
    """How many different keys the lines may have, and how many one has, by some of them."""
    import orjson

    some = range(0, len(lines.starts), max(len(lines.starts) // SAMPLE, 1))
    records = [orjson.loads(block[lines.starts[k] : lines.ends[k]]) for k in some]
    return sparse.expected(records, len(lines.starts))


def _has_nan(column: pa.ChunkedArray | pa.Array) -> bool:
    """Whether Arrow read a NaN, which JSON has not, anywhere in a column."""
    if isinstance(column, pa.ChunkedArray):
        return any(map(_has_nan, column.chunks))
    if pa.types.is_list(column.type):
        return _has_nan(column.flatten())
    if pa.types.is_struct(column.type):
        return any(map(_has_nan, column.flatten()))
    return pa.types.is_floating(column.type) and bool(pc.any(pc.is_nan(column)).as_py())


def _strict(lines: Iterable[bytes]) -> pa.StructArray:
    """The lines, null where one is no strict JSON: it names a NaN or a surrogate alone."""
    return own_lines.held(pa.array([line if _is_strict(line) else None for line in lines], pa.large_binary()))


def _is_strict(line: bytes) -> bool:
    import orjson

    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _place(start: Place, numbers: Sequence[int] | np.ndarray, row: int) -> Place:
    return _below(start, int(numbers[row]))


class Lines:
    """The lines of a block that are not blank: where each starts and ends, and its number, from 0.

    `origin`: the number of the file and the first byte of the block in it, if it lies there just so.
    """

    def __init__(self, block: bytes, origin: tuple[int, int] | None = None):
        self._block, self._data, self._origin = block, np.frombuffer(block, np.uint8), origin
        newlines = line_feeds(self._data)
        self.newlines = len(newlines)
        starts, ends = np.append(0, newlines + 1), np.append(newlines, len(block))
        filled = np.flatnonzero(ends > starts)
        ends[filled] -= self._data[ends[filled] - 1] == 13
        self.numbers = np.flatnonzero(ends > starts)
        self.starts, self.ends = starts[self.numbers], ends[self.numbers]
        self.longest = int((self.ends - self.starts).max(initial=0))

    def own(self) -> pa.StructArray:
        """The lines with their ends (own_lines.LINE): where they lie in the file, or the bytes."""
        if self._origin:
            number, at = self._origin
            return own_lines.in_file(number, at + self.starts, at + self.ends + 1)
        if not np.array_equal(self.ends[:-1] + 1, self.starts[1:]):
            return own_lines.held(pa.array(list(self.cut()), pa.large_binary()))
        offsets = pa.py_buffer(np.append(self.starts, self.ends[-1] + 1))
        content = [None, offsets, pa.py_buffer(self._block)]
        return own_lines.held(pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(self.starts), content))

    def cut(self) -> Iterator[bytes]:
        """The bytes of each line with its end."""
        places = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return (self._block[start:end] + b"\n" for start, end in places)

    def are_plain(self) -> bool:
        """Whether each line begins and ends as an object, and none is too long or has too many opening brackets."""
        if not len(self.starts) or self.longest > LONGEST:
            return False
        if (self._data[self.starts] != 123).any() or (self._data[self.ends - 1] != 125).any():
            return False
        return self.longest <= BRACKETS or most_brackets(self._data, self.starts, self.ends) <= BRACKETS


def _parse(block: bytes, known: StructOf, longest: int) -> tuple[pa.Table, StructOf]:
    """Arrow's table with every string a string and without columns that are not in the block; and the order of fields."""
    table = _parse_pinned(block, known, longest)
    outline = _outline(table.schema)
    if any(map(_has_time, table.schema.types)):
        table = _parse_pinned(block, merge_fields(known, outline), longest)  # pinned fields come first
    empty = [name for name, column in zip(table.column_names, table.columns, strict=True) if column.null_count == len(column)]
    between = set(block.split(b'"')) if empty else set()
    return table.drop_columns([name for name in empty if _is_absent(name, block, between)]), outline


def _parse_pinned(block: bytes, known: StructOf, longest: int) -> pa.Table:
    pinned = [(name, type_) for name, shape in known.fields.items() if (type_ := _pinned(shape)) is not None]
    return pyarrow.json.read_json(
        pa.BufferReader(block),
        read_options=pyarrow.json.ReadOptions(block_size=max(PARSED, 2 * longest)),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=pa.schema(pinned), unexpected_field_behavior="infer"),
    )


def _pinned(shape: Shape) -> pa.DataType | None:
    """The strings of a shape as a type, so that Arrow does not take them for times; the rest is left to its inference."""
    if shape in (STRING, MIXED):
        return pa.string()
    if isinstance(shape, ListOf):
        item = _pinned(shape.item)
        return None if item is None else pa.list_(item)
    if isinstance(shape, StructOf):
        fields = [(name, type_) for name, field in shape.fields.items() if (type_ := _pinned(field)) is not None]
        return pa.struct(fields) if fields else None
    return None


def _has_time(type_: pa.DataType) -> bool:
    if pa.types.is_list(type_):
        return _has_time(type_.value_type)
    if pa.types.is_struct(type_):
        return any(_has_time(field.type) for field in type_)
    return pa.types.is_timestamp(type_)


def _outline(schema: pa.Schema) -> StructOf:
    """Where strings are in what Arrow inferred, times being strings; everything else is open."""
    return StructOf({field.name: _outline_of(field.type) for field in schema})


def _outline_of(type_: pa.DataType) -> Shape:
    if pa.types.is_struct(type_):
        return StructOf({field.name: _outline_of(field.type) for field in type_})
    if pa.types.is_list(type_):
        return ListOf(_outline_of(type_.value_type))
    return STRING if pa.types.is_timestamp(type_) or pa.types.is_string(type_) else NULL


def _is_absent(name: str, block: bytes, between: set[bytes]) -> bool:
    """Whether a column is there only because it was pinned: its name is nowhere in the block. `between`: all between two quotes."""
    own = json.dumps(name, ensure_ascii=False).encode()
    return own[1:-1] not in between if own.count(b'"') == 2 else own not in block


def _by_lines(block: bytes, start: Place, refuse: Refuse, known: StructOf) -> Block:
    """The block line by line; bad lines are refused."""
    found, numbers, lines, keys = [], list[int](), [], sparse.Keys(known)
    for number, line in enumerate(block.split(b"\n")):
        if not line.strip():
            continue
        try:
            record = _record(line, _below(start, number))
            if too_many := keys.refused(record):
                raise _below(start, number).error(too_many, sparse.REMEDY)
            found.append(record)
            numbers.append(number)
            lines.append(line + b"\n")
        except DataError as error:
            refuse(error)
    return replace(records.block(found, partial(_place, start, numbers), start.file), lines=_strict(lines))


def _record(line: bytes, place: Place) -> dict[str, Any]:
    """The object of one line. Raises DataError where the line is not UTF-8, not JSON or not an object."""
    try:
        value = json.loads(line.decode("utf8"))
    except UnicodeDecodeError as error:
        raise place.error(f"not UTF-8 (byte {error.start + 1} of the line)", CONVERT) from None
    except json.JSONDecodeError as error:
        raise place.error(f"broken JSON: {error.msg} (character {error.pos + 1})", CORRECT) from None
    except RecursionError:
        raise place.error(f"JSON nested more than {shapes.DEEPEST} levels deep") from None
    except ValueError as error:  # an integer of thousands of digits
        raise place.error(f"JSON that cannot be read: {error}") from None
    if not isinstance(value, dict):
        raise place.error(f"a JSON {_name(value)} where an object is expected", CORRECT)
    if line.count(b"[") + line.count(b"{") > shapes.DEEPEST and shapes.too_deep(value):
        raise place.error(f"JSON nested more than {shapes.DEEPEST} levels deep")
    return value


def _name(value: Any) -> str:
    names = {type(None): "null", bool: "boolean", str: "string", list: "array"}
    return names.get(type(value), "number")
