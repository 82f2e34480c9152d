"""Subtitles (SRT, WebVTT): what is said, without numbers, times and the lines that a rolling caption shows twice."""

from __future__ import annotations

import re
from itertools import pairwise

TIME = r"(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2}[.,][0-9]{3}"
GAP = "[ \\t]{0,8}"  # bounded: long runs of spaces must not be read again from each of them
SETTINGS = r"(?:[ \t](?:align|line|position|size|vertical|region|X1|X2|Y1|Y2):[^\s]{1,40}){0,8}"
# The times of a cue with the number before them, in a line of their own or, where white space was evened out, inside of one.
CUE = re.compile(rf"(?<!\S)(?:[0-9]{{1,6}}(?:{GAP}\n{GAP}| ))?{TIME}{GAP}-->{GAP}{TIME}{SETTINGS}(?!\S)", re.A)
HEADER = re.compile(r"\s*WEBVTT\b")
INSIDE = re.compile(rf"<{TIME}>|</?(?:c|v|lang|ruby|rt)(?:[. ][^<>\n]*)?>|\{{\\[^{{}}\n]*\}}", re.A)
ENDS = tuple('.!?…。！？"”»')
ROLLING = 0.5  # share of the cues that begin with what the one before shows: captions that roll have nearly all
FEWEST = 3  # cues, from which they can be told to roll


def spoken(text: str) -> str:
    """The words of subtitles, a line for each sentence; any other text as it is."""
    if "-->" not in text or not CUE.search(text):
        return text
    is_vtt = HEADER.match(text) is not None
    before, *bodies = CUE.split(text)
    lead = [] if is_vtt else [before]
    cues = [_shown(body, is_vtt) for body in bodies]
    return "\n".join([*lead, _joined(_unrolled(cues) if _rolls(cues) else cues)])


def _shown(body: str, is_vtt: bool) -> list[str]:
    """The lines of a cue. In WebVTT an empty line ends it; what stands behind that is a note or the name of the next one."""
    lines = INSIDE.sub("", body).lstrip(" \t").removeprefix("\n").split("\n")
    if is_vtt and "" in lines:
        lines = lines[: lines.index("")]
    return [" ".join(line.split()) for line in lines if line.strip()]


def _rolls(cues: list[list[str]]) -> bool:
    repeated = sum(bool(now) and now[0] in before for before, now in pairwise(cues))
    return len(cues) >= FEWEST and repeated >= ROLLING * (len(cues) - 1)


def _unrolled(cues: list[list[str]]) -> list[list[str]]:
    """Each cue without the lines that stood in the one before."""
    shown = [set(), *map(set, cues)]
    return [[line for line in now if line not in before] for before, now in zip(shown, cues, strict=False)]


def _joined(cues: list[list[str]]) -> str:
    """One line for what is said up to the end of a sentence: cues end where the time does, not where a sentence does."""
    said = [" ".join(lines) for lines in cues if lines]
    return "".join(f"{cue}\n" if cue.endswith(ENDS) else f"{cue} " for cue in said)
