"""What is laid out in order: sentences beside sentences; a sentence beside a far longer run stands somewhere in it."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.confirm.alignment import differences
from dedup.confirm.documents import prepare


def matched(encoder, one: str, other: str) -> np.ndarray:
    documents = prepare([[one], [other]], encoder=encoder, language=np.zeros(2, np.int8))
    left, right = (np.zeros(int(count), np.int64) for count in documents.tokens)
    out = np.zeros(differences.ROOM)
    differences.compare(documents, np.ones(len(documents.order), np.float32), 0, 1, 1, 1, left, right, out)
    return out


SENTENCE = "the ferry to the island stops at noon"


@pytest.mark.parametrize(
    ("words", "compared"),
    [(differences.SENTENCES - 8, 8), (differences.SENTENCES, 0)],
    ids=["as long as two sentences may be", "a run of a book"],
)
def test_a_sentence_is_laid_beside_what_may_be_a_sentence(static_encoder, words, compared):
    out = matched(static_encoder, SENTENCE, SENTENCE + " word" * words)
    assert (out[differences.MATCHED], out[differences.COMPARED]) == (compared, compared)


def test_runs_of_like_length_are_laid_out_however_long(static_encoder):
    run = " ".join(f"w{k}" for k in range(3000))
    out = matched(static_encoder, run, run.replace("w1500 ", "x7 y8 z9 "))
    assert (out[differences.MATCHED], out[differences.COMPARED]) == (2999, 3000)
