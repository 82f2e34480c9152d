"""What texts are about: pages of one template, each about something else."""

from __future__ import annotations

import numpy as np

from dedup.confirm.features import NAMES, of_pairs

GUIDE = (
    "Moving from {0} to Sailcloth. {0} is a tool for small web sites. Export your pages from {0} first, and keep the folder. Then run the"
    " importer and look at the pages that {0} has made. Sailcloth reads them as they are. If {0} wrote a menu, copy it by hand."
)
UMZUG = "Von {0} zu Sailcloth wechseln. {0} ist ein Werkzeug für kleine Webseiten. Zuerst werden die Seiten aus {0} exportiert."
TOOLS = "Tamarind Quillwort Bramblepress Fennelkit Harebell Sorrelhouse Yarrowdock Mallowgen Teaselbox Comfrey Burdock Vetch".split()


def measured(prepare, texts, left, right, names) -> list[float]:
    documents, weights = prepare(texts)
    raw = of_pairs(documents, weights, np.array([left]), np.array([right]), workers=1)[0]
    return [float(raw[NAMES.index(name)]) for name in names]


def subject(prepare, texts, left, right) -> list[float]:
    return measured(prepare, texts, left, right, ("subject", "subject_kept"))


def exchanged(prepare, texts, left, right) -> list[float]:
    return measured(prepare, texts, left, right, ("exchanged", "exchanged_weight"))


def test_pages_of_one_template_are_about_different_things(prepare):
    texts = [*(GUIDE.format(tool) for tool in TOOLS), GUIDE.format("Tamarind").replace("first", "before all else")]
    (other, _), (same, _) = subject(prepare, texts, 0, 1), subject(prepare, texts, 0, 12)
    assert other < 0.6 < 0.9 < same


def test_a_translation_names_the_same_subject(prepare):
    texts = [*(GUIDE.format(tool) for tool in TOOLS), *(UMZUG.format(tool) for tool in TOOLS)]
    (other, kept_by_other), (same, kept) = subject(prepare, texts, 0, 13), subject(prepare, texts, 0, 12)
    assert same > 2 * other and kept > kept_by_other


def test_the_same_text_is_about_the_same(prepare):
    assert min(subject(prepare, [GUIDE.format("Tamarind")] * 2, 0, 1)) > 0.999


def test_of_two_texts_alone_nobody_knows_which_words_stand_in_several_languages(prepare):
    assert np.isnan(subject(prepare, [GUIDE.format("Tamarind"), UMZUG.format("Quillwort")], 0, 1)).all()


def test_a_page_that_names_another_tool_throughout_has_exchanged_its_subject(prepare):
    texts = [*(GUIDE.format(tool) for tool in TOOLS), GUIDE.format("Tamarind").replace("first", "before all else")]
    (other, weight), (edited, little) = exchanged(prepare, texts, 0, 1), exchanged(prepare, texts, 0, 12)
    assert other > 0.3 > 0.15 > edited and weight > 2 * little


def test_between_languages_a_name_is_exchanged_and_words_are_not(prepare):
    texts = [*(GUIDE.format(tool) for tool in TOOLS), *(UMZUG.format(tool) for tool in TOOLS)]
    (other, weight), (same, little) = exchanged(prepare, texts, 0, 13), exchanged(prepare, texts, 0, 12)
    assert other > same + 0.2 and weight > little


def test_what_one_text_has_more_is_no_exchange(prepare):
    longer = GUIDE.format("Tamarind") + " Quillwort and Quillwort's Quillwort plugin are written about in another place."
    assert exchanged(prepare, [*(GUIDE.format(tool) for tool in TOOLS), longer], 0, 12) == [0, 0]
