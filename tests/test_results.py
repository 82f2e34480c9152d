"""From rows to what the user sees: the row of each document, the pairs with their evidence, the names."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup import cluster, exact, results
from dedup.data import Alias, Distinct, Evidence, FactConflict, Ids, Judged, NameEntry, NameMatch, SentenceLink
from dedup.names.known import Known
from dedup.pipeline import Found
from dedup.progress import NO_BAR

Pairs = dict[tuple[int, int], tuple[float, str]]
NEAR, VARIANT, RELATED = "near-duplicate", "translation-variant", "related"


def found(pairs: Pairs, contents: list[str], threshold: float = 0.5) -> Found:
    """What a run would have found. `contents`: ids of the documents of each content, one character each, as in ["a", "bc"].

    `pairs` are judged pairs of contents. The documents come in the order of their ids.
    """
    ids = sorted("".join(contents))
    member_of = np.array([next(k for k, members in enumerate(contents) if id in members) for id in ids], np.int64)
    first = np.array([ids.index(min(members)) for members in contents], np.int64)
    digest = np.array([[k + 1, 7] for k in range(len(contents))], np.uint64)
    left, right = np.array(list(pairs), np.int64).reshape(-1, 2).T
    probability, label = [p for p, _ in pairs.values()], [name for _, name in pairs.values()]
    features = np.full((len(pairs), 2), (0.25, np.nan)) if pairs else np.empty((0, 2))
    judged = Judged(left, right, np.array(probability, float), label, features, ("overlap", "facts"))
    clusters = cluster.group(len(contents), judged, threshold=threshold)
    return Found(Distinct(first, member_of, digest), 0, [], judged, None, clusters)


def table(pairs: Pairs, contents: list[str], *, keep: str = "", threshold: float = 0.5) -> dict[str, dict]:
    """The rows of clusters.jsonl by id; `keep` lists ids from the most wanted on."""
    ids = sorted("".join(contents))
    order = sorted(ids, key=lambda id: (id not in keep, keep.find(id), id))
    preference = np.array([order.index(id) for id in ids])
    all_found, column = found(pairs, contents, threshold), Ids(pa.chunked_array([ids]))
    given = results.verdicts(all_found, preference, threshold=threshold)
    rows = results.clusters_table(all_found, column, given).to_pylist()
    parts = [results.clusters_table(all_found, column, given, slice(k, k + 2)) for k in range(0, len(ids), 2)]
    assert pa.concat_tables(parts).to_pylist() == rows
    assert [row["id"] for row in rows] == ids
    return {row["id"]: row for row in rows}


def relation(row: dict) -> tuple:
    return row["duplicate_of"], row["label"], row["probability"]


def test_a_document_alone_is_its_own_canonical():
    rows = table({}, ["a", "b"])
    assert rows["a"] == dict(id="a", cluster="00000000000000010000", canonical=True, duplicate_of=None, label=None, probability=None)
    assert rows["a"]["cluster"] != rows["b"]["cluster"]


def test_an_exact_copy():
    assert relation(table({}, ["ab"])["b"]) == ("a", "exact", 1.0)


def test_a_judged_duplicate():
    rows = table({(0, 1): (0.9, VARIANT)}, ["a", "b"])
    assert rows["a"]["cluster"] == rows["b"]["cluster"]
    assert relation(rows["a"]) == (None, None, None) and relation(rows["b"]) == ("a", VARIANT, 0.9)


def test_the_policy_decides_who_is_canonical_and_not_the_id_of_the_group():
    rows = table({(0, 1): (0.9, VARIANT)}, ["a", "b"], keep="b")
    assert relation(rows["a"]) == ("b", VARIANT, 0.9) and rows["b"]["canonical"]
    assert rows["a"]["cluster"] == table({(0, 1): (0.9, VARIANT)}, ["a", "b"])["a"]["cluster"]


def test_a_copy_of_a_duplicate_is_a_duplicate_of_the_canonical_one():
    rows = table({(0, 1): (0.9, VARIANT)}, ["a", "bc"])
    assert relation(rows["b"]) == relation(rows["c"]) == ("a", VARIANT, 0.9)
    rows = table({(0, 1): (0.9, VARIANT)}, ["a", "bc"], keep="c")
    assert relation(rows["b"]) == ("c", "exact", 1.0) and relation(rows["a"]) == ("c", VARIANT, 0.9)


def test_a_document_that_was_never_compared_with_the_canonical_one_has_its_own_surest_pair():
    """a - b - c is a chain: a stays, and c is there because of b."""
    rows = table({(0, 1): (0.9, VARIANT), (1, 2): (0.7, NEAR)}, ["a", "b", "c"])
    assert relation(rows["b"]) == ("a", VARIANT, 0.9)
    assert relation(rows["c"]) == ("a", NEAR, 0.7)


def test_the_surest_pair_is_the_surest_on_either_side():
    """b is the right side of its weaker pair and the left side of its stronger one; d stays, and a alone was compared with it."""
    pairs = {(0, 1): (0.6, VARIANT), (1, 2): (0.95, NEAR), (0, 3): (0.8, VARIANT)}
    rows = table(pairs, ["a", "b", "c", "d"], keep="d")
    assert relation(rows["b"]) == relation(rows["c"]) == ("d", NEAR, 0.95)
    assert relation(rows["a"]) == ("d", VARIANT, 0.8)


def test_a_pair_with_the_canonical_that_was_not_confirmed_is_no_reason():
    """a and c were compared and left in doubt; c is there because of b."""
    rows = table({(0, 1): (0.95, VARIANT), (1, 2): (0.9, NEAR), (0, 2): (0.3, RELATED)}, ["a", "b", "c"])
    assert relation(rows["c"]) == ("a", NEAR, 0.9)


def test_a_merge_that_was_refused_gives_two_groups():
    rows = table({(0, 1): (0.9, VARIANT), (1, 2): (0.7, NEAR), (0, 2): (0.01, RELATED)}, ["a", "b", "c"])
    assert rows["b"]["duplicate_of"] == "a" and rows["c"]["canonical"] and rows["c"]["cluster"] != rows["a"]["cluster"]


CONTENTS = ["a", "bc", "d", "efg", "h", "i"]
EDGES = [(a, b) for b in range(len(CONTENTS)) for a in range(b)]
PAIRS = st.dictionaries(st.sampled_from(EDGES), st.sampled_from([0.0, 0.05, 0.3, 0.5, 0.6, 0.9]))
PREFERENCES = st.permutations("abcdefghi").map("".join)


@given(PAIRS, PREFERENCES, st.sampled_from([0.5, 0.6]))
def test_every_row_has_a_reason_that_is_a_pair_of_its_group(probabilities, keep, threshold):
    pairs = {pair: (p, NEAR if p >= threshold else RELATED) for pair, p in probabilities.items()}
    rows = table(pairs, CONTENTS, keep=keep, threshold=threshold)
    content = {id: k for k, members in enumerate(CONTENTS) for id in members}
    for id, row in rows.items():
        members = [other for other, its in rows.items() if its["cluster"] == row["cluster"]]
        best = min(members, key=keep.index)
        assert row["canonical"] == (id == best)
        if id == best:
            assert relation(row) == (None, None, None)
            continue
        assert row["duplicate_of"] == best
        if content[id] == content[best]:
            assert relation(row) == (best, "exact", 1.0)
            continue
        direct = tuple(sorted((content[id], content[best])))
        own = [pairs[pair] for pair in pairs if content[id] in pair and pairs[pair][0] >= threshold and same_group(pair, rows)]
        confirmed = direct in pairs and pairs[direct][0] >= threshold
        assert (row["probability"], row["label"]) == (pairs[direct] if confirmed else max(own))


def same_group(pair: tuple[int, int], rows: dict[str, dict]) -> bool:
    return len({rows[CONTENTS[content][0]]["cluster"] for content in pair}) == 1


# -- pairs and evidence


def test_pairs_are_the_exact_copies_and_then_all_that_was_judged():
    run = found({(0, 1): (0.9, VARIANT), (1, 2): (0.2, RELATED)}, ["a", "bcd", "e"])
    rows = list(results.pair_rows(run, "abcde", None))
    assert rows[:2] == [dict(left="b", right=id, label="exact", probability=1.0, evidence={}) for id in "cd"]
    features = dict(features=dict(overlap=0.25, facts=None))  # no evidence is none, not zero
    assert rows[2:] == [
        dict(left="a", right="b", label=VARIANT, probability=0.9, evidence=features),
        dict(left="b", right="e", label=RELATED, probability=0.2, evidence=features),
    ]


EVIDENCE = Evidence(
    left_sentences=("It rains.", "Khamsouk came on 4 May."),
    right_sentences=("Kansu came on 3 May.",),
    links=(SentenceLink((0, 1), (0,), 0.7),),
    names=(NameMatch(("Khamsouk",), ("Kansu",), 0.9),),
    conflicts=(FactConflict(1, 0, "4 May", "3 May"),),
    features=dict(overlap=0.25),
)


class Explains:
    """An explainer that knows one thing to say, on any pair, and the people of some."""

    chosen = frozenset([0])

    def __init__(self, *matches: tuple[int, int, list[NameMatch]]):
        self._matches = list(matches)

    def explain(self, k: int) -> Evidence:
        return EVIDENCE

    def matches(self, *, bar=NO_BAR) -> list:
        return self._matches

    def mentions(self, row: int) -> list:
        return []


def test_pairs_that_are_asked_for_get_full_evidence():
    run = found({(0, 1): (0.9, VARIANT), (1, 2): (0.2, RELATED)}, ["a", "b", "c"])
    duplicate, related = results.pair_rows(run, "abc", Explains(), {0})
    assert duplicate["evidence"] == dict(
        sentences=[2, 1],
        links=[dict(left=[0, 1], right=[0], score=0.7)],
        names=[dict(left=["Khamsouk"], right=["Kansu"], score=0.9)],
        conflicts=[dict(left_sentence=1, right_sentence=0, left="4 May", right="3 May")],
        features=dict(overlap=0.25),
    )
    assert set(related["evidence"]) == {"features"}
    assert all(set(row["evidence"]) == {"features"} for row in results.pair_rows(run, "abc", Explains()))


def test_with_some_pairs_alone_what_is_measured_is_said_of_the_chosen_duplicates():
    run = found({(0, 1): (0.9, VARIANT), (0, 2): (0.9, VARIANT), (1, 2): (0.2, RELATED)}, ["a", "b", "c"])
    rows = list(results.pair_rows(run, "abc", Explains(), (), [0, 1, 2]))
    assert [set(row["evidence"]) for row in rows] == [{"features"}, set(), {"features"}]


# -- names


def test_a_name_has_its_spellings_with_the_ids_of_their_documents():
    entry = NameEntry("Khamsouk", (Alias("Khamsouk", 1.0, (0, 2)), Alias("Kansu", 0.98765, (1,))))
    assert results.name_rows([entry], ["b", "c", "a"].__getitem__) == [
        dict(name="Khamsouk", aliases=[
            dict(text="Khamsouk", score=1.0, documents=["a", "b"]), dict(text="Kansu", score=0.9877, documents=["c"]),
        ])
    ]  # fmt: skip


def test_the_people_of_the_matched_pairs_are_put_together():
    matches = (0, 1, [NameMatch(("Khamsouk",), ("Kansu",), 0.9)]), (1, 2, [NameMatch(("Kansu",), ("Kansuk",), 0.8)])
    (entry,) = results.name_entries(Explains(*matches), known=Known([], []))
    assert {alias.text for alias in entry.aliases} == {"Khamsouk", "Kansu", "Kansuk"}
    apart = results.name_entries(Explains(*matches), known=Known([], [("Khamsouk", "Kansuk")]))
    assert [{alias.text for alias in entry.aliases} for entry in apart] == [{"Khamsouk", "Kansu"}]


def test_without_confirmation_there_are_no_names():
    assert results.name_entries(None, known=Known([], [])) == []


def test_the_id_of_a_group_is_the_digest_of_its_smallest_content():
    rows = table({(1, 2): (0.9, NEAR)}, ["a", "b", "c"])
    assert rows["b"]["cluster"] == rows["c"]["cluster"] == f"{2:016x}{7:016x}"[: 2 * exact.NAME_BYTES]
