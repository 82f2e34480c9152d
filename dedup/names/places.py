"""Who takes whose place: the people of aligned sentences, as far as they agree and as far as somebody else stands there.

Two reports of one template differ in the people; a translation names the same ones in another spelling. Nobody is in
conflict with silence: a person whom the other text leaves out, or calls "he", takes nobody's place.
"""

from __future__ import annotations

import math

from dedup.names.align import Matched

UNLIKE = math.log(0.2 / 0.8)  # log-odds of one name below which two people in the same place are somebody else


def agreement(found: Matched) -> float:
    """Matched people, by how sure they are, of the smaller number who stand in linked sentences; NaN where a side has none."""
    one, other = found.sides.left_links, found.sides.right_links
    fewer = min(sum(map(bool, one)), sum(map(bool, other)))
    return sum(score for i, j, score in found.matches if one[i] and other[j]) / fewer if fewer else math.nan


def conflict(found: Matched) -> float:
    """Of the people compared link by link, the share who take the place of somebody else; NaN where nobody is compared."""
    one, other = _free(found)
    same = sum(len(found.sides.left_links[i] & found.sides.right_links[j]) for i, j, _ in found.matches)
    differ = sum(_different(found, one[link], other[link]) for link in range(found.sides.links))
    return differ / (same + differ) if same + differ else math.nan


def _free(found: Matched) -> tuple[list[list[int]], list[list[int]]]:
    """The people in each link that are matched with nobody in the whole text, by their numbers on each side."""
    taken = {i for i, _, _ in found.matches}, {j for _, j, _ in found.matches}
    out: tuple[list[list[int]], list[list[int]]] = ([[] for _ in range(found.sides.links)], [[] for _ in range(found.sides.links)])
    for side, links_of in enumerate((found.sides.left_links, found.sides.right_links)):
        for person, links in enumerate(links_of):
            for link in links if person not in taken[side] else ():
                out[side][link].append(person)
    return out


def _different(found: Matched, one: list[int], other: list[int]) -> int:
    """How many people on each side are like nobody on the other side; the smaller number, as each takes one place."""
    left = sum(all(found.names[i, j] < UNLIKE for j in other) for i in one)
    right = sum(all(found.names[i, j] < UNLIKE for i in one) for j in other)
    return min(left, right) if one and other else 0
