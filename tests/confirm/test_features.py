"""The measurements of a pair: what each says of real texts, its value in small cases, and what holds for all pairs."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.candidates.languages import UNKNOWN
from dedup.confirm import features, measure
from dedup.confirm.features import COLUMN, FEATURES, NAMES, of_pairs
from dedup.confirm.measure import MIXED_FLOOR

NOT_ASKED = {"names_agree", "names_conflict"}  # of undecided pairs alone: see test_people.py
MAY_BE_MISSING = {
    *("facts_agree", "facts_conflict", "facts_conflict_throughout", "facts_shared", "facts_beyond_noise"),
    *("capitals_agree", "capitals_conflict", "numbers_agree", "stems_agree", "subject", "subject_kept", "exchanged"),
    *("exchanged_weight", "left_least", "left_vector"), *NOT_ASKED,
}  # fmt: skip
# Missing without words.
OF_WORDS = {"misread", "words_differ", "answered_least", "answered_most", "unanswered", "loudest_unanswered", "rest_vector", "rest_share"}
OF_ONE_LANGUAGE = {"in_order", "figures_replaced", "names_replaced", "words_replaced", "opposites", *OF_WORDS}
BITS = {"words_replaced", "unanswered", "loudest_unanswered", "unexplained_bits", "shared_bits", "vector_bits", "exchanged_weight"}
DIFFERENCES = {"misread", "words_differ", "facts_beyond_noise", "unexplained_bits", "opposites", "unanswered", "loudest_unanswered"}
DIFFERENCES |= {"rest_share", "left_share", "exchanged", "exchanged_weight"}


@pytest.fixture(scope="module")
def measured(prepare):
    """`measured(one, other)` gives the features of two texts by name."""

    def measure(one: str, other: str, **encoder) -> dict[str, float]:
        documents, weights = prepare([one, other], **encoder)
        return dict(zip(NAMES, of_pairs(documents, weights, np.array([0]), np.array([1]), workers=1)[0].tolist(), strict=True))

    return measure


@pytest.fixture(scope="module")
def of_samples(prepare, samples):
    """`of_samples(one, other)` gives the features of two samples by name, measured among all of them."""
    documents, weights = prepare(list(samples.values()))
    row = {name: k for k, name in enumerate(samples)}

    def measure(one: str, other: str) -> dict[str, float]:
        values = of_pairs(documents, weights, np.array([row[one]]), np.array([row[other]]), workers=1)[0]
        return dict(zip(NAMES, values.tolist(), strict=True))

    return measure


SHORT = (
    "The ferry left at noon with 12 horses.", "At noon the ferry left with 12 horses.", "Der Dampfer fuhr mittags mit 12 Pferden ab.",
    "THE FERRY LEFT AT NOON, WITH 12 HORSES", "Nobody in Tarvo sells bread on Mondays.", "1204 77 3", "...", "Bread",
)  # fmt: skip


def test_texts_of_one_sentence_measure_as_if_there_were_several_to_choose_from(prepare):
    documents, weights = prepare(list(SHORT))
    for a, b in product(range(len(SHORT)), repeat=2):
        for together in (True, False):
            kept = []
            for way in (measure.of_sentences, measure.of_runs):
                out, links = np.zeros(len(FEATURES)), np.zeros((3, 4), np.int64)
                count, vector = way(documents, weights.words, a, b, together, links, out)
                kept.append((out.tolist(), links[:count].tolist(), vector.tolist()))
            assert kept[0] == kept[1]


def test_what_is_remembered_of_one_pair_changes_no_other(prepare, samples):
    documents, weights = prepare([*SHORT, *samples.values(), "Bread. " + SHORT[0], SHORT[0] + " " + SHORT[4]])
    left, right = (side.ravel() for side in np.meshgrid(np.arange(len(documents.tokens)), np.arange(len(documents.tokens)), indexing="ij"))
    alone = [of_pairs(documents, weights, left[k : k + 1], right[k : k + 1], workers=1)[0] for k in range(len(left))]
    np.testing.assert_array_equal(of_pairs(documents, weights, left, right, workers=1), alone)


def test_every_feature_has_a_name_of_its_own_and_says_what_it_measures():
    assert len(set(NAMES)) == len(FEATURES) == len(COLUMN)
    assert all(feature.meaning and feature.name.isidentifier() for feature in FEATURES)


# Real texts: a translation variant beside a report of another meeting in the same phrases.

HIGHER_FOR_VARIANTS = [
    *("word_jaccard", "rare_word_jaccard", "best_vector", "best_words", "aligned_vector", "aligned_words", "aligned_mixed"),
    *("gram_containment", "rare_containment", "least_coverage", "most_coverage", "facts_agree", "capitals_agree"),
]


@pytest.mark.parametrize("name", HIGHER_FOR_VARIANTS)
def test_a_variant_scores_higher_than_another_meeting_in_the_same_phrases(of_samples, name):
    variant = of_samples("call-official", "call-translated")[name]
    others = [of_samples("call-official", f"meeting-{x}")[name] for x in ("customs", "aviation", "fisheries", "railway")]
    assert variant > max(others)


@pytest.mark.parametrize("name", ["best_vector", "aligned_vector", "aligned_mixed", "least_coverage", "facts_agree"])
def test_a_version_in_another_language_scores_higher_than_another_meeting(of_samples, name):
    for version in ("call-chinese", "call-russian"):
        assert of_samples("call-official", version)[name] > of_samples("meeting-customs", version)[name]


def test_figures_tell_two_reports_of_one_template_apart(of_samples):
    template, retold = of_samples("market-monday", "market-tuesday"), of_samples("harvest", "harvest-retold")
    assert template["aligned_mixed"] > 0.4 and template["least_coverage"] > 0.8  # alike in everything else
    assert template["facts_conflict"] > 0.6 > 0.2 > retold["facts_conflict"]
    assert template["facts_agree"] < 0.2 < 0.6 < retold["facts_agree"]


def test_an_excerpt_is_covered_and_the_whole_is_not(of_samples):
    found = of_samples("call-official", "call-excerpt")
    assert found["most_coverage"] > 0.95 and found["gram_containment"] > 0.95
    assert found["least_coverage"] < 0.6 and found["length_ratio"] < 0.5


def test_unrelated_texts_have_nothing_in_common(of_samples):
    found = of_samples("call-official", "museum")
    assert found["aligned_mixed"] < 0.05 and found["least_coverage"] == 0 and found["rare_word_jaccard"] < 0.1


def test_lines_broken_elsewhere_change_little(of_samples):
    found = of_samples("call-official", "call-copy")
    assert found["aligned_words"] > 0.8 and found["aligned_vector"] > 0.8


# Small cases, where the value can be seen.


def test_overlap_of_words_and_three_grams(measured):
    found = measured("one two three four", "one two three four five six")
    assert found["word_jaccard"] == pytest.approx(4 / 6)
    assert found["gram_containment"] == 1  # both 3-grams of the shorter one
    assert found["gram_jaccard"] == pytest.approx(2 / 4)
    assert found["rare_containment"] == pytest.approx(1)
    assert found["length_ratio"] == pytest.approx(4 / 6)
    assert found["log_length"] == pytest.approx(math.log(4))


def test_a_rare_word_in_common_says_more_than_a_common_one(measured):
    assert (
        measured("the bridge of vientiane", "a ferry in vientiane")["rare_word_jaccard"]
        > measured("the bridge of vientiane", "the ferry in luanda")["rare_word_jaccard"]
    )


def test_words_of_a_sentence_make_a_cosine_of_their_rarity(prepare):
    documents, weights = prepare(["the bridge", "the ferry"])
    values = of_pairs(documents, weights, np.array([0]), np.array([1]), workers=1)[0]
    rarity = dict(zip(documents.words.tolist(), weights[0].tolist(), strict=True))
    (the,) = set(documents.words[:2].tolist()) & set(documents.words[2:].tolist())
    bridge, ferry = (sum(w**2 for word, w in rarity.items() if word in set(part.tolist())) for part in np.split(documents.words, 2))
    assert values[COLUMN["best_words"]] == pytest.approx(rarity[the] ** 2 / math.sqrt(bridge * ferry), abs=1e-5)


SENTENCES = {"Aa x.": [1, 0, 0], "Bb y.": [0, 1, 0], "Cc z.": [0, 0, 1], "Dd w.": [0.6, 0.8, 0], "Ee v.": [0.6, 0, 0.8]}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Aa x. Bb y.", "Aa x. Bb y.", dict(best_vector=1, aligned_vector=1, rising_run=1, mutual=1, least_coverage=1)),
        ("Aa x. Bb y.", "Bb y. Aa x.", dict(best_vector=1, aligned_vector=0.5, rising_run=0.5, mutual=1)),
        ("Aa x.", "Bb y.", dict(best_vector=0, aligned_vector=0, least_coverage=0, most_coverage=0)),
        ("Aa x.", "Dd w.", dict(best_vector=0.6, aligned_vector=(0.6 - 0.25) / 0.75, rising_run=1, least_coverage=1)),
        ("Aa x. Bb y.", "Bb y.", dict(best_vector=0.75, least_coverage=0.5, most_coverage=1, mutual=1)),
    ],
)
def test_sentences_by_vectors_of_our_own(measured, lookup_encoder, one, other, expected):
    found = measured(one, other, encoder=lookup_encoder(SENTENCES))
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "agree", "conflict"),
    [
        ("Two thousand came on May 5 in 40 boats.", "Two thousand came on 5 May in 40 boats.", 1, 0),
        ("It cost 20 and 700 on May 5.", "It cost 30 and 700 on May 5.", 1 / 2, 1 / 3),
        ("It cost 20, 700 and 9 on May 5.", "It cost 20, 700 and much on May 5.", 3 / 4, 0),  # left out is not contradicted
        ("It cost 20 on May 5.", "It cost 30 on May 5.", None, 1 / 2),  # one fact that agrees says next to nothing
        ("The new bridge over the river cost 20.", "The new bridge over the river cost 30.", 0, 1),
    ],
)
def test_facts_that_agree_and_facts_that_conflict(measured, one, other, agree, conflict):
    found = measured(one, other)
    assert math.isnan(found["facts_agree"]) if agree is None else found["facts_agree"] == pytest.approx(agree)
    assert found["facts_conflict"] == pytest.approx(conflict)


def test_a_rounded_number_agrees(measured):
    found = measured("The index lost 182.44 points and closed at 26,469.89.", "The index lost 182 points and closed at 26,470.")
    assert found["facts_conflict"] == 0
    other = measured("The index lost 182.44 points and closed at 26,469.89.", "The index lost 183 points and closed at 26,520.")
    assert other["facts_agree"] == 0 and other["facts_conflict"] == 1


def test_a_fact_in_another_sentence_conflicts_there_but_not_throughout(measured):
    text = "On Monday the minister opened a bridge with {} lamps. Farmers brought {} sacks of rice to the market in the old town."
    found = measured(text.format(40, 300), text.format(300, 40))
    assert found["facts_conflict"] == 1 and math.isnan(found["facts_conflict_throughout"])
    assert measured(text.format(40, 300), text.format(50, 520))["facts_conflict_throughout"] == 1


def test_long_numbers_in_common_say_more(measured):
    short, long = (measured(f"It cost {n}, 40 and 50.", f"It cost {n}, 40 and 50 in the end.")["facts_shared"] for n in ("20", "26,469.89"))
    assert long == pytest.approx(math.log(12)) and short == pytest.approx(math.log(7))


def test_a_text_of_no_known_language_is_compared_as_of_one_language_where_it_shares_words(prepare, story):
    danish = "Ministeren åbnede en ny bro over åen i mandags, fordi den gamle færge var holdt op med at sejle om foråret."
    documents, weights = prepare([danish, danish.replace("mandags", "tirsdags"), story["ru"], story["en"]])
    documents = documents._replace(language=np.array([UNKNOWN, UNKNOWN, *documents.language[2:]], np.int8))
    left, right = np.array([0, 0, 2]), np.array([1, 2, 3])
    raw = of_pairs(documents, weights, left, right, workers=1)
    assert features.of_one_language(documents, raw, left, right).tolist() == [True, False, False]


def test_lists_in_latin_letters_are_of_one_language_though_none_is_known(prepare):
    camera, case, letters = "nikor d4021 black 12.1 mp zoom kit", "tasko leather bag tk-77 brown small", "никор д4021 чёрный зум"
    documents, weights = prepare([camera, case, letters])
    documents = documents._replace(language=np.array([UNKNOWN] * 3, np.int8))
    assert documents.latin.tolist() == [True, True, False]
    left, right = np.array([0, 0]), np.array([1, 2])
    raw = of_pairs(documents, weights, left, right, workers=1)
    assert features.of_one_language(documents, raw, left, right).tolist() == [True, False]


def test_a_piece_without_an_answer_is_heard_in_two_languages(measured):
    same = measured("She bought three loaves of bread.", "Sie hat drei Brote gekauft.")
    other = measured("She bought three bottles of wine.", "Sie hat drei Brote gekauft.")
    assert same["answered_least"] > other["answered_least"] and same["loudest_unanswered"] < other["loudest_unanswered"]
    assert all(math.isnan(measured("one two " * 400, "three four " * 400)[name]) for name in ("answered_least", "unanswered"))


def test_missing_evidence_is_not_disagreement(measured):
    nothing = measured("the bridge opened", "the bridge closed")
    told = {"subject", "subject_kept", "exchanged", "exchanged_weight", "left_least", "left_vector"}
    assert all(math.isnan(nothing[name]) for name in MAY_BE_MISSING - told)
    one_sided = measured("the bridge opened on May 5 in Vientiane", "the bridge opened")
    assert math.isnan(one_sided["facts_agree"]) and math.isnan(one_sided["capitals_agree"])
    apart = measured("It cost 20.", "Rice is food. He paid 30 for the cattle in the spring.")
    assert apart["facts_agree"] == 0


def test_capitalised_words(measured):
    assert measured("then Ho met Li Peng", "then Li Peng met Bo")["capitals_agree"] == pytest.approx(2 / 3)
    assert measured("then Ho spoke", "then Bo spoke")["capitals_agree"] == 0


def test_empty_documents_can_be_measured(measured):
    for one, other in (("", ""), ("", "one two"), ("!?", "...")):
        found = measured(one, other)
        missing = {name for name, value in found.items() if math.isnan(value)}
        assert MAY_BE_MISSING | OF_WORDS <= missing <= MAY_BE_MISSING | OF_WORDS | OF_ONE_LANGUAGE
        assert found["aligned_mixed"] == found["word_jaccard"] == found["least_coverage"] == 0


# What holds for all pairs. Documents are made of these sentences in any order, so that they share some.

POOL = [
    *("The minister opened the new bridge on May 5.", "A bridge was opened by the minister.", "Li Peng thanked Ho Chi in Hanoi."),
    *("It cost 26,469.89 dollars.", "It cost 26,470 dollars.", "Rice rose.", "!", "部长星期一为大桥剪彩。", "20 boats sank in 2018."),
]
DOCUMENTS = st.lists(st.sampled_from(POOL), max_size=6).map(" ".join)


@hypothesis_settings(max_examples=150)
@given(DOCUMENTS, DOCUMENTS)
def test_swapping_the_documents_changes_nothing(prepare, one, other):
    documents, weights = prepare([one, other])
    found, swapped = of_pairs(documents, weights, np.array([0, 1]), np.array([1, 0]), workers=1)
    np.testing.assert_allclose(found, swapped, atol=1e-6)


@given(DOCUMENTS, DOCUMENTS)
def test_values_are_shares(prepare, one, other):
    documents, weights = prepare([one, other])
    (values,) = of_pairs(documents, weights, np.array([0]), np.array([1]), workers=1)
    for name, value in zip(NAMES, values, strict=True):
        if math.isnan(value):
            assert name in MAY_BE_MISSING | OF_ONE_LANGUAGE
        elif name in ("log_length", "facts_shared", "figures_replaced", "names_replaced", "opposites"):
            assert 0 <= value < 10
        elif name in BITS:
            assert 0 <= value < 1000
        else:
            of_vectors = -1 - 1e-6 if name == "rest_vector" else -0.5 if name.startswith("best") else 0.0  # a cosine may be negative
            least = -1 if name == "facts_beyond_noise" else of_vectors
            assert least <= value <= 1 + 1e-6, name


@given(st.lists(st.sampled_from([s for s in POOL if s != "!"]), min_size=1, max_size=6, unique=True).map(" ".join))
def test_a_document_is_like_itself(prepare, text):
    documents, weights = prepare([text, text])
    (values,) = of_pairs(documents, weights, np.array([0]), np.array([1]), workers=1)
    for name, value in zip(NAMES, values, strict=True):
        if "_conflict" in name or "_replaced" in name or name in DIFFERENCES:
            assert math.isnan(value) or value == 0
        elif name in BITS - DIFFERENCES:
            assert value > 3
        elif name not in ("log_length", "facts_shared") and not math.isnan(value):
            assert value == pytest.approx(1, abs=1e-5), name


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_and_chunks_do_not_change_the_result(prepare, samples, monkeypatch, workers):
    documents, weights = prepare(list(samples.values()))
    left, right = np.triu_indices(len(samples), 1)
    expected = of_pairs(documents, weights, left, right, workers=1)
    monkeypatch.setattr(features, "CHUNK", 7)
    np.testing.assert_array_equal(of_pairs(documents, weights, left, right, workers=workers), expected)
    assert of_pairs(documents, weights, left[:0], right[:0], workers=workers).shape == (0, len(FEATURES))


def test_the_links_of_two_reports_rise_and_reach_from_begin_to_end(prepare, samples):
    documents, weights = prepare([samples["call-official"], samples["call-translated"]])
    links = features.links(documents, weights, 0, 1)
    assert len(links) >= 10
    assert [link.left for link in links] == sorted(link.left for link in links)
    assert [link.right for link in links] == sorted(link.right for link in links)
    assert links[-1].left[-1] == documents.sentence_at[1] - 1
    assert all(MIXED_FLOOR < link.score <= 1 for link in links)
    mirrored = [(link.right, link.left, link.score) for link in features.links(documents, weights, 1, 0)]
    assert mirrored == [(link.left, link.right, link.score) for link in links]


def test_a_sentence_told_in_two_is_one_link(prepare):
    documents, weights = prepare(
        ["The minister opened the new bridge over the river, and two thousand people came to see it.",
         "The minister opened the new bridge over the river. Two thousand people came to see it."]
    )  # fmt: skip
    (link,) = features.links(documents, weights, 0, 1)
    assert (link.left, link.right) == ((0,), (0, 1))
