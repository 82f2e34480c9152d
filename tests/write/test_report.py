"""Groups and evidence → one page: what it shows, what it leaves out, and that no text in it can do anything."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.data import Evidence, FactConflict, NameMatch, SentenceLink
from dedup.write import report
from dedup.write.report import GroupView, Mark, MemberView, PairView, ReportView, in_order, layout, render, segments, why

OURS = Path(report.__file__)
VOID = {"meta", "input", "br", "hr", "img", "link", "wbr"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script src=https://evil.example/x.js></script>",
    "</style><style>*{display:none}</style>",
    "\"><img src=x onerror='alert(1)'>",
    "' onmouseover='alert(1)' x='",
    "{{ 7 * 7 }} {% raw %} {# gone #}",
    "<!-- &amp; &#60; --> ]]>",
    "\u202eright to left\u2066 and not closed",
    "javascript:alert(1)",
]


class Element:
    """An element of the page: tag, attributes, children, and the text of all of them."""

    def __init__(self, tag: str, attributes: dict[str, str | None]):
        self.tag, self.attributes, self.children = tag, attributes, []

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    def all(self, *, tag: str | None = None, cls: str | None = None) -> list[Element]:
        inner = [child for child in self.children if isinstance(child, Element)]
        here = [self] if tag in (None, self.tag) and (cls is None or cls in self.classes) else []
        return here + [found for child in inner for found in child.all(tag=tag, cls=cls)]


class Page(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(html)
        self.close()
        assert self._open == [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop().tag == tag

    def handle_data(self, data):
        self._open[-1].children.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")


def evidence(left, right, links=(), names=(), conflicts=(), features=None) -> Evidence:
    links = tuple(SentenceLink(tuple(a), tuple(b), 0.5) for a, b in links)
    return Evidence(tuple(left), tuple(right), links, tuple(names), tuple(conflicts), features or {})


def group(pairs=(), *, size=2, cluster="c", label="translation-variant") -> GroupView:
    return GroupView(cluster, "a", [MemberView("a", "", 1.0), MemberView("b", label, 0.9)], list(pairs), size)


def page_of(groups=(), **more) -> Element:
    empty = dict(title="", counts={}, group_total=len(groups), related=[], related_total=0, names=[], name_total=0, manifest={})
    return Page(render(ReportView(groups=list(groups), **empty | more))).root


def shown(*args, **more) -> Element:
    """The page of one pair with this evidence."""
    return page_of([group([PairView("a", "b", "translation-variant", 0.9, evidence(*args, **more))])])


def texts(elements: list[Element]) -> list[str]:
    return [" ".join(element.text.split()) for element in elements]


def marked(element: Element, kind: str) -> list[tuple[str, str | None]]:
    return [(mark.text, mark.attributes.get("data-n")) for mark in element.all(tag="mark", cls=kind)]


def sentences(element: Element, side: str) -> list[str]:
    return [s.text for cell in element.all(cls=side) for s in cell.all(cls="sentence")]


def rows(page: Element) -> list[tuple[list[str], list[str]]]:
    """The sentences of each row, left and right."""
    return [(sentences(row, "left"), sentences(row, "right")) for row in page.all(cls="rows")[0].all(tag="li")]


def more(page: Element) -> list[str]:
    return texts(page.all(cls="more"))


@pytest.fixture(scope="module")
def hostile() -> Element:
    """A page in which every text is an attack."""
    a, b = HOSTILE[0], HOSTILE[3]
    name, conflict = NameMatch((a,), tuple(HOSTILE), 0.9), FactConflict(0, 0, a, b)
    given = evidence([a, *HOSTILE], HOSTILE, [([0], [0])], [name], [conflict], {a: 0.1})
    pairs = [PairView(text, text[::-1], text, 0.5, given) for text in HOSTILE]
    groups = [GroupView(text, text, [MemberView(text + "2", text, 0.5)], pairs, 2) for text in HOSTILE]
    return page_of(
        groups, title="".join(HOSTILE), counts={a: 3}, related=pairs, related_total=len(pairs), name_total=1, meanings={a: b},
        names=[{"name": a, "aliases": [{"text": b, "score": 0.5, "documents": [a, b]}]}],
        manifest={a: b, "settings": {a: b, "nested": {a: [b]}}, "skipped": HOSTILE},
    )  # fmt: skip


class TestHostileText:
    def test_no_script_and_no_style_but_ours(self, hostile):
        assert [script.text for script in hostile.all(tag="script")] == [OURS.with_suffix(".js").read_text("utf-8")]
        assert [style.text for style in hostile.all(tag="style")] == [OURS.with_suffix(".css").read_text("utf-8")]

    def test_only_elements_and_attributes_of_the_template(self, hostile):
        template = OURS.with_suffix(".html").read_text("utf-8") + OURS.with_name("drawn.py").read_text("utf-8")
        assert {element.tag for element in hostile.all()} - {""} <= set(re.findall(r"<([a-z][a-z0-9]*)", template)) - {"img"}
        attributes = {name for element in hostile.all() for name in element.attributes}
        assert not any(name.startswith("on") or name in ("src", "style", "action", "srcdoc") for name in attributes)

    def test_every_text_comes_back(self, hostile):
        drawn = hostile.all(cls="rows")[0]
        assert (sentences(drawn, "left"), sentences(drawn, "right")) == ([HOSTILE[0], *HOSTILE], HOSTILE)
        assert hostile.all(tag="title")[0].text == hostile.all(tag="h1")[0].text == "".join(HOSTILE)
        assert {h.text for h in hostile.all(tag="h3")} == set(HOSTILE)

    def test_writing_direction_ends_with_the_text(self, hostile):
        def isolated(element: Element) -> bool:
            if element.tag == "bdi" or element.attributes.get("dir") == "auto":
                return True
            return all("\u202e" not in child if isinstance(child, str) else isolated(child) for child in element.children)

        assert isolated(hostile.all(tag="body")[0])
        titles = [mark.attributes["title"] for mark in hostile.all(tag="mark")]
        assert titles and all(title.count("\u2068") == title.count("\u2069") == 2 for title in titles)

    def test_the_policy_allows_our_code_by_digest_alone(self, hostile):
        policy = next(m.attributes["content"] for m in hostile.all(tag="meta") if "http-equiv" in m.attributes)
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        for kind, tag in (("script-src", "script"), ("style-src", "style")):
            digest = hashlib.sha256(hostile.all(tag=tag)[0].text.encode()).digest()
            assert rules[kind] == f"'sha256-{base64.b64encode(digest).decode()}'"

    def test_nothing_points_to_the_net(self, hostile):
        links = [e.attributes[name] for e in hostile.all() for name in ("href", "src") if name in e.attributes]
        assert links and all(link.startswith("#") for link in links)
        assert not re.search(r"https?:|//\w|url\(|@import", OURS.with_suffix(".css").read_text("utf-8"))
        assert not re.search(r"https?:|fetch|import\(|XMLHttp|innerHTML|eval\(", OURS.with_suffix(".js").read_text("utf-8"))


def test_head_of_the_page():
    html = render(ReportView("Run", {}, [], 0, [], 0, [], 0, {}))
    assert html.startswith('<!doctype html>\n<html lang="en">') and html.endswith("</html>\n")
    assert html.index('<meta charset="utf-8">') < html.index("Content-Security-Policy") < html.index("<title>Run</title>")


class TestSideBySide:
    LEFT = ["One.", "Two.", "Only left.", "Three and four."]
    RIGHT = ["Eins.", "Zwei,", "noch zwei.", "Nur rechts.", "Drei", "und vier.", "Ende."]
    LINKS = [([0], [0]), ([1], [1, 2]), ([3], [4, 5])]

    def test_linked_sentences_share_a_row_and_others_stand_alone(self):
        page = shown(self.LEFT, self.RIGHT, self.LINKS)
        assert rows(page) == [
            (["One."], ["Eins."]),
            (["Two."], ["Zwei,", "noch zwei."]),
            (["Only left."], []),
            ([], ["Nur rechts."]),
            (["Three and four."], ["Drei", "und vier."]),
            ([], ["Ende."]),
        ]
        linked = ["linked" in row.classes for row in page.all(cls="rows")[0].all(tag="li")]
        assert linked == [True, True, False, False, True, False]

    def test_a_pair_without_links_loses_nothing(self):
        assert rows(shown(["A.", "B."], ["C."])) == [(["A."], []), (["B."], []), ([], ["C."])]

    def test_each_text_has_its_own_direction(self):
        page = shown(["قال الرئيس."], ["主席说。"], [([0], [0])])
        assert [e.attributes["dir"] for e in page.all(tag="div") if "dir" in e.attributes] == ["auto", "auto"]

    @given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from([(1, 1), (1, 2), (2, 1)])), max_size=6))
    def test_every_sentence_once_and_in_order(self, steps):
        links, i, j = [], 0, 0
        for skip_left, skip_right, (a, b) in steps:
            i, j = i + skip_left, j + skip_right
            links.append((range(i, i + a), range(j, j + b)))
            i, j = i + a, j + b
        drawn = layout(evidence("x" * (i + 1), "y" * (j + 2), links))
        assert [k for row in drawn for k in row.left] == list(range(i + 1))
        assert [k for row in drawn for k in row.right] == list(range(j + 2))


class TestNames:
    XI = NameMatch(("Xi Jinping", "Xi"), ("习近平",), 0.99)
    BOUNNHANG = NameMatch(("Bounnhang",), ("本扬", "本扬·沃拉吉"), 0.9)

    def test_the_same_colour_and_number_on_both_sides(self):
        left, right = ["Xi Jinping met Bounnhang.", "Xi thanked him."], ["习近平会见本扬·沃拉吉。"]
        page = shown(left, right, [([0, 1], [0])], names=[self.XI, self.BOUNNHANG])
        one, other = (page.all(cls="rows")[0].all(cls=side)[0] for side in ("left", "right"))
        assert marked(one, "name") == [("Xi Jinping", "1"), ("Bounnhang", "2"), ("Xi", "1")]
        assert marked(other, "name") == [("习近平", "1"), ("本扬·沃拉吉", "2")]
        colours = {mark.attributes["data-n"]: mark.classes for mark in one.all(tag="mark")}
        assert colours == {mark.attributes["data-n"]: mark.classes for mark in other.all(tag="mark")}
        assert colours["1"] != colours["2"]
        assert [li.attributes["data-n"] for li in page.all(cls="legend")[0].all(tag="li")] == ["1", "2"]

    def test_a_spelling_of_one_side_means_nothing_on_the_other(self):
        name = NameMatch(("Bounnhang",), ("Bunyang",), 0.9)
        assert marked(shown(["Bounnhang spoke."], ["Bounnhang spoke."], names=[name]), "name") == [("Bounnhang", "1")]

    def test_no_names_no_marks(self):
        page = shown(["Xi met Bounnhang."], ["Xi met Bunyang."], [([0], [0])])
        assert page.all(tag="mark") == [] and page.all(cls="legend") == []

    @pytest.mark.parametrize(
        ("sentence", "spelling", "found"),
        [
            ("Xi met Xiao, Maxi and Xi's aide (Xi).", "Xi", 3),
            ("Boon Yang-Xinhuanet", "Boon Yang", 1),
            ("Лян сказал, Ляну и Ляном", "Лян", 1),
            ("राम ने रामा को देखा", "राम", 1),  # a vowel sign goes on with the word
            ("国家主席习近平同志", "习近平", 1),
            ("ブンニャン氏は", "ブンニャン", 1),
            ("พบกับบุนยังที่", "บุนยัง", 1),
            ("ພົບກັບບຸນຍັງທີ່", "ບຸນຍັງ", 1),
            ("xi", "Xi", 0),
            ("anything", "", 0),
        ],
    )
    def test_where_a_name_stands(self, sentence, spelling, found):
        drawn = segments(sentence, [Mark(spelling, "name", 1)])
        assert [s.text for s in drawn if s.kind == "name"] == [spelling] * found

    def test_more_names_than_colours(self):
        names = [NameMatch((f"N{letter}",), ("-",), 0.9) for letter in "abcdefghij"]
        marks = shown([" ".join(name.left[0] for name in names)], [], names=names).all(tag="mark")
        assert marks[0].classes == marks[8].classes and [m.attributes["data-n"] for m in marks] == [str(i) for i in range(1, 11)]

    @given(st.text(), st.lists(st.text(max_size=3), max_size=5))
    def test_segments_give_the_sentence_back(self, sentence, surfaces):
        assert "".join(s.text for s in segments(sentence, [Mark(x, "name", 1) for x in surfaces])) == sentence


class TestConflicts:
    def test_marked_in_their_sentence_with_both_surfaces_in_the_title(self):
        conflict, links = FactConflict(0, 0, "414", "420"), [([0], [0]), ([1], [1])]
        page = shown(["A railway of 414 km.", "Again 414."], ["420 km of railway.", "420!"], links, conflicts=[conflict])
        drawn = page.all(cls="rows")[0]
        assert marked(drawn, "conflict") == [("414", None), ("420", None)]
        assert all("414" in mark.attributes["title"] and "420" in mark.attributes["title"] for mark in drawn.all(tag="mark"))
        assert texts(page.all(cls="conflicts")[0].all(tag="li")) == ["414 vs 420"]

    @pytest.mark.parametrize(
        ("sentence", "surface", "found"),
        [
            ("17 of 2017 and 17,000 or 3.17", "17", ["17"]),
            ("In 2017, 17. Then 17.", "17", ["17", "17"]),
            ("the 11th congress of 110", "11", ["11"]),
            ("于12月22日在北京", "12月22日", ["12月22日"]),
            ("في ٢٢ ديسمبر", "22", ["٢٢"]),  # facts are read with ASCII digits
            ("no such figure", "5", []),
        ],
    )
    def test_where_a_figure_stands(self, sentence, surface, found):
        assert [s.text for s in segments(sentence, [Mark(surface, "conflict", 1)]) if s.kind == "conflict"] == found

    def test_a_conflict_comes_before_a_name(self):
        drawn = segments("Flight 17 left.", [Mark("Flight 17", "name", 1), Mark("17", "conflict", 1)])
        assert [(s.text, s.kind) for s in drawn] == [("Flight ", "text"), ("17", "conflict"), (" left.", "text")]


class TestGroups:
    NAME, CONFLICT = NameMatch(("A",), ("B",), 0.9), FactConflict(0, 0, "1", "2")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (evidence("ab", "cd", [([0], [0])]), "1 of 2 sentences aligned; no names matched; no conflicting facts"),
            (evidence("abc", "de", [([0, 1], [0])], [NAME], [CONFLICT]),
             "2 of 3 and 1 of 2 sentences aligned; 1 name matched; 1 conflicting fact"),
            (evidence("", "", (), [NAME] * 4), "0 of 0 sentences aligned; 4 names matched; no conflicting facts"),
            (None, "same wording, edited"),
        ],
    )  # fmt: skip
    def test_why_in_a_sentence(self, given, said):
        pair = PairView("a", "b", "near-duplicate", 0.9, given)
        assert why(pair) == said and texts(page_of([group([pair])]).all(cls="why")) == [said]

    def test_translation_variants_first_then_large_ones(self):
        kinds = [("exact", 9), ("translation-variant", 2), ("near-duplicate", 3), ("translation-variant", 5)]
        assert [g.size for g in in_order([group(label=label, size=size) for label, size in kinds])] == [5, 2, 3, 9]

    @pytest.mark.parametrize("canonical", [[], [MemberView("a", "", 0.0)]])
    def test_the_canonical_document_leads_the_members_once(self, canonical):
        page = page_of([GroupView("c", "a", [MemberView("b", "exact", 1.0), *canonical], [], 2)])
        cells = [texts(tr.all(tag="td")) for tr in page.all(cls="members")[0].all(tag="tr")]
        assert cells[1:] == [["a", "kept", ""], ["b", "exact", "1"]]

    def test_features_with_their_meaning_and_a_dash_for_missing_ones(self):
        given = evidence([], [], features={"word_jaccard": 0.123456, "facts_agree": None, "odd": float("nan")})
        page = page_of([group([PairView("a", "b", "exact", 0.5, given)])], meanings={"word_jaccard": "common words"})
        cells = [texts(tr.all(tag="th") + tr.all(tag="td")) for tr in page.all(cls="pair")[0].all(tag="tr")]
        assert cells[1:] == [["word jaccard", "0.123", "common words"], ["facts agree", "–", ""], ["odd", "–", ""]]


class TestTables:
    def test_counts_by_name_and_unknown_ones_too(self):
        page = page_of(counts={"documents": 12345, "translation-variant": 3, "related": 4, "refused": 0, "odd_ones": 7})
        variants = "translation-variant same content in two languages, or worded independently"
        said = ["documents", variants, "related pairs", "refused merges", "odd ones"]
        assert (texts(page.all(tag="dt")), texts(page.all(tag="dd"))) == (said, ["12,345", "3", "4", "0", "7"])

    def test_warnings_before_all_else_and_none_without(self):
        (box,) = page_of(warnings=["9 of <10> are removed", "few bits"]).all(cls="warnings")
        assert texts(box.all(tag="li")) == ["9 of <10> are removed", "few bits"]
        assert page_of().all(cls="warnings") == []

    def test_manifest_of_any_shape(self):
        manifest = {"program": "dedup", "seconds": {"read": 1.2345}, "inputs": {"names": ["x"]}, "skipped": ["l"] * 25}
        fold = page_of(manifest=manifest).all(cls="manifest")[0]
        cells = [texts(tr.all(tag="th") + tr.all(tag="td")) for tr in fold.all(tag="tr")]
        assert cells == [["program", "dedup"], ["read", "1.23 s"], ["names", "x"]]
        assert more(fold) == ["… and 5 more in manifest.json"]

    def test_names_with_their_spellings(self):
        aliases = [{"text": "Liang", "score": 1.0, "documents": ["a", "b"]}, {"text": "Лян", "score": 0.97, "documents": 1}]
        page = page_of(names=[{"name": "Liang", "aliases": aliases}], name_total=1)
        assert texts(page.all(cls="names")[0].all(tag="li")) == ["Liang 1 · 2 documents", "Лян 0.97 · 1 document"]


class TestLimits:
    def test_groups_members_pairs(self):
        pairs = [PairView("a", str(i), "exact", 1.0, None) for i in range(15)]
        members = [MemberView(str(i), "exact", 1.0) for i in range(100)]
        groups = [GroupView(f"{i:03}", "a", members, pairs if i == 0 else [], 1001, 2015) for i in range(report.GROUPS + 1)]
        page = page_of(groups, group_total=12_545)
        assert len(page.all(cls="group")) == report.GROUPS and more(page)[-1] == "… and 12,345 more in clusters.jsonl"
        first = page.all(cls="group")[0]
        assert len(first.all(cls="pair")) == report.PAIRS and len(first.all(tag="tr")) == report.MEMBERS + 2
        assert more(first) == ["… and 950 more in clusters.jsonl", "… and 2,005 more in pairs.jsonl"]

    def test_related_pairs_and_names(self):
        related = [PairView("a", str(i), "related", 0.1, None) for i in range(300)]
        names = [{"name": str(i), "aliases": [{"text": "x", "score": 1.0, "documents": []}] * 40} for i in range(300)]
        page = page_of(related=related, related_total=5000, names=names, name_total=301)
        assert len(page.all(cls="related")[0].all(tag="tr")) == report.RELATED_PAIRS + 1
        rest = {(4_800, "pairs"), (10, "names"), (101, "names")}
        assert set(more(page)) == {f"… and {number:,} more in {file}.jsonl" for number, file in rest}

    def test_rows_and_long_sentences(self):
        page = shown(["x" * (report.SENTENCE + 1234)] + ["s."] * (report.ROWS + 4), [])
        assert len(rows(page)) == report.ROWS and more(page) == ["… and 5 more rows, left out to keep this page small"]
        assert texts(page.all(cls="cut")) == ["… 1,234 more characters"]

    def test_a_page_full_of_long_texts_goes_on_with_verdicts(self, monkeypatch):
        monkeypatch.setattr(report, "CHARACTERS", 10)
        pair = PairView("a", "b", "near-duplicate", 0.9, evidence(["twenty characters or so"], []))
        page = page_of([group([pair, pair])])
        assert len(page.all(cls="why")) == 2 and len(page.all(cls="rows")) == 1
