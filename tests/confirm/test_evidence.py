"""What is shown as a conflict of facts, and what is not."""

from __future__ import annotations

from dedup.confirm.evidence import fact_conflicts
from dedup.data import SentenceLink


def conflicts(left: str, right: str, *, score: float = 0.9) -> list[tuple[str, str]]:
    found = fact_conflicts([left], [right], [SentenceLink((0,), (0,), score)])
    return [(one.left, one.right) for one in found]


def test_other_figures_and_dates_conflict():
    assert conflicts("On 3 May the index lost 41 points.", "On 4 May the index lost 52 points.") == [("3 May", "4 May"), ("41", "52")]


def test_the_same_figures_written_otherwise_do_not():
    assert conflicts("It handled 42,000 tonnes.", "It handled 42000 tonnes.") == []
    assert conflicts("The index closed at 26,469.89.", "The index closed at 26,470.") == []


def test_a_figure_that_one_side_leaves_out_is_no_conflict():
    assert conflicts("41 people came on 3 May.", "People came on 3 May.") == []


def test_sentences_that_are_hardly_alike_are_not_compared():
    assert conflicts("41 people came.", "52 people came.", score=0.2) == []


def test_a_figure_that_moved_to_another_sentence_is_no_conflict():
    left, right = ["On 3 May 41 people came.", "The index lost 52 points."], ["On 3 May the index lost 52 points.", "Some 41 people came."]
    crossed = [SentenceLink((0,), (0,), 0.9), SentenceLink((1,), (1,), 0.9)]
    assert fact_conflicts(left, right, crossed) == []
    assert len(fact_conflicts(left, [right[0], "Some 60 people came."], crossed[:1])) == 0  # 41 stands alone in its pair
    assert len(fact_conflicts(left[:1], ["On 3 May 60 people came."], crossed[:1])) == 1


def test_a_day_without_its_month_is_no_conflict_inside_a_pair_alone():
    dated, link = ["The boat sailed on 16 March."], [SentenceLink((0,), (0,), 0.9)]
    assert fact_conflicts(dated, ["It sailed on the 16th."], link) == []
    assert len(fact_conflicts(dated, ["It sailed on the 17th.", "Some 16 people saw it."], link)) == 1
