"""Which sentences are held to mean the same: those that a chain of translations and equal words connects, and no others."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from dedup.training import sentence_pool
from dedup.training.parallel import held_out
from dedup.training.sentence_pool import fold, meanings, pool

DE = [("The ferry leaves at noon.", "Die Fähre legt mittags ab."), ("The boat departs at noon.", "Die Fähre legt mittags ab!"),
      ("He mends his nets at home.", "Zu Hause flickt er seine Netze.")]  # fmt: skip
FI = [("He mends his nets at home.", "Hän korjaa verkkonsa kotona."), ("She mends her nets at home.", "Hän korjaa verkkonsa kotona."),
      ("The ferry leaves at noon.", "Lautta lähtee puoliltapäivin.")]  # fmt: skip


def test_case_marks_and_contractions_make_no_other_sentence_but_another_word_does():
    assert fold("It's NOT far, is it?") == fold("it is not far is it") and fold("Don’t go!") == fold("Do not go.")
    assert fold("It is far.") != fold("It is not far.") and fold("हाँ, माँ।") != fold("हाँ, मँ।")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_translations_and_what_shares_one_mean_the_same():
    of = meanings([*DE, *FI])
    assert of[fold("The ferry leaves at noon")] == of[fold("the boat departs at noon!")] == of[fold("Lautta lähtee puoliltapäivin")]
    assert of[fold("The ferry leaves at noon.")] != of[fold("He mends his nets at home.")]


def test_a_paraphrase_shares_a_translation_and_nothing_that_the_other_language_leaves_open():
    known = pool({"de": DE, "fi": FI}).sentences
    assert known["The ferry leaves at noon."].told["en"] == ["The ferry leaves at noon.", "The boat departs at noon."]
    assert known["He mends his nets at home."].told["en"] == ["He mends his nets at home."]  # hän is he or she
    assert known["He mends his nets at home."].meaning == known["She mends her nets at home."].meaning  # and yet they are never strangers


def test_learned_sentences_and_captions_are_left_out_but_still_connect(tmp_path):
    english = [f"The baker of street {k} sells bread." for k in range(200)]
    rows = [f"{one}\tDer Bäcker der Straße {k} verkauft Brot.\tnews" for k, one in enumerate(english)]
    rows.append("A man stands by the river.\tEin Fluss und ein Mann davor.\tmulti30k_task2_test_2016")
    for folder, language in (("parallel", "de"), ("more", "da")):
        (tmp_path / folder).mkdir()
        with gzip.open(tmp_path / folder / f"en-{language}.tsv.gz", "wt", encoding="utf8") as file:
            file.write("\n".join([*rows, "Only here is this said.\tDet siges kun her.\tnews"][0 if language == "de" else -1 :]))
    found = sentence_pool.read(tmp_path / "parallel", tmp_path / "more")
    kept = {one for one in english if held_out(one)}
    new = {"Only here is this said."}
    assert kept | new >= set(found.sentences) - new >= kept - new and "A man stands by the river." not in found.sentences
    assert found.of_language["da"] == (["Only here is this said."] if not found.sentences.keys().isdisjoint(new) else [])
