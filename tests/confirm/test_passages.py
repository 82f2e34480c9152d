"""A part of a far longer text is found and compared where it stands there; texts of ordinary length are measured as they are."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import languages
from dedup.candidates.minhash import code_table, pack, shingles_of, tokenise
from dedup.confirm import features, judge, passages
from dedup.confirm.calibration.calibrated import INPUTS
from dedup.confirm.evidence import Explainer
from dedup.data import EXCERPT, Judged
from dedup.run import Run
from dedup.settings import Settings

ONE, OTHER = np.array([0]), np.array([1])
PLACES = "harbour orchard quarry chapel station bakery meadow school mill tavern garden market bridge library foundry".split()
THINGS = "ladder lantern barrel anvil ribbon compass kettle saddle mirror blanket trumpet basket hammer wagon candle".split()
DEEDS = "carried painted borrowed mended buried measured counted traded polished guarded emptied burned lifted sold hid".split()


def story(seed: int, sentences: int) -> list[str]:
    """Sentences that tell of other things each, with a figure in each."""
    rng = np.random.default_rng(seed)
    pick = lambda words: words[int(rng.integers(len(words)))]  # noqa: E731
    return [
        f"Near the {pick(PLACES)} they {pick(DEEDS)} {rng.integers(20, 9999)} times the {pick(THINGS)} of the {pick(PLACES)}, "
        f"and nobody {pick(DEEDS)} a {pick(THINGS)} before the {pick(THINGS)} was {pick(DEEDS)} behind the old {pick(PLACES)}."
        for _ in range(sentences)
    ]


BOOK = story(0, 900)  # about 30,000 words
WHOLE = " ".join(BOOK)


def prepared(*texts: str) -> judge.Prepared:
    contents, rows = pack(list(texts)), np.arange(len(texts))
    return judge.prepare(contents, rows[:-1], rows[1:], language=languages.detect(contents), run=Run(Settings(workers=1)))


def measured(left: str, right: str) -> dict[str, float]:
    (row,) = judge.features_of(prepared(left, right), ONE, OTHER, workers=1)
    return dict(zip(features.NAMES, row.tolist(), strict=True))


@given(st.integers(0, 880), st.integers(1, 200))
def test_a_run_of_sentences_is_found_whole_and_little_else(first, count):
    part = " ".join(BOOK[first : first + count])
    found = passages.find(pack([WHOLE]), 0, part)
    assert part in found
    assert len(found) <= 3 * len(part) + 8 * passages.SMALLEST


def test_an_anthology_is_found_in_all_places_it_was_taken_from():
    early, late = " ".join(BOOK[50:60]), " ".join(BOOK[800:810])
    found = passages.find(pack([WHOLE]), 0, f"{late} {early}")
    assert early in found and late in found and found.index(early) < found.index(late)
    assert BOOK[400] not in found and len(found) < 3 * len(early + late)


def test_a_text_that_the_book_does_not_have_has_no_passage():
    assert passages.find(pack([WHOLE]), 0, "Quantum chromodynamics describes how gluons bind three quarks together.") == ""


@given(st.text(st.sampled_from("ab \n河é😀")), st.integers(1, 20))
def test_blocks_are_the_text_and_split_no_character(text, size):
    contents = pack([f"x{text}"])
    at = passages._blocks(contents.buffer, 0, int(contents.stop[0]), size)
    assert "".join(str(contents.buffer[a:b].tobytes(), "utf8") for a, b in pairwise(at.tolist())) == f"x{text}"
    assert (np.diff(at) > 0).all()


def grams_in_order(text: str) -> list[int]:
    tokens, _ = tokenise(pack([text]))
    out = np.empty(len(tokens) + 1, np.uint64)
    return out[: shingles_of(tokens, len(tokens), 3, out)].tolist()


def test_hits_are_the_shared_shingles_of_each_block():
    text, part = " ".join(BOOK[:6]), " ".join(BOOK[2:4])
    contents, grams = pack([text]), passages._grams(part)
    at = passages._blocks(contents.buffer, 0, int(contents.stop[0]), 100)
    blocks = [text.encode()[a:b].decode() for a, b in pairwise(at.tolist())]
    own = [[gram for gram in grams_in_order(block) if gram in set(grams.tolist())] for block in blocks]
    times = Counter(chain.from_iterable(own))
    expected = [sum(1 / times[gram] for gram in of_block) for of_block in own]
    assert passages._hits(contents.buffer, at, code_table(), grams).tolist() == pytest.approx(expected) and max(expected) > 1


@pytest.mark.parametrize("count", [3, 20, 150], ids=["1 in 300", "1 in 45", "1 in 6"])
def test_a_part_is_aligned_sentence_by_sentence(count):
    part = " ".join(BOOK[500 : 500 + count])
    found = measured(WHOLE, part)
    # a sentence of the part may cover two of the passage: those of this book are made of few words, and alike
    assert found["most_coverage"] == pytest.approx(1) and found["least_coverage"] == pytest.approx(count / len(BOOK), abs=0.05)
    assert found["in_order"] > 0.98 and found["unexplained_bits"] == 0 and found["facts_conflict"] < 0.1
    assert found["gram_containment"] == pytest.approx(1) and found["length_ratio"] == pytest.approx(count / len(BOOK), rel=0.1)


def test_a_part_with_other_figures_tells_other_facts():
    part = [sentence.replace(" times", "7 times") for sentence in BOOK[500:520]]
    found = measured(WHOLE, " ".join(part))
    assert found["most_coverage"] > 0.9 and found["facts_conflict"] > 0.9 and found["figures_replaced"] > np.log(15)


def test_which_text_comes_first_changes_nothing():
    part = " ".join(BOOK[300:330])
    assert measured(WHOLE, part) == pytest.approx(measured(part, WHOLE), nan_ok=True)


def test_texts_of_ordinary_length_and_those_without_a_part_are_measured_as_they_are(samples):
    texts = [*samples.values(), " ".join(BOOK[:60]), " ".join(BOOK[10:20]), WHOLE, " ".join(story(1, 400))[::-1], " ".join(BOOK[:500])]
    ready = prepared(*texts)
    left, right = np.triu_indices(len(texts), 1)
    raw = features.of_pairs(ready.documents, ready.weights, left, right, workers=1)
    far = passages.chosen(raw, ready.documents, left, right)
    parts = {tuple(sorted((len(texts[a]), len(texts[b])))) for a, b in zip(left[far], right[far], strict=True)}
    assert parts == {(len(texts[part]), len(texts[whole])) for part in (-4, -5) for whole in (-1, -3)}
    np.testing.assert_array_equal(judge.features_of(ready, left, right, workers=1)[~far], raw[~far])


def test_pairs_measured_a_few_at_a_time_are_the_same(monkeypatch):
    texts = [WHOLE, *(" ".join(BOOK[k : k + 15]) for k in (0, 100, 200, 300))]
    ready, right = prepared(*texts), np.arange(1, 5)
    together = judge.features_of(ready, 0 * right, right, workers=1)
    monkeypatch.setattr(passages, "AT_ONCE", 1)
    np.testing.assert_array_equal(judge.features_of(ready, 0 * right, right, workers=1), together)


def test_the_evidence_is_on_the_passage_and_its_people():
    part = ["Then Marta Lindqvist spoke to 41 guests.", "A tailor lost 52 buttons that winter.", "The pond froze on 63 days."]
    twin = [part[0], part[1].replace("52", "58"), part[2]]
    whole, short = " ".join([*BOOK[:450], *part, *BOOK[450:]]), " ".join([*twin, *BOOK[450:455]])
    ready = prepared(whole, short)
    raw = judge.features_of(ready, ONE, OTHER, workers=1)
    judged = Judged(ONE, OTHER, np.array([0.9]), [EXCERPT], np.hstack((raw, np.zeros((1, len(INPUTS) - raw.shape[1])))), INPUTS)
    agree, conflict = passages.people_of(ready.source, ready.people, ONE, OTHER)[0]
    assert agree > 0.8 and conflict == 0
    evidence = Explainer(ready, judged).explain(0)
    assert len(evidence.left_sentences) < 40 and len(evidence.right_sentences) == 8
    linked = [(evidence.left_sentences[link.left[0]], evidence.right_sentences[link.right[0]]) for link in evidence.links]
    assert (part[1], twin[1]) in linked and (part[2], part[2]) in linked
    assert [(conflict.left, conflict.right) for conflict in evidence.conflicts] == [("52", "58")]
    assert [(name.left, name.right) for name in evidence.names] == [(("Marta Lindqvist",), ("Marta Lindqvist",))]
