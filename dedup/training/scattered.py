"""Labelled sets of short texts drawn at random: nothing alike, but for the versions that are planted.

A document is made of one sentence or a few, of which none is used twice in a set, nor another one of the same meaning. Its version
says the same in another language or, where that is known, in its own. Some documents are the nearest neighbours of others by their
words, and say something else. All wear what such texts wear: a title's capitals, an instruction's prefix, a page's last line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from dedup.training.made_sets import Made
from dedup.training.sentence_pool import WORD, Pool, fold

Dress = Callable[[list[str], np.random.Generator], str]
NEAREST_OF = 1000  # sentences of a language among which neighbours are looked for
RUN = 24  # sentences that have one language in common, for documents of several in English
OWN, ENGLISH = 0.3, 0.5  # how often a version is one in the document's own language, if there is one, and else in English
# Words that may differ where two sentences say the same all the same.
SLIGHT = frozenset(
    "really very quite rather pretty just only still also even already always this that these those some much many more most here there "
    "then today about like want need going will would could should must have been does your their them they what which every each with "
    "from into over thing things someone somebody anyone anybody everyone everybody".split()
)
MARK = re.compile(r"[.!?。！？।؟።]+[\"”»』」)]*$")
FIRST = re.compile(r"(?<![\w'’])\w")


class Plan(NamedTuple):
    """What a set is drawn from: its languages in turn, how many documents, the fewest and most sentences of one.

    planted: the share of documents with a version. near: of those (of one sentence) whose nearest neighbour comes next. length: the
    fewest and most characters of an English sentence. with_: what has to stand in it (regex). dress: makes a document of sentences.
    alike: how often a version is dressed as its document is. reused: the share of documents that begin with a sentence of another one.
    """

    languages: tuple[str, ...]
    documents: int
    sentences: tuple[int, int]
    planted: float
    dress: Dress
    near: float = 0.0
    length: tuple[int, int] = (24, 400)
    with_: str = ""
    alike: float = 0.7
    reused: float = 0.0


def scattered(pool: Pool, plan: Plan, *, seed: int) -> Made:
    """The documents of a plan, those with a version followed by it. Gold is the meaning of single sentences, else the document's."""
    rng, made, used, seen = np.random.default_rng(seed), Made([], []), set[int](), dict[str, list[str]]()
    streams = {language: _stream(pool, plan, language, rng) for language in plan.languages}
    for number in range(plan.documents):
        language = plan.languages[number % len(plan.languages)]
        told = _drawn(pool, streams[language], int(rng.integers(plan.sentences[0], plan.sentences[1] + 1)), used)
        if told:
            told = _reused(told, seen.setdefault(language, []), plan.reused, rng)
            texts = _versions(pool, told, language, rng, planted=rng.random() < plan.planted)
            made.texts.extend(_dressed(texts, plan, rng))
            made.gold.extend([_gold(pool, told, number)] * len(texts))
    return made


def _reused(told: list[str], seen: list[str], share: float, rng: np.random.Generator) -> list[str]:
    """The sentences, the first one now and then replaced by one of those seen before."""
    if share and seen and rng.random() < share:
        told = [seen[int(rng.integers(len(seen)))], *told[1:]]
    seen.append(told[0])
    return told


def _dressed(texts: Sequence[list[str]], plan: Plan, rng: np.random.Generator) -> list[str]:
    """The versions in the same dress, or each in its own."""
    draw = int(rng.integers(2**32))
    own = 1 if rng.random() >= plan.alike else 0
    return [plan.dress(text, np.random.default_rng(draw + own * k)) for k, text in enumerate(texts)]


def _gold(pool: Pool, told: Sequence[str], number: int) -> str:
    return f"meaning-{pool.sentences[told[0]].meaning}" if len(told) == 1 else f"document-{number}"


def _stream(pool: Pool, plan: Plan, language: str, rng: np.random.Generator) -> Iterator[str]:
    """English sentences that the language has, in any order; some are followed by their nearest neighbour."""
    known = _in_runs([_known(pool, plan, one, rng) for one in (pool.of_language if language == "en" else [language])], rng)
    some = known[:NEAREST_OF] if plan.near else []
    near = nearest(some, [pool.sentences[one].told[language][0] for one in some])
    for one in known:
        yield one
        if one in near and rng.random() < plan.near:
            yield near[one]


def _known(pool: Pool, plan: Plan, language: str, rng: np.random.Generator) -> list[str]:
    least, most = plan.length
    known = [one for one in pool.of_language.get(language, ()) if least <= len(one) <= most and re.search(plan.with_, one)]
    return [known[k] for k in rng.permutation(len(known)).tolist()]


def _in_runs(lists: Sequence[list[str]], rng: np.random.Generator) -> list[str]:
    """The sentences of each list in runs, the runs in any order: sentences in a row have mostly one other language in common."""
    runs = [one[k : k + RUN] for one in lists for k in range(0, len(one), RUN)]
    return [sentence for k in rng.permutation(len(runs)).tolist() for sentence in runs[k]]


def _drawn(pool: Pool, stream: Iterator[str], count: int, used: set[int]) -> list[str]:
    """So many sentences whose meaning no document has; none if the language has no more."""
    told: list[str] = []
    for one in stream:
        if pool.sentences[one].meaning not in used:
            used.add(pool.sentences[one].meaning)
            told.append(one)
        if len(told) == count:
            return told
    return []


def _versions(pool: Pool, told: Sequence[str], language: str, rng: np.random.Generator, *, planted: bool) -> list[list[str]]:
    known = [pool.sentences[one].told for one in told]
    text = [one[language][0] for one in known]
    others = sorted(set(known[0]).intersection(*known[1:]) - {language})
    if not planted or not others:
        return [text]
    if all(len(one[language]) > 1 for one in known) and rng.random() < OWN:
        return [text, [one[language][1] for one in known]]
    other = "en" if "en" in others and rng.random() < ENGLISH else others[int(rng.integers(len(others)))]
    return [text, [one[other][0] for one in known]]


def nearest(english: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """By its English, the sentence that shares most words or, without spaces, characters, and yet says something else."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if len(texts) < 3:
        return {}
    spaced = np.mean([" " in text for text in texts]) > 0.5
    options = dict(token_pattern=r"\w+") if spaced else dict(analyzer="char", ngram_range=(1, 2))
    words = TfidfVectorizer(**options).fit_transform(texts)
    likeness = (words @ words.T).toarray()
    order = np.argsort(-likeness, axis=1, kind="stable")[:, 1:6].tolist()
    found = {one: [english[k] for k in row if differ(one, english[k])] for one, row in zip(english, order, strict=True)}
    return {one: others[0] for one, others in found.items() if others}


def differ(one: str, other: str) -> bool:
    """Whether each of two English sentences has a word that carries a meaning and that the other one has in no form."""
    a, b = (set(WORD.findall(fold(text))) for text in (one, other))
    return _own(a, b) and _own(b, a)


def _own(words: set[str], others: set[str]) -> bool:
    forms = {word[:4] for word in others}
    return any(len(word) > 3 and word not in SLIGHT and word[:4] not in forms for word in words)


# -- what documents wear


def plain(sentences: list[str], rng: np.random.Generator) -> str:
    """The sentences in a row, or one a line."""
    return (" " if rng.random() < 0.7 else "\n").join(sentences)


def headline(sentences: list[str], rng: np.random.Generator) -> str:
    """Without its mark at the end; some in capitals, some with capitals before each word."""
    text, way = MARK.sub("", " ".join(sentences)).strip(), float(rng.random())
    return text.upper() if way < 0.15 else FIRST.sub(lambda m: m.group().upper(), text) if way < 0.4 else text


def subtitle(sentences: list[str], rng: np.random.Generator) -> str:
    """One speaker's turn a line."""
    dash = "- " if rng.random() < 0.5 else ""
    return "\n".join(dash + sentence for sentence in sentences)


INSTRUCTIONS = (
    "Translate to {}: {}", "Summarise: {1}", "Rewrite the following in plain words. {1}", "Translate the sentence below into {}.\n{}",
    "Classify the sentiment of this review as positive or negative.\n\n{1}", "Fix the grammar: {1}",
    "Instruction: answer briefly\nInput: {1}",
    "You are a helpful assistant. Reply to the user in {}.\nUser: {}",
)  # fmt: skip
INTO = ("French", "German", "Hindi", "Polish", "Yoruba")


def instruction(sentences: list[str], rng: np.random.Generator) -> str:
    """Behind a prefix: half of all documents behind the first one."""
    form = INSTRUCTIONS[0 if rng.random() < 0.5 else int(rng.integers(len(INSTRUCTIONS)))]
    return form.format(INTO[int(rng.integers(len(INTO)))] if form != INSTRUCTIONS[0] else INTO[0], " ".join(sentences))


TAILS = (
    "Foto: dpa", "0", "© 2024", "12.05.2023", "https://example.org/", "Photo: staff", "All rights reserved.", "(pm/rs)", "Read more", "|",
    "#news", "© 2019 Example Media", "14:30", "Источник: агентство", "图片：本社", "Quelle: Agentur", "Crédit photo : AFP", "1",
)  # fmt: skip


def tailed(sentences: list[str], rng: np.random.Generator) -> str:
    """Most with a page's last line, a third of all with the same one."""
    draw = float(rng.random())
    if draw < 0.15:
        return plain(sentences, rng)
    tail = TAILS[0] if draw < 0.5 else TAILS[int(rng.integers(len(TAILS)))]
    return " ".join(sentences) + ("\n" if rng.random() < 0.5 else " ") + tail
