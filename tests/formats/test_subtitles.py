"""Subtitles are compared by what is said in them, whenever it is said."""

from __future__ import annotations

import pytest

from dedup.normalise import clean

SAID = "The old ferry stops at noon.\nA bridge will take its place."
SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nThe old ferry\n<i>stops</i> at noon.\n\n2\n00:00:03,000 --> 00:00:05,000\n"
    "{\\an8}A bridge will\n\n3\n00:00:05,100 --> 00:00:06,000\ntake its place.\n"
)
VTT = (
    "WEBVTT\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.500 align:start position:0%\n"
    "The old<00:00:01.500><c> ferry</c>\nstops at noon.\n\nNOTE nobody says this\n\n2\n00:03.000 --> 00:06.000\n"
    "<v Ann>A bridge will\ntake its place.\n"
)
FLAT = " ".join(SRT.split())


@pytest.mark.parametrize("text", [SRT, VTT, FLAT, SRT.replace("\n", "\r\n"), SRT.replace("\n\n", "\n"), SRT.replace(",", ".")])
def test_only_the_words_stay(text):
    assert clean(text) == SAID


def rolling(lines: list[str]) -> str:
    """Each line is shown once below the one before, and once above the one behind it."""
    shown = [f"{a}\n{b}" for a, b in zip(["", *lines], lines, strict=False)]
    return "\n\n".join(f"{k}\n00:00:{k:02d},000 --> 00:00:{k + 1:02d},000\n{text}" for k, text in enumerate(shown, 1))


def test_captions_that_roll_are_read_once():
    assert clean(rolling(["The old ferry", "stops at noon.", "A bridge will", "take its place."])) == SAID


def test_what_is_said_twice_stays_where_nothing_rolls():
    cues = ["No.", "No.", "Why not?", "It is late.", "Go home."]
    text = "\n\n".join(f"{k}\n00:00:{k:02d},000 --> 00:00:{k + 1:02d},000\n{cue}" for k, cue in enumerate(cues, 1))
    assert clean(text) == "\n".join(cues)


@pytest.mark.parametrize("text", ["Open 10:00 --> 12:00 and\n2\nmore", "WEBVTT is a format", "NOTE\nthe ferry stops"])
def test_times_that_are_no_cues_stay(text):
    assert clean(text) == text
