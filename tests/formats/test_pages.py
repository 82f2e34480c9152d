"""Whole pages are read by a parser; their main text alone where that is asked for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dedup import find_duplicates
from dedup.cli import main
from dedup.errors import UsageError
from dedup.formats import pages
from dedup.normalise import clean

STORY = "The old ferry stops at noon on Friday, and a bridge will take its place before the winter. Nobody who lives there is glad of it."
PAGE = f"""<!DOCTYPE html><html lang=en><head><title>Ferry</title><style>p {{}}</style></head><body>
<nav><ul><li><a href=/>Home</a><li>News</ul></nav><main><article><h1>The ferry</h1><p>{STORY}<p>H<sub>2</sub>O &lt; ice
&amp; snow<script>var x = "<p>no</p>"</script><noscript>Switch it on</noscript><template>none</template></article></main>
<table><tr><td>one<td>two</table><!-- <p>hidden --></body></html>"""


def test_a_page_is_compared_by_what_it_shows():
    assert clean(PAGE) == f"Home\nNews\nThe ferry\n{STORY}\nH2O < ice & snow\none two"


def test_the_lines_of_preformatted_text_stay():
    assert clean("<html><body><pre>one\ntwo</pre><p>three</body></html>") == "one\ntwo\nthree"


@pytest.mark.parametrize("text", ["<html>", "<html></html>", "<!doctype html>", "<html><frameset><frame></frameset></html>"])
def test_pages_without_a_body_are_empty(text):
    assert clean(text) == ""


@pytest.mark.parametrize("text", ["<p>one</p> two", "see <html> and </html>", "the <body> of it", "plain"])
def test_fragments_are_no_pages(text):
    assert not pages.is_page(text) and pages.main_text(text) == text


def test_pages_of_more_tags_than_the_parser_reads_in_time_are_cleaned_all_the_same():
    text = "<html><body>" + "<b>ice</b> " * pages.TAGS + "</body></html>"
    assert not pages.is_page(text) and set(clean(text).split()) == {"ice"}


def test_the_main_text_of_pages_is_taken_where_asked_for():
    pytest.importorskip("trafilatura")
    story = clean(PAGE, html="main")
    assert STORY in story and "Home" not in story
    texts = [PAGE, PAGE.replace("Home", "Start").replace("News", "Sport"), f"<p>{STORY}</p>"]
    assert find_duplicates(texts, find="exact", html="main").clusters.column("label").to_pylist().count("exact") == 1
    assert find_duplicates(texts, find="exact").clusters.column("label").to_pylist().count("exact") == 0


def test_the_command_compares_main_texts_and_writes_the_pages(tmp_path):
    pytest.importorskip("trafilatura")
    texts = [PAGE, PAGE.replace("Home", "Start")]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf8")
    arguments = ["run", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out"), "--find", "exact", "--html", "main"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf8"))
    assert manifest["settings"]["html"] == "main" and manifest["counts"]["kept"] == 1
    assert json.loads((tmp_path / "out" / "kept.jsonl").read_text(encoding="utf8"))["text"] in texts


def test_without_the_package_the_remedy_names_the_extra(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError) as error:
        find_duplicates([PAGE], html="main")
    assert "trafilatura" in str(error.value) and "dedup-documents[html]" in error.value.remedy
    find_duplicates([PAGE], find="exact")


def test_a_parser_is_loaded_only_for_pages():
    code = "import sys; from dedup.normalise import clean; clean('<p>a</p>'); print('selectolax' in sys.modules); clean('<html>a'); " \
        "print('selectolax' in sys.modules, 'trafilatura' in sys.modules)"  # fmt: skip
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "False"]


@pytest.mark.parametrize("unit", ["<div>", "<div></b>", "<pre>\n", "<table>", "<ul><li>"])
def test_elements_nested_by_the_thousand_are_no_page(unit):
    assert not pages.is_page("<html><body>" + unit * 5_000)
    assert pages.is_page("<html><body>" + unit * 500)


def test_many_elements_beside_each_other_are_a_page():
    assert pages.is_page("<html><body>" + "<div><b>a</b><br><p>b<img></div>" * 3_000)


def test_comments_without_an_end_stay_in_raw_text():
    assert pages.body_text("<html><body><xmp>a <!-- b <!-- c --> d <!-- e</xmp>").split() == ["a", "d", "<!--", "e"]
