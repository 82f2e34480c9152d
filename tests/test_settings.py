"""Settings that contradict themselves are refused in one line with a remedy."""

from __future__ import annotations

import dataclasses

import pytest

from dedup.errors import UsageError
from dedup.settings import Settings


@pytest.mark.parametrize(
    "wrong",
    [
        dict(find="fuzzy"),
        dict(threshold=0),
        dict(threshold=1.01),
        dict(threshold=float("nan")),
        dict(keep="shortest"),
        dict(keep="field"),
        dict(workers=-1),
        dict(html="body"),
    ],
)
def test_wrong_values_are_refused_with_a_remedy(wrong):
    (name, value) = next(iter(wrong.items()))
    with pytest.raises(UsageError) as error:
        Settings(**wrong)
    assert str(error.value).startswith(f"{name}=") and str(value) in str(error.value)
    assert error.value.remedy and "\n" not in str(error.value)


@pytest.mark.parametrize(
    "right",
    [
        dict(find="exact"), dict(find="near"), dict(threshold=1.0), dict(threshold=0.01), dict(keep="field:date"), dict(workers=7),
        dict(html="main"), dict(jaccard=1.0), dict(sample=1.0), dict(minima=1), dict(window=1), dict(neighbours=0), dict(seed=0),
        dict(short_neighbours=0), dict(passage_neighbours=0), dict(word_neighbours=0), dict(word_share=1.0),
    ],
)  # fmt: skip
def test_right_values_are_taken(right):
    assert dataclasses.asdict(Settings(**right)) == dataclasses.asdict(Settings()) | right


@pytest.mark.parametrize(
    "wrong",
    [
        dict(jaccard=1.5), dict(jaccard=0), dict(jaccard=float("nan")), dict(minima=0), dict(shingle_size=0), dict(window=0),
        dict(sample=-1), dict(sample=0), dict(posting_cap=-1), dict(floor=-1), dict(neighbours=-1), dict(shared=0), dict(seed=-1),
        dict(keep="field:"), dict(short_neighbours=-1), dict(passage_neighbours=-1), dict(word_neighbours=-1), dict(word_share=0),
    ],
)  # fmt: skip
def test_wrong_values_of_the_search_are_refused(wrong):
    with pytest.raises(UsageError, match=f"^{next(iter(wrong))}="):
        Settings(**wrong)


def test_settings_cannot_be_changed_behind_a_run():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().threshold = 0.9
