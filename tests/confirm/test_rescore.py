"""A second encoder judges what the first leaves undecided, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.confirm import judge, rescore
from dedup.encoder import shipped
from dedup.normalise import clean
from dedup.progress import NO_BAR
from dedup.run import Run
from dedup.settings import Settings

RUN = Run(Settings(workers=1))


class Counting:
    """The shipped encoder, which remembers what it was asked for."""

    name, digest = "counting", ""

    def __init__(self):
        self.seen: list[str] = []

    def encode(self, sentences):
        self.seen += sentences
        return shipped().encode(sentences)


@pytest.fixture(scope="module")
def collection(samples):
    contents = pack([clean(text) for text in samples.values()])
    left, right = np.triu_indices(contents.count, 1)
    language = languages.detect(contents)
    prepared = judge.prepare(contents, left, right, language=language, run=RUN)
    return contents, language, judge.judge(prepared, left, right, run=RUN)


def again(collection, judged, encoder):
    contents, language, _ = collection
    return rescore.rescore(judged, contents, language=language, run=replace(RUN, second=lambda: encoder))


def test_pairs_that_are_decided_are_not_read_again(collection):
    judged, encoder = collection[2], Counting()
    sure = judged._replace(probability=np.where(judged.probability < 0.5, 0.0, 1.0))
    assert again(collection, sure, encoder) is sure
    assert encoder.seen == []


def test_an_undecided_pair_gets_the_verdict_of_the_second_encoder(collection):
    judged, encoder = collection[2], Counting()
    best = int(np.argmax(judged.probability))
    open_ = judged._replace(probability=np.where(np.arange(len(judged.left)) == best, 0.5, np.round(judged.probability)))
    assert rescore.undecided(open_).tolist() == [best]
    found = again(collection, open_, encoder)
    others = np.arange(len(judged.left)) != best
    assert found.probability[best] != 0.5 and found.probability[best] > 0.5
    np.testing.assert_array_equal(found.probability[others], open_.probability[others])
    np.testing.assert_array_equal(found.features[others], open_.features[others])
    assert [label for k, label in enumerate(found.label) if k != best] == [label for k, label in enumerate(open_.label) if k != best]
    assert encoder.seen and open_.probability[best] == 0.5  # the pairs given are left as they were


def test_an_empty_part_has_vectors_too(collection):
    counted = rescore._Counted(shipped(), NO_BAR)
    assert counted.encode([]).shape[0] == 0
    assert np.array_equal(counted.encode(["One.", "Two."] * 600), shipped().encode(["One.", "Two."] * 600))
