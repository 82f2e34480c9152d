"""What differs inside two aligned runs of sentences of one language: their words laid beside each other in order.

Where both have the same words around it, what stands in the same place is a slot. Another figure or name in it is another fact;
a word that looks alike is the same one misread or misspelt; a word that only one side has and that negates turns the sentence round.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.alignment.similarity import common
from dedup.confirm.words import CAPITAL, FIGURE, FIRST, LETTERS, SIDE_BITS

GAP, OTHER, ALIKE = 6, 11, 5  # cost of a word left out, replaced, read otherwise
FAR_OFF = 1 << 30  # cost outside the band
LIKE = 0.55  # share of the letter bigrams of two words from which one may be the other misread: one letter of six
BAND = 96  # words that the order of long runs may be shifted by
FULL = 1 << 14  # products of lengths up to this are compared without a band
SLANT = 300  # words that a band is widened by at most, where one run is longer: more than two sentences of LONGEST differ by
# Two sentences of sentences.LONGEST characters have fewer words. What is longer is a run of a long document's sentences; what is
# this much shorter stands somewhere in it, not beside it: laying the two out would cost their product.
SENTENCES, LOPSIDED = 1200, 8
NEAR_EQUAL = 0.5  # share of the shorter run's words in common from which what differs stands in a slot
IN_COMMON = 0.15  # below this share neither is the other one misread: one letter in six spoils six words in ten
CAPITALS = 0.6  # share of capitals from which they tell no names: titles, and text in capitals
ROOM = 7
MATCHED, MISREAD, FIGURES, NAMES, WORDS, OPPOSITES, COMPARED = range(ROOM)


@kernel()
def popcount(bits: Any) -> int:
    """How many bits are set, summed in pairs, fours and bytes (Warren, Hacker's Delight, 2002)."""
    bits -= (bits >> np.uint64(1)) & np.uint64(0x5555555555555555)
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel()
def look_alike(one: Any, other: Any) -> bool:
    """Whether two looks share most of their letter bigrams."""
    common = one & other
    return common != 0 and popcount(common) >= LIKE * popcount(one | other)


@kernel()
def _misreading(shape: Any, kind: Any, i: int, j: int) -> bool:
    """Whether two words may be one, misread: they look alike, and are not two clean figures."""
    clean = kind[i] & FIGURE and kind[j] & FIGURE and not (kind[i] & LETTERS or kind[j] & LETTERS)
    return not clean and look_alike(shape[i], shape[j])


@kernel()
def laid_out(order: Any, shape: Any, kind: Any, i0: int, i1: int, j0: int, j1: int, left: Any, right: Any) -> None:
    """For each word of order[i0:i1] and order[j0:j1] the number of its partner + 1, or 0; the cheapest order-keeping pairing.

    Needleman & Wunsch 1970. `left`, `right`: int64, at least as long as the runs.
    """
    left[: i1 - i0], right[: j1 - j0] = 0, 0
    first = 0
    while i0 + first < i1 and j0 + first < j1 and order[i0 + first] == order[j0 + first]:
        left[first], right[first] = first + 1, first + 1
        first += 1
    n, m = i1 - i0, j1 - j0
    while n > first and m > first and order[i0 + n - 1] == order[j0 + m - 1]:
        n, m = n - 1, m - 1
        left[n], right[m] = m + 1, n + 1
    _middle(order, shape, kind, i0 + first, n - first, j0 + first, m - first, left[first:], right[first:], first)


@kernel(inline="always")
def _low(i: int, n: int, m: int, width: int) -> int:
    """The first column of row i inside the band."""
    return min(max(0, i * m // n - width // 2), m + 1 - width)


@kernel()
def _middle(order: Any, shape: Any, kind: Any, i0: int, n: int, j0: int, m: int, left: Any, right: Any, shift: int) -> None:
    if n == 0 or m == 0:
        return
    width = m + 1 if n * m <= FULL else min(m + 1, 2 * BAND + 1 + min(abs(n - m) // 4, SLANT))
    move = np.empty((n + 1, width), np.uint8)
    above, row = np.empty(width + 2, np.int32), np.empty(width + 2, np.int32)  # a column of FAR_OFF stands on each side
    above[:], row[:] = FAR_OFF, FAR_OFF
    low = _low(0, n, m, width)
    for k in range(width):
        above[k + 1], move[0, k] = (low + k) * GAP, 2
    for i in range(1, n + 1):
        a, before = i0 + i - 1, low
        low = _low(i, n, m, width)
        word, look, figure = order[a], shape[a], kind[a] & (FIGURE | LETTERS) == FIGURE
        row[0] = FAR_OFF
        for k in range(width):
            up = k + low - before + 1
            best, step = row[k] + GAP, 2
            if up <= width:
                b = j0 + low + k - 1
                if above[up] + GAP < best:
                    best, step = above[up] + GAP, 1
                if low + k > 0 and above[up - 1] < best:
                    price = OTHER
                    if word == order[b]:
                        price = 0
                    elif look & shape[b] and look_alike(look, shape[b]) and not (figure and kind[b] & (FIGURE | LETTERS) == FIGURE):
                        price = ALIKE
                    if above[up - 1] + price <= best:
                        best, step = above[up - 1] + price, 3
            row[k + 1], move[i, k] = best, step
        above, row = row, above
    _trace(move, n, m, width, left, right, shift)


@kernel()
def _trace(move: Any, n: int, m: int, width: int, left: Any, right: Any, shift: int) -> None:
    """Go back from the end along the moves, and note which words became partners."""
    i, j = n, m
    while i > 0 and j > 0:
        step = move[i, j - _low(i, n, m, width)]
        if step == 3:
            i, j = i - 1, j - 1
            left[i], right[j] = j + 1 + shift, i + 1 + shift
        elif step == 1:
            i -= 1
        else:
            j -= 1


@kernel()
def _stands_in(word: Any, words: Any, word_at: Any, first: int, count: int) -> bool:
    """Whether a word stands anywhere in these sentences."""
    for s in range(first, first + count):
        own = words[word_at[s] : word_at[s + 1]]
        at = np.searchsorted(own, word)
        if at < len(own) and own[at] == word:
            return True
    return False


@kernel()
def _in_common(docs: Any, i: int, ni: int, j: int, nj: int) -> int:
    """How many words the sentences of two runs have in common, each counted once for each two sentences."""
    count = 0
    for one in range(i, i + ni):
        words = docs.words[docs.word_at[one] : docs.word_at[one + 1]]
        for other in range(j, j + nj):
            count += common(words, docs.words[docs.word_at[other] : docs.word_at[other + 1]])
    return count


@kernel()
def _tells_names(kind: Any, first: int, last: int) -> bool:
    """Whether capitals tell names here: not in titles, and not in text all in capitals or all in small letters."""
    letters, capitals = 0, 0
    for k in range(first, last):
        letters += np.int64(kind[k] & LETTERS != 0)
        capitals += np.int64(kind[k] & CAPITAL != 0)
    return capitals <= CAPITALS * letters


@kernel()
def _stands_somewhere(n: int, m: int) -> bool:
    """Whether the shorter of two runs of so many words has no place beside the longer one, only in it."""
    return max(n, m) > SENTENCES and max(n, m) > LOPSIDED * min(n, m)


@kernel()
def compare(docs: Any, weight: Any, i: int, ni: int, j: int, nj: int, left: Any, right: Any, out: Any) -> None:
    """What sentences i.. and j.. have in common and what differs, added to `out`, float64 (ROOM,).

    MATCHED, MISREAD words; FIGURES, NAMES in a slot (numbers of slots); WORDS there (bits); OPPOSITES; COMPARED words (of the shorter
    run). `weight`: information of each word in order, in nats. `left`, `right`: int64, for each word of the two runs not 0 in
    the end if the other run has it, in the same place or in another one. A sentence beside a far longer run adds nothing.
    """
    i0, i1, j0, j1 = docs.order_at[i], docs.order_at[i + ni], docs.order_at[j], docs.order_at[j + nj]
    if _stands_somewhere(i1 - i0, j1 - j0):
        return
    in_common = _in_common(docs, i, ni, j, nj)
    if in_common < IN_COMMON * min(i1 - i0, j1 - j0):
        out[COMPARED] += min(i1 - i0, j1 - j0)
        if in_common:
            _side(docs, weight, i0, i1, j, nj, left)
            _side(docs, weight, j0, j1, i, ni, right)
        return
    laid_out(docs.order, docs.shape, docs.kind, i0, i1, j0, j1, left, right)
    matched, misread = 0, 0
    for k in range(i1 - i0):
        if left[k]:
            same = docs.order[i0 + k] == docs.order[j0 + left[k] - 1]
            matched += np.int64(same)
            if not same and _misreading(docs.shape, docs.kind, i0 + k, j0 + left[k] - 1):
                misread += 1
            elif not same:
                right[left[k] - 1], left[k] = 0, 0
    out[MATCHED] += matched
    out[MISREAD] += misread
    out[COMPARED] += min(i1 - i0, j1 - j0)
    near = matched + misread >= NEAR_EQUAL * min(i1 - i0, j1 - j0) and matched > 0
    names = _tells_names(docs.kind, i0, i1) and _tells_names(docs.kind, j0, j1)
    a, b = 0, 0
    while a < i1 - i0 or b < j1 - j0:
        if a < i1 - i0 and b < j1 - j0 and left[a] == b + 1:
            a, b = a + 1, b + 1
            continue
        c, d = a, b
        while c < i1 - i0 and left[c] == 0:
            c += 1
        while d < j1 - j0 and right[d] == 0:
            d += 1
        _region(docs, weight, i0 + a, i0 + c, j0 + b, j0 + d, i, ni, j, nj, left[a:c], right[b:d], near, names, out)
        a, b = c, d


@kernel()
def _side(docs: Any, weight: Any, first: int, last: int, there: int, count: int, told: Any) -> Any:
    """Of the words first..last that do not stand in the sentences `there`: bits, how many, kinds; looks and negations of all.

    `told` becomes 1 for the others: they were moved.
    """
    bits, new, kinds, looks, negations = 0.0, 0, 0, np.uint64(0), 0
    for k in range(first, last):
        looks |= docs.shape[k]
        negations += np.int64(docs.polarity[k] < 0)
        if _stands_in(docs.order[k], docs.words, docs.word_at, there, count):
            told[k - first] = 1
            continue
        own = np.int64(docs.kind[k])
        kinds |= own if not own & FIRST else own & ~CAPITAL
        bits, new = bits + weight[k] / np.log(2.0), new + 1
    return bits, new, kinds, looks, negations


@kernel()
def _region(
    docs: Any, weight: Any, a: int, c: int, b: int, d: int, i: int, ni: int, j: int, nj: int, left: Any, right: Any, near: bool,
    names: bool, out: Any,
) -> None:  # fmt: skip
    """What stands between two words that both sides have: words a..c of one side, b..d of the other."""
    bits, new, kinds, looks, negations = _side(docs, weight, a, c, j, nj, left)
    other_bits, other_new, other_kinds, other_looks, other_negations = _side(docs, weight, b, d, i, ni, right)
    if new and other_new and not (kinds & other_kinds & FIGURE) and look_alike(looks, other_looks):
        out[MISREAD] += min(new, other_new)  # split, joined or misread
        left[:], right[:] = 1, 1
        return
    if not near:
        return
    out[OPPOSITES] += _turned(negations, other_negations) or _opposed(docs.polarity, a, c, b, d)
    if new and other_new:
        if kinds & FIGURE and other_kinds & FIGURE:
            out[FIGURES] += 1
        elif names and kinds & CAPITAL and other_kinds & CAPITAL:
            out[NAMES] += 1
        else:
            out[WORDS] += min(bits, other_bits)


@kernel()
def _turned(negations: int, others: int) -> bool:
    """Whether one side alone says no, and not twice."""
    return min(negations, others) == 0 and max(negations, others) % 2 == 1


@kernel()
def _opposed(polarity: Any, a: int, c: int, b: int, d: int) -> bool:
    """Whether a word of one side is the opposite of one on the other."""
    for k in range(a, c):
        for m in range(b, d):
            if polarity[k] > 0 and polarity[m] > 0 and _have_opposite_sides(polarity[k], polarity[m]):
                return True
    return False


@kernel()
def _have_opposite_sides(one: int, other: int) -> bool:
    for shift in (0, SIDE_BITS):
        for other_shift in (0, SIDE_BITS):
            side, opposite = (one >> shift) & 0xFFFF, (other >> other_shift) & 0xFFFF
            if side and opposite and (side - 1) ^ 1 == opposite - 1:
                return True
    return False
