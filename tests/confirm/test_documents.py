"""What confirm looks at in a document, as flat arrays: row d's entries are values[at[d]:at[d + 1]]."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import languages
from dedup.candidates.minhash import pack, tokenise
from dedup.confirm.alignment.reading import readable
from dedup.confirm.documents import Documents, capitalised, distinct_in_runs

NO_WORDS = ["", "!?"]


def tokens(text: str) -> set[int]:
    return set(tokenise(pack([text]))[0].tolist())


def run(values: np.ndarray, at: np.ndarray, k: int) -> list[int]:
    return values[at[k] : at[k + 1]].tolist()


def test_sentences_words_and_vectors_of_each_document(prepare, static_encoder):
    texts = ["The bridge opened. The bridge is new.", "Rice rose.", ""]
    sentences = ["The bridge opened.", "The bridge is new.", "Rice rose.", ""]
    documents, _ = prepare(texts)
    assert documents.sentence_at.tolist() == [0, 2, 3, 4]  # an empty document has one empty sentence
    assert documents.tokens.tolist() == [7, 2, 0]
    assert documents.lengths.tolist() == [17, 17, 9, 1]  # the marks at its end are not read
    for k, sentence in enumerate(sentences):
        assert run(documents.words, documents.word_at, k) == sorted(tokens(sentence))
    for k, text in enumerate(texts):
        assert run(documents.vocabulary, documents.vocabulary_at, k) == sorted(tokens(text))
    raw = static_encoder.encode([readable(sentence) for sentence in sentences])
    np.testing.assert_allclose(documents.vectors[:3], raw[:3] / np.linalg.norm(raw[:3], axis=1, keepdims=True), atol=1e-6)
    assert documents.next_dot[0] == pytest.approx(documents.vectors[0] @ documents.vectors[1], abs=1e-6)


def test_three_grams_run_across_sentences_and_come_once(prepare):
    documents, _ = prepare(["one two. three four", "one two three one two three", "one two", ""])
    assert np.diff(documents.gram_at).tolist() == [2, 3, 1, 0]
    assert set(run(documents.grams, documents.gram_at, 0)) & set(run(documents.grams, documents.gram_at, 1))  # one two three


def test_facts_by_sentence_and_by_document(prepare):
    documents, _ = prepare(["On May 5 it cost 20. It cost 20 again.", "On 5 May. No more."])
    assert np.diff(documents.fact_at).tolist() == [2, 1, 1, 0]
    assert np.diff(documents.all_fact_at).tolist() == [2, 1]
    assert run(documents.all_facts, documents.all_fact_at, 1)[0] in run(documents.all_facts, documents.all_fact_at, 0)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Yesterday the minister met Bounnhang Vorachith in Vientiane.", "Bounnhang Vorachith Vientiane"),
        ("Вчера министр встретил Сисулита, Кхамсука; потом Ван И.", "Сисулита Кхамсука Ван"),  # one letter says little
        ("The O’Neill-Smith family (Ann) came", "O’Neill-Smith"),
        ("Only the first word has a capital.", ""),
        ("部长会见本扬", ""),
        ("iPhone 5G and x2 in 2020", ""),
    ],
)
def test_capitalised_words_inside_a_sentence(sentence, names):
    lonely = [capitalised(f"x {name}") for name in names.split()]
    assert capitalised(sentence) == [h for hashes in lonely for h in hashes]
    assert len(capitalised(sentence)) == len(names.split())


def test_documents_without_words_have_no_vector_and_nothing_that_is_not_a_number(prepare):
    documents, weights = prepare(NO_WORDS)
    word_weight, vocabulary_weight = weights.words, weights.vocabulary
    assert documents.tokens.tolist() == [0, 0]
    assert not documents.vectors[0].any() and not documents.centre[0].any()
    assert all(np.isfinite(part).all() for part in (documents.vectors, documents.centre, documents.next_dot))
    assert len(word_weight) == len(vocabulary_weight) == 0


def test_no_documents(prepare):
    documents, _ = prepare([])
    assert len(documents.tokens) == 0 and documents.sentence_at.tolist() == [0]


def test_a_documents_centre_is_the_direction_of_its_whole_text(prepare, story):
    documents, _ = prepare([story["en"], story["zh"], "Shares in the steel maker fell to their lowest in a year."])
    similarity = documents.centre @ documents.centre.T
    np.testing.assert_allclose(np.diag(similarity), 1, atol=1e-5)
    assert similarity[0, 1] > similarity[0, 2] + 0.2


def test_the_language_and_the_rarity_of_each_word_come_along(prepare, story):
    documents, weights = prepare([story["en"], story["th"]])
    word_weight, vocabulary_weight = weights.words, weights.vocabulary
    names, _ = languages.model()
    assert [names[k] for k in documents.language] == ["en", "th"]
    assert len(word_weight) == len(documents.words) and len(vocabulary_weight) == len(documents.vocabulary)
    assert word_weight.min() > 0


def part(documents: Documents, k: int) -> list[list]:
    """Everything there is about document k."""
    s = slice(documents.sentence_at[k], documents.sentence_at[k + 1])
    return [
        documents.vectors[s].round(5).tolist(),
        documents.lengths[s].tolist(),
        [run(documents.words, documents.word_at, i) for i in range(s.start, s.stop)],
        [run(documents.fact_keys, documents.fact_at, i) for i in range(s.start, s.stop)],
        run(documents.vocabulary, documents.vocabulary_at, k),
        run(documents.grams, documents.gram_at, k),
        run(documents.all_facts, documents.all_fact_at, k),
        run(documents.all_capitals, documents.all_capital_at, k),
        [documents.tokens[k], documents.language[k]],
        documents.centre[k].round(4).tolist(),
    ]


TEXTS = st.lists(st.sampled_from(["The bridge opened.", "He met Li on May 5.", "老挝开通大桥。", "20 boats.", "!", " ", "\n"]), max_size=5)


@given(st.lists(TEXTS.map(" ".join), min_size=1, max_size=4))
def test_a_document_looks_the_same_whatever_stands_beside_it(prepare, texts):
    together, _ = prepare(texts)
    for k, text in enumerate(texts):
        assert part(together, k) == part(prepare([text])[0], 0)


@given(st.lists(st.lists(st.integers(0, 5), max_size=5), max_size=5))
def test_distinct_values_of_each_run(runs):
    at = np.cumsum([0] + [len(values) for values in runs])
    values, starts = distinct_in_runs(np.array([v for values in runs for v in values], np.uint64), at)
    assert [run(values, starts, k) for k in range(len(runs))] == [sorted(set(values)) for values in runs]
