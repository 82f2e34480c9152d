"""Letters written as something else: character references, the escapes of JSON, and quoted-printable mail."""

from __future__ import annotations

import html
import re

REFERENCE_TOO_LONG = re.compile(r"&#\d{8,};?", re.A)  # no character has such a number, and html.unescape fails at 4,300 digits
# A text without line breaks that has them escaped: two in a row, or two behind the end of a sentence. C:\new is neither.
ESCAPED_BREAK = re.compile(r"(?<=[.!?:;,\"”)…。])\\n(?![a-z])")
BREAKS_AT_LEAST = 2
PATH = r"(?:(?<![A-Za-z])[A-Za-z]:|\\)\\\S*"  # C:\new, \\server\name, and a backslash that is escaped itself: these stay
CODED = r"(?:\\u[0-9a-fA-F]{4})+"
UNICODE_ESCAPE, JSON_ESCAPE = re.compile(f"{PATH}|{CODED}"), re.compile(rf'{PATH}|{CODED}|\\[nrt"/]')
# Quoted-printable breaks lines inside of words, with = before the break, and writes bytes as =C3=A9.
SOFT_BREAK, IN_WORD = re.compile(r"(?<!=)=\n"), re.compile(r"[A-Za-z0-9]=\n(?=[A-Za-z0-9])")
UTF8, BYTES = re.compile(r"=[C-F][0-9A-F]=[89AB][0-9A-F]"), re.compile(r"(?:=[0-9A-F]{2})+")


def unreferenced(text: str) -> str:
    """Characters in place of references to them."""
    return html.unescape(REFERENCE_TOO_LONG.sub("\ufffd", text)) if "&" in text else text


def decoded(text: str) -> str:
    r"""The text without escapes of JSON and quoted-printable, if it clearly has such.

    >>> decoded("The ferry stops.\\n\\nA bridge opens.")
    'The ferry stops.\n\nA bridge opens.'
    """
    if "\\" in text:
        escape = JSON_ESCAPE if _is_json(text) else UNICODE_ESCAPE
        text = escape.sub(_unescaped, text)
    return _soft_joined(text) if "=\n" in text else text


def _is_json(text: str) -> bool:
    return "\n" not in text and ("\\n\\n" in text or len(ESCAPED_BREAK.findall(text)) >= BREAKS_AT_LEAST)


def _unescaped(escape: re.Match[str]) -> str:
    code = escape.group()
    if code[:2] == "\\u":
        return bytes.fromhex(code.replace("\\u", "")).decode("utf-16-be", "replace")
    return {"\\n": "\n", "\\r": "\n", "\\t": " ", '\\"': '"', "\\/": "/"}.get(code, code)


def _soft_joined(text: str) -> str:
    if not UTF8.search(text) and len(IN_WORD.findall(text)) < BREAKS_AT_LEAST:
        return text
    return BYTES.sub(_of_bytes, SOFT_BREAK.sub("", text))


def _of_bytes(codes: re.Match[str]) -> str:
    found = bytes.fromhex(codes.group().replace("=", ""))
    try:
        return found.decode()
    except UnicodeDecodeError:
        return found.decode("latin-1")
