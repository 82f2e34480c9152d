"""How the time of every function that reads text grows: each on its worst inputs at n, 2n and 4n characters.

tests/test_linear.py takes what is measured from here and counts lines of code in place of seconds.

    python benchmarks/linear.py [--size 64] [--least 2.6] [ROOM ...]

For each room (cleaning, sentences, facts, names, ...) the inputs are runs of one character of each class, alternations of two,
openings of everything without an end, long words, long lines and many lines; for the readers, files of many keys and columns. Printed
are the input that costs most for its size, the seconds that 1 MB of it takes, and every input whose time grows by more than `--least`
when its length doubles: 2 is linear, 4 the square. Small times are noise, so what takes less than a fiftieth of a second is not judged.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import process_time

from dedup import formats, normalise, read
from dedup.candidates import languages
from dedup.candidates.minhash import pack, tokenise
from dedup.confirm.alignment import sentences
from dedup.confirm.alignment.reading import readable
from dedup.confirm.documents import capitalised
from dedup.confirm.facts import figures, model_numbers
from dedup.confirm.facts.furniture import without_furniture
from dedup.formats import brackets, escapes, latex, lightweight, quoting, subtitles, tags
from dedup.names import extract, romanise
from dedup.names.runs import known_names

JUDGED = 0.01  # seconds; less is noise
MOST = 2.0  # seconds for 1 MB, from which an input is named too
MB = 1 << 20

# One or two characters of each class: letters of all kinds, marks, figures, white space, brackets, quotes.
CLASSES = (
    *"aAz0.,:;!?-_/\\|*=#>&@'\"~^`+%$ \n\t([<{)]}>«»“„。、·・—–©",
    *"éяЯαא中王金李々ァーかก가김اوب०٣",
    "\u0301", "\u064b", "\u0e31", "\u200b", "\u00ad", "\u200c", "\u00a0", "\ufe0f", "\U0001f600", "½", "ﬁ", "Ⅷ",
)  # fmt: skip
PAIRED = (*"aA0.,-/=&@'\"\n ([<{|*»。·яЯ中王克ァか김اب\u0301\u064b\u200b", "\U0001f600")
OPENINGS = (
    "<script>", "<!--", "<b ", "<a href=\"", "</", "<ref name=", "<?xml ", "<![CDATA[",
    "<!doctype ", "<x:y a='", "&", "&amp", "&#1", "&#x",
    "[[", "[[a|", "[http://a ", "[quote]", "[img]", "[/b]", "[url=", "[ad_", "[vc_row a=", "{{",
    "{{a|", "{|", "''", "'''", "==a", "\\emph{",
    "\\section[", "\\href{a}{", "\\cite", "\\begin{", "\\u00e9", "\\n\\n", "\\'", "$", "![a](",
    "[a](http://", "`a<b", "**a", "# ", "| a |\n", "> ",
    "=C3=A9", "=\n", "a-\n", "00:00:01,000 --> ", "1\n00:00:01,000 --> 00:00:02,000\n", "1. a\n",
    "---\n", "“", "(", "«", "by Ab ", "© ", "Copyright ",
    "http://", "a@", "a.b", "www.", "2020-01-01T00:00:00", "12:30:", "[1, 2", "page 7 ",
    "Updated 1 ", "<html><p>", "<pre>\n", "<div><", "<a\n", "<b", "<p",
)  # fmt: skip
WORDS = (
    "Mr. ", "J. ", "A.B. ", "Anna Maria ", "Li-", "de la ", "President ", "in Paris ", "Anna ",
    "anna ", "ANNA ", "1,234 ", "12.5.2020 ", "1,234",
    "1.", "1/2 ", "1-", "3 May ", "May ", "twenty-", "two hundred ", "XI ", "IV", "A1", "KX-1",
    "a1", "1a", "1 000 ", "5 p.m. ", "5 million ",
    "Анна ", "Анна Петрова ", "анны ", "президент ", "在", "说", "主席", "和", "人说", "克里", "斯·", "约翰·",
    "约翰", "王伟", "王伟说", "李克强", "习近平 ",
    "ジョン・", "ジョン ", "ジョンさん", "「ジョン", "김철수 대통령 ", "김철수", "بن ", "محمد ", "ومحمد", "محمد بن ",
    "الرئيس ", "قال ", "شتاينماير ", "شتاينماير",
    "三十万", "十", "1万", "1億", "一九九八年", "十二月", "上午", "下午三点", "สวัสดี ", "ນ", "は", "を", "ा", "1 st ",
    "Nr. 1 ", "x\n", "a b\n", "a. ", "a.” ", "。”",
    "Ab Cd. ", "«Ab» ", "Ab, ", "a:b ", "1:2", "12:30 ", "+1", "$1", "$1m ", "1⁄2 ", "1½", "12-",
    "0x", "e-", "a/", "a.com/", "//", "../", "'s ", "O'",
)  # fmt: skip


def inputs() -> Iterator[str]:
    """What is repeated."""
    yield from dict.fromkeys((*CLASSES, *("".join(two) for two in itertools.permutations(PAIRED, 2)), *OPENINGS, *WORDS))


def distinct(size: int) -> dict[str, str]:
    """Texts in which no word stands twice, which runs do not show."""
    numbers = range(size // 4)
    names = [chr(0x4E00 + k % 20000) for k in numbers]
    cyrillic = ["".join(chr(0x430 + (k >> (5 * i)) % 32) for i in range(4)) for k in numbers]
    arabic = ["".join(chr(0x627 + (k >> (4 * i)) % 16) for i in range(4)) for k in numbers]
    latin = ["".join(chr(97 + (k // 26**i) % 26) for i in range(4)) for k in numbers]
    known = sorted(known_names())
    own = [word for word in known if len(word) > 2]
    return {
        "distinct Cyrillic names": "".join(f"Иван {word.capitalize()}. " for word in cyrillic)[:size],
        "distinct Cyrillic words": "".join(f"Г-н {word.capitalize()}. {word.capitalize()}ов " for word in cyrillic)[:size],
        "distinct Latin names": "".join(f"Mr. {word.capitalize()} met {word[::-1].capitalize()}. " for word in latin)[:size],
        "distinct Arabic words": " ".join(arabic)[:size],
        "distinct Han": "".join(names)[:size],
        "distinct Han names": "".join(f"王{a}{b}说，" for a, b in zip(names, names[7:], strict=False))[:size],
        "distinct Han names of one beginning": "".join(f"王伟{a}说，王伟{a}" for a in names)[:size],
        "distinct kana": "".join(f"ジョン・{_kana(k)}{_kana(k // 80)}{_kana(k // 6400)}さん、" for k in numbers)[:size],
        "known Arabic names": " ".join(word for word in own if "\u0621" <= word[0] <= "\u064a")[:size],
        "known Han names": "".join(word for word in own if "\u4e00" <= word[0] <= "\u9fff")[:size],
        "known kana names": "さん、".join(word for word in own if "\u30a1" <= word[0] <= "\u30fa")[:size],
        "known Latin names": " ".join(word.capitalize() for word in own if word.isascii())[:size],
        "known Cyrillic names": " ".join(word.capitalize() for word in own if "а" <= word[0] <= "я")[:size],
        "numbered lines": "".join(f"{k}. line\n" for k in numbers)[:size],
        "numbers": " ".join(map(str, numbers))[:size],
        "nested tags": "".join(f"<t{k} a='1'>" for k in numbers)[:size],
        "nested BBCode": ("[b]" * (size // 7) + "[/b]" * (size // 7))[:size],
        "nested templates": ("{{a" * (size // 5) + "}}" * (size // 5))[:size],
        "nested LaTeX": ("\\emph{" * (size // 7) + "}" * (size // 7))[:size],
        "nested page": "<html><body>" + ("<div>" * (size // 5))[:size],
    }  # fmt: skip


def _kana(number: int) -> str:
    return chr(0x30A1 + number % 80)


def _parts(text: str) -> list[str]:
    """The sentences of a document, or the runs of them that a long one is taken in."""
    return sentences.segments(sentences.split(text)) or [""]


def _facts(text: str) -> None:
    for sentence in dict.fromkeys(map(figures.ascii_figures, _parts(text))):
        _facts_of(sentence)


def _facts_of(sentence: str) -> None:
    figures.facts(sentence)
    model_numbers.found(figures.ascii_figures(sentence))
    capitalised(sentence)
    readable(sentence)


def _names(parts: list[str]) -> None:
    extract.extract(parts, extract.case_counts(parts))


ROOMS: dict[str, Callable[[str], object]] = {
    "clean": normalise.clean,
    "sentences": sentences.split,
    "facts": _facts,
    "facts of one sentence": _facts_of,
    "names": lambda text: _names(_parts(text)),
    "names of one sentence": lambda text: _names([text]),
    "language": lambda text: languages.detect(pack([text])),
    "tokens": lambda text: tokenise(pack([text])),
}
PARTS: dict[str, Callable[[str], object]] = {
    "evened": normalise._evened,
    "unified": normalise._unified,
    "may hold": formats.may_hold,
    "readings of a name": romanise.readings.__wrapped__,
    "names of every sentence": lambda text: _names(sentences.split(text)),
    "page": lambda text: formats.plain(f"<html><body>{text}"),
    "raw text of a page": lambda text: formats.plain(f"<html><body><xmp>{text}"),
    "escapes": escapes.decoded,
    "references": escapes.unreferenced,
    "subtitles": subtitles.spoken,
    "quoting": quoting.unquoted,
    "latex": latex.undone,
    "brackets": brackets.without_codes,
    "wiki": brackets.unwikified,
    "tags": tags.without_tags,
    "links": lightweight.unlinked,
    "marks": lightweight.unmarked,
    "figures": figures.facts,
    "furniture": without_furniture,
    "model numbers": model_numbers.found,
    "capitals": capitalised,
    "reading": readable,
    "case counts": lambda text: extract.case_counts([text]),
}


def _read(suffix: str, text: str) -> None:
    """Read a file of this text, whose bad records are left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_text(text, encoding="utf8")
        for _ in read.batches(path, skip_bad=True):
            pass


READERS: dict[str, Callable[[str], object]] = {"JSON lines": partial(_read, ".jsonl"), "CSV": partial(_read, ".csv")}
FILES: dict[str, dict[str, Callable[[int], str]]] = {
    "JSON lines": {
        "another key in each line": lambda size: "".join(f'{{"text": "a", "k{k}": 1}}\n' for k in range(size // 25)),
        "another key inside each line": lambda size: "".join(f'{{"text": "a", "more": {{"k{k}": 1}}}}\n' for k in range(size // 35)),
        "one line of keys": lambda size: '{"text": "a", ' + ", ".join(f'"k{k}": 1' for k in range(size // 11)) + "}\n",
        "lines of nulls": lambda size: 3 * ('{"text": "a", ' + ", ".join(f'"k{k}": null' for k in range(size // 42)) + "}\n"),
    },
    "CSV": {
        "columns": lambda size: "text," + ",".join(f"c{k}" for k in range(size // 8)) + "\na" + ",x" * (size // 8) + "\n",
        "columns and a broken row": lambda size: f"text{',c' * (size // 8)}\n".replace(",c", ",c{}").format(*range(size // 8))
        + "a" + ",x" * (size // 8) + "\nb\n",
    },
}  # fmt: skip


def seconds(call: Callable[[str], object], text: str, times: int = 2) -> float:
    """The least time of some runs."""
    best = float("inf")
    for _ in range(times):
        start = process_time()
        call(text)
        best = min(best, process_time() - start)
        if best > 1:
            break
    return best


def of_size(unit: str, size: int) -> str:
    """The unit repeated to so many characters, and its beginning behind words."""
    return (unit * -(-size // len(unit)))[:size]


def measured(room: str, call: Callable[[str], object], size: int) -> Iterator[tuple[str, list[float], float]]:
    """The inputs that cost more than noise, with their seconds at n, 2n and 4n, and those of 1 MB."""
    makers: dict[str, Callable[[int], str]] = {unit: partial(of_size, unit) for unit in inputs()}
    makers |= {name: partial(lambda name, size: distinct(size)[name], name) for name in distinct(8)}
    makers = FILES.get(room, makers)
    for name, make in makers.items():
        times = [seconds(call, make(4 * size), 1)]
        if times[0] < JUDGED:
            continue
        times = [seconds(call, make(size)), seconds(call, make(2 * size)), min(times[0], seconds(call, make(4 * size)))]
        yield name, times, times[-1] * MB / len(make(4 * size).encode("utf8", "surrogatepass"))


def report(room: str, call: Callable[[str], object], size: int, least: float) -> None:
    """One line for the room, one for each input that grows too fast."""
    call("Warm up. 王伟说 12 May 2020." if room not in FILES else next(iter(FILES[room].values()))(400))
    rows = list(measured(room, call, size))
    name, _, worst = max(rows, key=lambda row: row[2], default=("nothing", [], 0.0))
    print(f"{room}: at most {worst:.2f} s for 1 MB, of {name!r}", flush=True)
    for name, times, per_mb in rows:
        ratios = [after / before for before, after in itertools.pairwise(times)]
        if ratios[-1] > least or per_mb > MOST:
            took, grew = " ".join(f"{t:.3f}" for t in times), " ".join(f"{r:.1f}" for r in ratios)
            print(f"    {name!r:36} {took} s, ratios {grew}, {per_mb:.1f} s for 1 MB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("rooms", nargs="*", metavar="ROOM")
    options.add_argument("--size", type=int, default=16, help="n, thousands of characters")
    options.add_argument("--least", type=float, default=2.6, help="the ratio from which an input is named")
    given = options.parse_args()
    both = ROOMS | PARTS | READERS
    for room in given.rooms or both:
        report(room, both[room], given.size << 10, given.least)


if __name__ == "__main__":
    sys.exit(main())
