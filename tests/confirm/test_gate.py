"""Words are laid beside each other only where it may matter: long texts of one language that share little are passed over."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.confirm import judge
from dedup.confirm.calibration import calibrated
from dedup.confirm.features import COLUMN, WITHIN
from dedup.normalise import clean
from dedup.run import Run

CLAUSE = (
    "The {0} keeps the {1} in good order and tells the {2} at once of any damage. Whoever breaks the {1} pays for it. The {2} may look at"
    " the {1} on two days of the week. A {0} who leaves gives the {1} back clean. "
)
RECIPE = (
    "Peel the {0} and cut it small. Fry the {1} in a little butter until it smells of nuts. Stir in the {2}, a pinch of salt and a cup of"
    " broth. Cover the pan, and let it stand while the {0} softens. Serve with {1} on top. "
)
FOOD = "parsnip leek barley chestnut carrot fennel pumpkin oat onion turnip celery lentil".split()
WORDS = "tenant boat owner keeper lamp harbour clerk ledger bank guest towel inn driver lorry firm pupil violin school".split()


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(1)
    clauses = [CLAUSE.format(*(WORDS[k] for k in rng.permutation(len(WORDS))[:3])) for _ in range(40)]
    one = "".join(clauses[:12])
    other = "".join(RECIPE.format(*(FOOD[k] for k in rng.permutation(len(FOOD))[:3])) for _ in range(14))
    notes = ("A short note about a boat.", "A short note.")
    texts = sorted(clean(text) for text in (one, one.replace("two days", "three days"), other, *notes))
    contents = pack(texts)
    left, right = np.triu_indices(len(texts), 1)
    prepared = judge.prepare(contents, left, right, language=languages.detect(contents), run=Run())
    place = {text: k for k, text in enumerate(texts)}
    copies = [place[clean(one)], place[clean(one.replace("two days", "three days"))]]
    raw = judge.features_of(prepared, left, right, workers=1, model=calibrated.load())
    return left, right, raw, judge.features_of(prepared, left, right, workers=1), copies, prepared


def test_copies_and_short_texts_are_looked_at_in_full(rows):
    left, right, raw, full, copies, prepared = rows
    for k in range(len(left)):
        if {left[k], right[k]} == set(copies) or min(prepared.documents.tokens[[left[k], right[k]]]) < 100:
            np.testing.assert_array_equal(raw[k], full[k])


def test_what_is_passed_over_lacks_what_stands_inside_the_links_alone(rows):
    _, _, raw, full, _, _ = rows
    outside = [k for k in range(raw.shape[1]) if k not in WITHIN]
    np.testing.assert_array_equal(raw[:, outside], full[:, outside])


def test_what_is_passed_over_is_no_duplicate(rows):
    _, _, raw, _, _, _ = rows
    over = np.isnan(raw[:, COLUMN["in_order"]])
    long = np.flatnonzero(over & (raw[:, COLUMN["log_length"]] > calibrated.LOG_LONG))
    assert len(long)
    model, relative = calibrated.load(), np.full((len(raw), len(calibrated.INPUTS) - raw.shape[1]), np.nan)
    assert np.all(model.probability(raw, relative, np.ones(len(raw), bool))[long] < calibrated.PASSED_OVER)
