"""How many steps a backtracking matcher takes for a pattern on a text: `re` does not tell, and seconds are no test.

The matcher walks the tree that `re` parses a pattern into and tries things in the order in which `re` does, without its short cuts.
What it finds can be held against what `re` finds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any

if sys.version_info >= (3, 11):
    from re import _parser as parser
else:
    import sre_parse as parser

Then = Callable[[int], bool]
Node = Callable[[int, Then], bool]
CLASSES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w", "LINEBREAK": r"\n"}
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


class TooMany(Exception):
    """More steps than were allowed."""


def steps(pattern: re.Pattern[str], text: str, *, how: str = "finditer", most: int = 1 << 40) -> tuple[int, list[tuple[int, int]]]:
    """The steps that `finditer`, `search`, `match` or `fullmatch` takes, and the spans found. Raises TooMany beyond `most`."""
    return matcher(pattern).run(text, how, most)


@cache
def matcher(pattern: re.Pattern[str]) -> Matcher:
    return Matcher(pattern)


class Matcher:
    """A pattern as functions that call what follows them: node(position, then) is whether all matches from there on."""

    def __init__(self, pattern: re.Pattern[str]):
        self.text, self.count, self.most = "", 0, 0
        self.groups: dict[int, tuple[int, int]] = {}
        self.whole = self._sequence(list(parser.parse(pattern.pattern, pattern.flags)), pattern.flags)

    def run(self, text: str, how: str, most: int) -> tuple[int, list[tuple[int, int]]]:
        self.text, self.count, self.most = text, 0, most
        spans: list[tuple[int, int]] = []
        at, empty_at = 0, -1
        while at <= len(text):
            self.groups = {}
            ends: list[int] = []
            accepted = partial(self._end, ends, how, empty_at)
            if self.whole(at, accepted):
                spans.append((at, ends[-1]))
                if how != "finditer":
                    break
                empty_at, at = ends[-1] if ends[-1] == at else -1, ends[-1]  # behind an empty match stands no other one
            elif how in ("match", "fullmatch"):
                break
            else:
                at += 1
        return self.count, spans

    def _end(self, ends: list[int], how: str, empty_at: int, at: int) -> bool:
        ends.append(at)
        return not (how == "fullmatch" and at < len(self.text)) and not (how == "finditer" and at == empty_at)

    def _step(self) -> None:
        self.count += 1
        if self.count > self.most:
            raise TooMany

    def _sequence(self, items: list[Any], flags: int) -> Node:
        nodes = [self._node(item, flags) for item in items]
        if not nodes:
            return lambda at, then: then(at)
        whole = nodes[-1]
        for node in reversed(nodes[:-1]):
            whole = partial(_both, node, whole)
        return whole

    def _node(self, item: Any, flags: int) -> Node:
        name, value = str(item[0]), item[1]
        if (test := self._character(item, flags)) is not None:
            return partial(self._one, test)
        if name in REPEATS:
            low, high, body = value[0], int(value[1]), list(value[2])
            test = self._character(body[0], flags) if len(body) == 1 else None
            if test is not None:
                return partial(self._run_of, name, low, high, test)
            return partial(self._repeated, name, low, high, self._sequence(body, flags))
        return self._compound(name, value, flags)

    def _compound(self, name: str, value: Any, flags: int) -> Node:
        if name == "SUBPATTERN":
            group, add, remove, body = value
            return partial(self._group, group, self._sequence(list(body), (flags | add) & ~remove))
        if name == "BRANCH":
            return partial(self._branch, [self._sequence(list(one), flags) for one in value[1]])
        if name == "AT":
            return partial(self._at, str(value), bool(flags & re.M), flags & re.A)
        if name in ("ASSERT", "ASSERT_NOT"):
            direction, body = value
            width = body.getwidth()[0] if direction < 0 else 0
            return partial(self._look, name == "ASSERT", width, self._sequence(list(body), flags))
        if name == "GROUPREF":
            return partial(self._again, value, bool(flags & re.I))
        if name == "ATOMIC_GROUP":
            return partial(self._atomic, self._sequence(list(value), flags))
        raise NotImplementedError(name)

    def _character(self, item: Any, flags: int) -> Callable[[str], bool] | None:
        name, value = str(item[0]), item[1]
        if name == "SUBPATTERN" and value[0] is None and len(list(value[3])) == 1:
            return self._character(list(value[3])[0], (flags | value[1]) & ~value[2])
        if (one := source(name, value)) is None:
            return None
        alone = re.compile(one, flags & (re.I | re.S | re.A))
        return cache(lambda character: alone.fullmatch(character) is not None)

    def _one(self, test: Callable[[str], bool], at: int, then: Then) -> bool:
        self._step()
        return at < len(self.text) and test(self.text[at]) and then(at + 1)

    def _run_of(self, name: str, low: int, high: int, test: Callable[[str], bool], at: int, then: Then) -> bool:
        """A repeated character: `re` keeps no trace of it but the count."""
        end, text = at, self.text
        if name == "MIN_REPEAT":
            while True:
                self._step()
                if end - at >= low and then(end):
                    return True
                if end - at >= high or end >= len(text) or not test(text[end]):
                    return False
                end += 1
        while end - at < high and end < len(text) and test(text[end]):
            self._step()
            end += 1
        if name == "POSSESSIVE_REPEAT":
            return end - at >= low and then(end)
        for last in range(end, at + low - 1, -1):
            self._step()
            if then(last):
                return True
        return False

    def _repeated(self, name: str, low: int, high: int, body: Node, at: int, then: Then) -> bool:
        if name == "POSSESSIVE_REPEAT":
            return self._atomic(partial(self._repeated, "MAX_REPEAT", low, high, body), at, then)

        def more(count: int, here: int) -> bool:
            self._step()
            return count < high and body(here, lambda end: (end != here or count < low) and turn(count + 1, end))

        def turn(count: int, here: int) -> bool:
            if name == "MIN_REPEAT":
                return (count >= low and then(here)) or more(count, here)
            return more(count, here) or (count >= low and then(here))

        return turn(0, at)

    def _group(self, group: int | None, body: Node, at: int, then: Then) -> bool:
        if group is None:
            return body(at, then)
        before = self.groups.get(group)

        def closed(end: int) -> bool:
            inner = self.groups.get(group)
            self.groups[group] = (at, end)
            if then(end):
                return True
            _restore(self.groups, group, inner)
            return False

        return body(at, closed) or _restore(self.groups, group, before)

    def _branch(self, ways: list[Node], at: int, then: Then) -> bool:
        self._step()
        return any(way(at, then) for way in ways)

    def _look(self, wanted: bool, width: int, body: Node, at: int, then: Then) -> bool:
        self._step()
        found = at >= width and body(at - width, lambda end: True)
        return found == wanted and then(at)

    def _again(self, group: int, fold: bool, at: int, then: Then) -> bool:
        if group not in self.groups:
            return False
        start, end = self.groups[group]
        one, other = self.text[start:end], self.text[at : at + end - start]
        self.count += len(one)
        return (one.lower() == other.lower() if fold else one == other) and then(at + end - start)

    def _atomic(self, body: Node, at: int, then: Then) -> bool:
        ends: list[int] = []
        return body(at, lambda end: ends.append(end) is None) and then(ends[-1])

    def _at(self, name: str, lines: bool, ascii_only: int, at: int, then: Then) -> bool:
        self._step()
        text, end = self.text, len(self.text)
        if name == "AT_BEGINNING":
            holds = at == 0 or (lines and text[at - 1] == "\n")
        elif name == "AT_END":
            holds = at == end or (text[at] == "\n" and (at == end - 1 or lines))
        elif name in ("AT_BEGINNING_STRING", "AT_END_STRING"):
            holds = at == (0 if name == "AT_BEGINNING_STRING" else end)
        else:
            word = [bool(re.match(r"\w", c, re.A if ascii_only else 0)) for c in (text[at - 1 : at] if at else "", text[at : at + 1])]
            holds = (word[0] != word[1]) == (name == "AT_BOUNDARY")
        return holds and then(at)


def _both(first: Node, second: Node, at: int, then: Then) -> bool:
    return first(at, lambda end: second(end, then))


def _restore(groups: dict[int, tuple[int, int]], group: int, before: tuple[int, int] | None) -> bool:
    groups.pop(group, None)
    if before is not None:
        groups[group] = before
    return False


def source(name: str, value: Any) -> str | None:
    """What stands for one character, as a pattern; None for all else."""
    if name in ("LITERAL", "NOT_LITERAL"):
        return f"[{'^' * (name == 'NOT_LITERAL')}{escaped(value)}]"
    if name == "ANY":
        return "."
    if name == "IN":
        return f"[{''.join(member(str(kind), one) for kind, one in value)}]"
    return None


def member(kind: str, value: Any) -> str:
    if kind == "NEGATE":
        return "^"
    if kind == "RANGE":
        return f"{escaped(value[0])}-{escaped(value[1])}"
    if kind == "CATEGORY":
        negated, name = "NOT_" in str(value), str(value).removeprefix("CATEGORY_").removeprefix("NOT_")
        return CLASSES[name].upper() if negated else CLASSES[name]
    return escaped(value)


def escaped(code: int) -> str:
    return f"\\U{code:08x}"
