"""What the text is put together of: a column, several, a path into objects, or the messages of a chat.

The path meta.body is the member `body` of the objects in `meta`, unless a column has this name. Of a chat, a list of objects with
role and content, the text is what was said, a line break between two messages. Several columns are joined likewise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dedup.errors import UsageError, shown
from dedup.read.blocks import Block
from dedup.read.shapes import is_text
from dedup.values import values

TEXT_COLUMNS = ("text", "content", "body", "document", "messages")
CONTENT, ROLE = "content", "role"
Parts = tuple[str, ...]


class NoText(Exception):
    """A value that is neither a string nor the messages of a chat."""


def asked(text: str | Sequence[str] | None) -> Parts:
    """The columns and paths that a user names. Raises UsageError."""
    parts = () if text is None else (text,) if isinstance(text, str) else tuple(text)
    if (text is not None and not parts) or not all(isinstance(part, str) for part in parts):
        raise UsageError(f"text={text!r} names no columns", remedy="give a name, or a list of names")
    return parts


def pick(wanted: str | None, usual: Iterable[str], names: Iterable[str]) -> str | None:
    """The column that was asked for, or the first of the usual ones, in any case; None if there is none.

    >>> pick(None, TEXT_COLUMNS, ["Body", "title", "Content"]), pick("Title", TEXT_COLUMNS, ["title"])
    ('Content', None)
    """
    if wanted is not None:
        return wanted if wanted in names else None
    found = {name.lower(): name for name in reversed(list(names))} | {name: name for name in names}
    return next((found[name] for name in usual if name in found), None)


def chosen(wanted: Parts, names: Iterable[str]) -> Parts:
    """What is asked for if its columns are there, or the usual column; nothing otherwise."""
    usual = pick(None, TEXT_COLUMNS, names)
    return (wanted if all(_split(part, names) for part in wanted) else ()) if wanted else (usual,) if usual else ()


def missing(parts: Parts, schema: pa.Schema) -> str | None:
    """The first part that a table of this schema has not, None if it has all."""
    return next((part for part in parts if not _is_there(part, schema)), None)


def paths(schema: pa.Schema) -> list[str]:
    """The names of columns, of objects those of their members, as they would be asked for."""
    return [name for field in schema for name in _paths(field.name, field.type)]


def is_plain(block: Block, parts: Parts) -> bool:
    """Whether the text is one column as it stands."""
    return len(parts) == 1 and parts[0] in block.table.column_names and not _is_chat(block, parts[0])


def joined(block: Block, parts: Parts) -> tuple[pa.ChunkedArray, dict[int, str]]:
    """The texts of a block, large_string without nulls, and the rows that have none, with the part that is no text."""
    bad: dict[int, str] = {}
    columns = [_strings(block, part, bad) for part in parts]
    return pc.fill_null(reduce(_both, columns), ""), bad


def refusal(block: Block, part: str, row: int) -> str:
    """What to say of a row in which this part is no text: what it is.

    >>> from dedup.read.blocks import Place
    >>> from dedup.read.shapes import NOTHING
    >>> refusal(Block(pa.table({"text": [[]]}), NOTHING, lambda row: Place()), "text", 0)
    "'text' is not a string but an empty list"
    """
    found = _split(part, block.table.column_names)
    value = None
    if found is not None:
        (value,) = values(block.table.column(found[0])[row : row + 1])
        value = _parsed(value) if found[1] or row in block.odd.get(found[0], ()) else value
        for key in found[1]:
            value = value.get(key) if isinstance(value, dict) else value
    return f"{shown(part)} is not a string but {_told(value)}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "a list that is no chat: its items are objects with role and content" if value else "an empty list"
    kinds = {dict: "an object", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), f"of type {type(value).__name__}")


def _both(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    """Two texts with a line break between them, or the one that is there. (Arrow's own way to skip nulls skips rows.)"""
    return pc.coalesce(pc.binary_join_element_wise(one, other, pa.scalar("\n", pa.large_string())), one, other)


def _split(part: str, names: Iterable[str]) -> tuple[str, list[str]] | None:
    """A path as a column and the members to go through; None if no column begins it.

    >>> _split("meta.body.en", ["meta", "body"])
    ('meta', ['body', 'en'])
    """
    keys = part.split(".")
    for n in range(len(keys), 0, -1):
        if (name := ".".join(keys[:n])) in names:
            return name, keys[n:]
    return None


def _is_there(part: str, schema: pa.Schema) -> bool:
    found = _split(part, schema.names)
    if found is None:
        return False
    type_ = schema.field(found[0]).type
    for key in found[1]:
        if not pa.types.is_struct(type_):
            return is_text(type_)  # JSON as text
        if type_.get_field_index(key) < 0:
            return False
        type_ = type_.field(key).type
    return True


def _paths(name: str, type_: pa.DataType) -> list[str]:
    if not pa.types.is_struct(type_) or not type_.num_fields:
        return [name]
    return [path for field in type_ for path in _paths(f"{name}.{field.name}", field.type)]


def _is_chat(block: Block, name: str) -> bool:
    column = block.table.column(name)
    if rows := block.odd.get(name):
        said = _parsed(column[rows[0]].as_py())
        return isinstance(said, list) and bool(said) and all(map(_is_message, said))
    if not pa.types.is_list(column.type) and not pa.types.is_large_list(column.type):
        return False
    item = column.type.value_type
    if pa.types.is_null(item):
        return column.null_count < len(column) and not len(pc.list_flatten(column))  # chats in which nothing was said
    return pa.types.is_struct(item) and item.get_field_index(CONTENT) >= 0


def _strings(block: Block, part: str, bad: dict[int, str]) -> pa.ChunkedArray:
    """One part of the texts, null where it is missing."""
    found = _split(part, block.table.column_names)
    if found is None:
        return pa.chunked_array([pa.nulls(len(block.table), pa.large_string())])
    name, keys = found
    column, odd = block.table.column(name), set(block.odd.get(name, ()))
    while keys and pa.types.is_struct(column.type):
        there = column.type.get_field_index(keys[0]) >= 0
        column, keys = pc.struct_field(column, keys[0]) if there else pa.chunked_array([pa.nulls(len(column))]), keys[1:]
    if pa.types.is_null(column.type) or (is_text(column.type) and not keys and not odd):
        return column.cast(pa.large_string())
    out: list[str | None] = [None] * len(column)
    for row, value in enumerate(values(column)):
        try:
            out[row] = text_of(_member(_parsed(value) if row in odd or keys else value, keys))
        except NoText:
            bad[row] = part
    return pa.chunked_array([pa.array(out, pa.large_string())])


def _parsed(value: Any) -> Any:
    """What a JSON text says; other values, and other texts, as they are."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return value


def _member(value: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        if value is not None and not isinstance(value, dict):
            raise NoText
        value = value and value.get(key)
    return value


def text_of(value: Any) -> str | None:
    """A string as it is, and what is said in the messages of a chat. Raises NoText.

    >>> text_of([{"role": "user", "content": "What is dew?"}, {"role": "assistant", "content": [{"type": "text", "text": "Water."}]}])
    'What is dew?\\nWater.'
    """
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, list) or not all(map(_is_message, value)):
        raise NoText
    said = [_said(item.get(CONTENT)) for item in value]
    return "\n".join(text for text in said if text is not None)


def _is_message(item: Any) -> bool:
    return isinstance(item, dict) and (CONTENT in item or ROLE in item)  # content that is null is not kept in JSON text


def _said(content: Any) -> str | None:
    """The content of one message: a string, nothing, or parts of which some are text."""
    if content is None or isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise NoText
    texts = [part.get("text") if isinstance(part, dict) else part for part in content]
    if not all(text is None or isinstance(text, str) for text in texts):
        raise NoText
    return "\n".join(text for text in texts if text is not None)
