"""Two readings, part by part: which part of one name is which part of the other, and how well the worst pair fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.names.edit_model import IMPOSSIBLE, LONGEST, span_llr

MEASURES = (
    "whole",  # log-likelihood ratio a letter of the names without spaces, the best order of their parts
    "whole_total",  # the same, not divided: long names that fit are surer than short ones
    "parts",  # of the aligned parts together, a letter
    "worst",  # of the worst aligned part: "Li" fits "Li", but "Keqiang" does not fit "Zhanshu"
    "best",
    "left_over_short",  # share of the letters that stay unaligned, in the name with fewer letters and in the other
    "left_over_long",
    "aligned",  # pairs of parts, initials apart
    "initials",  # initials that agree with a part, and initials that stay over
    "wrong_initials",
    "inversions",  # pairs of aligned parts that stand in another order
    "merged",  # parts written as one on the other side
    "parts_total",
)
(
    _WHOLE,
    _TOTAL,
    _PARTS,
    _WORST,
    _BEST,
    _OVER_SHORT,
    _OVER_LONG,
    _ALIGNED,
    _INITIALS,
    _WRONG,
    _INVERSIONS,
    _MERGED,
    _PARTS_TOTAL,
) = range(13)
CEILING, FLOOR = 4.0, -4.0  # log-likelihood ratio a letter; more says nothing more
LEAST = -1.0  # parts that fit worse a letter stay unaligned once one pair is found
MOST_PARTS = 8


class Packed(NamedTuple):
    """Readings as flat arrays: letters 0..25 of all, where each reading's parts start, and where its list of starts "
    "does."""

    letters: np.ndarray
    starts: np.ndarray
    offsets: np.ndarray


def pack(readings: Sequence[str]) -> Packed:
    """Pack readings (a-z, single spaces): the parts of reading r start at `starts[offsets[r]:offsets[r + 1]]`, end "
    "included."""
    letters, starts, offsets, position = bytearray(), [], [0], 0
    for reading in readings:
        for part in reading.split(" ")[:MOST_PARTS]:
            starts.append(position)
            letters += part.encode("ascii")
            position += len(part)
        starts.append(position)
        offsets.append(len(starts))
    flat = np.frombuffer(bytes(letters), np.uint8) - np.uint8(ord("a"))
    return Packed(flat, np.array(starts, np.int64), np.array(offsets, np.int64))


@kernel()
def measure(operations: Any, bigrams: Any, letters: Any, starts: Any, offsets: Any, left: Any, right: Any) -> Any:
    """MEASURES for the pairs of readings (left[k], right[k]): float32 (pairs, 13)."""
    out = np.zeros((len(left), 13), np.float32)
    work = np.zeros((LONGEST + 1, LONGEST + 1))
    turned = np.empty(4 * LONGEST, np.uint8)
    for k in range(len(left)):
        a = starts[offsets[left[k]] : offsets[left[k] + 1]]
        b = starts[offsets[right[k]] : offsets[right[k] + 1]]
        _whole(operations, bigrams, letters, a, b, turned, work, out[k])
        _aligned(operations, bigrams, letters, a, b, work, out[k])
    return out


@kernel()
def _clip(value: Any, low: Any, high: Any) -> Any:
    return min(max(value, low), high)


@kernel()
def _whole(operations: Any, bigrams: Any, letters: Any, a: Any, b: Any, turned: Any, work: Any, out: Any) -> Any:
    """The best of the orders "as it stands", "first part last" and "last part first" of the right name."""
    parts, length = len(b) - 1, min(b[-1] - b[0], LONGEST)
    end = min(a[-1], a[0] + LONGEST)
    best = span_llr(operations, bigrams, letters, a[0], end, letters, b[0], b[0] + length, work)
    for first in (1, parts - 1):
        if 0 < first < parts and (first == 1 or parts > 2):
            _turn(letters, b, first, turned)
            best = max(best, span_llr(operations, bigrams, letters, a[0], end, turned, 0, length, work))
    mean = 0.5 * (end - a[0] + length)
    out[_WHOLE] = _clip(best / max(mean, 1.0), FLOOR, CEILING)
    out[_TOTAL] = _clip(best, -40.0, 60.0)


@kernel()
def _turn(letters: Any, b: Any, first: Any, turned: Any) -> Any:
    k = 0
    for position in range(b[first], b[-1]):
        if k < len(turned):
            turned[k] = letters[position]
            k += 1
    for position in range(b[0], b[first]):
        if k < len(turned):
            turned[k] = letters[position]
            k += 1


@kernel()
def _part_score(operations: Any, bigrams: Any, letters: Any, a: Any, i: Any, wide_a: Any, b: Any, j: Any, wide_b: Any, work: Any) -> Any:
    """Log-likelihood ratio of parts i (and i + 1) and j (and j + 1); impossible for initials and unequal lengths."""
    n, m = a[i + wide_a] - a[i], b[j + wide_b] - b[j]
    if n > 2 * m + 2 or m > 2 * n + 2 or n == 1 or m == 1:
        return IMPOSSIBLE
    if (wide_a == 2 or wide_b == 2) and abs(n - m) > 3:
        return IMPOSSIBLE
    return span_llr(operations, bigrams, letters, a[i], a[i + wide_a], letters, b[j], b[j + wide_b], work)


@kernel()
def _part_scores(operations: Any, bigrams: Any, letters: Any, a: Any, b: Any, work: Any) -> Any:
    """Scores [i, j, 0] of part i with j, [i, j, 1] of i and i + 1 with j, [i, j, 2] of i with j and j + 1."""
    n, m = len(a) - 1, len(b) - 1
    scores = np.full((n, m, 3), IMPOSSIBLE)
    for i in range(n):
        for j in range(m):
            scores[i, j, 0] = _part_score(operations, bigrams, letters, a, i, 1, b, j, 1, work)
            if i + 1 < n:
                scores[i, j, 1] = _part_score(operations, bigrams, letters, a, i, 2, b, j, 1, work)
            if j + 1 < m:
                scores[i, j, 2] = _part_score(operations, bigrams, letters, a, i, 1, b, j, 2, work)
    return scores


@kernel()
def _free(used: Any, start: Any, wide: Any) -> Any:
    return used[start] == 0 and (wide == 1 or used[start + 1] == 0)


@kernel()
def _best_free(scores: Any, used_a: Any, used_b: Any) -> Any:
    """The highest score whose parts are all free: total, i, j, kind."""
    best, bi, bj, bk = IMPOSSIBLE / 2, -1, -1, 0
    for i in range(scores.shape[0]):
        for j in range(scores.shape[1]):
            for kind in range(3):
                if scores[i, j, kind] > best and _free(used_a, i, 2 if kind == 1 else 1) and _free(used_b, j, 2 if kind == 2 else 1):
                    best, bi, bj, bk = scores[i, j, kind], i, j, kind
    return best, bi, bj, bk


@kernel()
def _aligned(operations: Any, bigrams: Any, letters: Any, a: Any, b: Any, work: Any, out: Any) -> Any:
    """Greedy one-to-one alignment of the parts, the surest first."""
    n, m = len(a) - 1, len(b) - 1
    scores = _part_scores(operations, bigrams, letters, a, b, work)
    used_a, used_b, place = np.zeros(n, np.int64), np.zeros(m, np.int64), np.full(n, -1)
    total, length, worst, best = 0.0, 0.0, CEILING, FLOOR
    while True:
        value, i, j, kind = _best_free(scores, used_a, used_b)
        if i < 0:
            break
        wide_a, wide_b = 2 if kind == 1 else 1, 2 if kind == 2 else 1
        mean = 0.5 * (a[i + wide_a] - a[i] + b[j + wide_b] - b[j])
        if value / mean < LEAST and out[_ALIGNED] > 0:
            break
        used_a[i : i + wide_a], used_b[j : j + wide_b], place[i] = 1, 1, j
        total, length = total + value, length + mean
        worst, best = min(worst, value / mean), max(best, value / mean)
        out[_ALIGNED] += 1
        out[_MERGED] += kind > 0
    _initials(letters, a, b, used_a, used_b, place, out)
    out[_PARTS] = _clip(total / max(length, 1.0), FLOOR, CEILING) if length > 0 else FLOOR
    out[_PARTS_TOTAL] = _clip(total, -40.0, 60.0)
    out[_WORST] = max(worst, FLOOR) if length > 0 else FLOOR
    out[_BEST] = min(best, CEILING)
    _left_over(a, b, used_a, used_b, out)
    out[_INVERSIONS] = _inversions(place)


@kernel()
def _initials(letters: Any, a: Any, b: Any, used_a: Any, used_b: Any, place: Any, out: Any) -> Any:
    """Single letters fit a free part with that first letter; those that fit none are wrong where a free part remains."""
    for i in range(len(used_a)):
        for j in range(len(used_b)):
            single = a[i + 1] - a[i] == 1 or b[j + 1] - b[j] == 1
            if single and used_a[i] == 0 and used_b[j] == 0 and letters[a[i]] == letters[b[j]]:
                used_a[i], used_b[j], place[i] = 2, 2, j
                out[_INITIALS] += 1
    for i in range(len(used_a)):
        out[_WRONG] += used_a[i] == 0 and a[i + 1] - a[i] == 1
    for j in range(len(used_b)):
        out[_WRONG] += used_b[j] == 0 and b[j + 1] - b[j] == 1


@kernel()
def _left_over(a: Any, b: Any, used_a: Any, used_b: Any, out: Any) -> Any:
    over_a, over_b = 0.0, 0.0
    for i in range(len(used_a)):
        over_a += (a[i + 1] - a[i]) * (used_a[i] == 0)
    for j in range(len(used_b)):
        over_b += (b[j + 1] - b[j]) * (used_b[j] == 0)
    share_a, share_b = over_a / max(a[-1] - a[0], 1), over_b / max(b[-1] - b[0], 1)
    left_is_short = a[-1] - a[0] <= b[-1] - b[0]
    out[_OVER_SHORT] = share_a if left_is_short else share_b
    out[_OVER_LONG] = share_b if left_is_short else share_a


@kernel()
def _inversions(place: Any) -> Any:
    count = 0
    for i in range(len(place)):
        for j in range(i):
            count += place[i] >= 0 and place[j] > place[i]
    return count
