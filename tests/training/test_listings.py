"""Made listings: articles as several shops offer them, beside others of their series."""

from __future__ import annotations

from collections import Counter

from dedup.training import kin, listings


def test_articles_are_offered_by_several_shops_beside_others_of_their_series():
    made = listings.goods(3, series=60)
    sizes = Counter(made.gold)
    series = Counter(gold.rsplit("-", 1)[0] for gold in set(made.gold))
    assert len(set(made.texts)) == len(made.texts) and max(sizes.values()) == 3 and min(sizes.values()) == 1 and max(series.values()) > 3


def test_the_same_seed_gives_the_same_listings():
    assert listings.goods(3, series=20) == listings.goods(3, series=20) != listings.goods(4, series=20)


def test_folds_share_no_kin():
    folds = kin.folds(["variants", "retold-variants", "forms", "terms", "crosslingual", "twins-languages", "reuse"], 3)
    where = {name: k for k, fold in enumerate(folds) for name in fold}
    assert len(where) == 7 and where["variants"] == where["retold-variants"] and where["crosslingual"] == where["twins-languages"]
    assert all(folds)
