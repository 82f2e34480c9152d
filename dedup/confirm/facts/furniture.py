"""Figures that are no content: dates of the page, ids, addresses, timecodes, numbers of lists and pages. For `facts`.

A copy of an article on another site has another date of change, link, hash and page number, and is the same article.
Every pattern begins with a set of characters or is asked only where a cheaper look found what it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.confirm.facts.dates import DATES, MONTH_OF
from dedup.confirm.facts.words import any_of

GLUED = re.compile(r"\d(?:(?<=[A-Za-z]\d)|(?=[A-Za-z]))")  # a figure and a letter side by side
_ALONE, _ENDS = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

ADDRESS = re.compile(
    r"(?:https?|ftp|file)://[!-~]+|www\.[!-~]+|(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|net|edu|gov|info|io|eu|de|fr|es|it|nl|pl|ru|cn|jp|kr|in|br|uk)/[!-~]*",
    re.A,
)  # fmt: skip
MARK = re.compile(r"[/:@(\[©]")
PATH = re.compile(r"/(?:(?<=:/)/|(?<=[a-z.]{4}/))")  # behind a host such as example.org
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HEX = r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,}|0x[0-9a-f]+"  # git shows seven characters of a hash at least
LONG_ID = r"[a-z]+\d{7,}[a-z0-9]*|(?=[a-z0-9]{10})(?:[a-z]+\d+){2,}[a-z]+|(?=[a-z0-9]{12})(?:\d+[a-z]+){3,}\d*"
MISREAD = r"(?-i:[a-z]{2,}[01568]{1,2}[a-z]+|[a-z][01568]{1,2}[a-z]{3,}|0[a-z]{2,})(?<!0th)(?<!0[a-z]m)"  # an s0ciety, 0ther
ID = re.compile(rf"{_ALONE}(?:{UUID}|{HEX}|{LONG_ID}|{MISREAD}){_ENDS}", re.I | re.A)

_CUE = r"(?:\d{1,2}:)?\d\d:\d\d[.,]\d{1,3}"
CUE = re.compile(rf"\d(?<![\d:]\d)\d?:\d\d(?::\d\d)?[.,]\d{{1,3}}(?:\s*-->\s*{_CUE}|(?<=\d:\d\d:\d\d.\d\d\d)(?!\d))")  # as in subtitles
STAMP = re.compile(r"\d(?<!\d\d)\d{3}-\d\d-\d\dT\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?", re.I)  # ISO 8601
NOTE = re.compile(r"\[\d{1,3}(?:\s?[-–,]\s?\d{1,3})*\]|\(\d\)")  # of a list of references
_YEARS = r"(?:19|20)\d\d(?:\s?[-–,]\s?(?:(?:19|20)\d\d|\d\d)){0,24}(?!\d)"
# Bounded: a long run of such marks would be read again from each of them.
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|\bcopyright)(?:\s|©|\(c\)|:|,|-|by\b){{0,16}}{_YEARS}|©[^\d\n]{{1,60}}?{_YEARS}|(?<!\d){_YEARS}\s?(?:©|\(c\))", re.I
)
COPYRIGHT_MARKS = ("©", "(c)", "(C)", "opyright", "OPYRIGHT")
# The number of a line or of an entry of a list. 12. Mai is a day.
LEADING = re.compile(
    rf"\s*(?:\d{{1,3}}(?:\.(?!\s*(?:{any_of(MONTH_OF)})(?![^\W\d_])|\s*\d)|\))(?=\s|$)|\(\d{{1,3}}\)(?=\s)"
    r"|\d{1,5}(?=\s{2,}[^\W\d_]))", re.I
)  # fmt: skip
_BEFORE_PAGE = (
    r"page ", r"pages ", r"p\.", r"p\. ", r"pp\.", r"pp\. ", r"seite ", r"seiten ", r"(?-i:S)\. ", r"página ",
    r"páginas ", r"pág\. ", r"pagina ", r"pag\. ", r"pág\.", r"страница ", r"стр\. ", r"стр\.", r"strona ",
    r"halaman ", r"trang ", r"صفحة ", r"पृष्ठ ", r"ページ ",
)  # fmt: skip
PAGE_MARKS = ("age", "AGE", "p.", "P.", "S. ", "eite", "pag", "rang", "halaman", "strona")
FOREIGN_PAGE_MARKS = (*PAGE_MARKS, "ágina", "ÁGINA", "pág", "стр", "Стр", "صفحة", "पृष्ठ", "ジ", "页", "頁")
_PAGES_IN_ALL = r"(?:\s?[-–]\s?\d{1,4}|\s?(?:of|von|sur|de|di|из|/)\s?\d{1,4})?"
_AFTER = "|".join(r"(?<=(?<![.\w])" + word + "[0-9])" for word in _BEFORE_PAGE)  # one each: a look behind has one length
PAGE = re.compile(
    rf"\d(?:(?:{_AFTER})\d{{0,3}}(?![\w.,]?\d){_PAGES_IN_ALL}(?!\w)"
    r"|(?<=[第共]\d)\d{0,3}(?=\s?(?:页|頁|ページ)))", re.I
)  # fmt: skip


def without_furniture(text: str) -> str:
    """The text with blanks, as many characters, in place of figures that are no content.

    >>> without_furniture("Updated 3 May 2021 | see page 7")
    'Updated            | see page  '
    """
    if leading := LEADING.match(text):
        text = " " * leading.end() + text[leading.end() :]
    if MARK.search(text) or "www." in text or "opyright" in text or "OPYRIGHT" in text:
        for pattern in _patterns(text):
            text = pattern.sub(_blanks, text)
    if any(map(text.__contains__, PAGE_MARKS if text.isascii() else FOREIGN_PAGE_MARKS)):
        text = PAGE.sub(_blanks, text)
    if GLUED.search(text):
        text = ID.sub(_blanks, text)
    if WORDING.match(text) or BREAK.search(text):
        text = _without_page_dates(text)
    return text


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Those that may find something: the mark that each needs is there."""
    if "@" in text or "www." in text or ("/" in text and PATH.search(text)):
        yield ADDRESS
    if text.count(":") > 1:
        yield CUE
    if ":" in text and "-" in text:
        yield STAMP
    if "(" in text or "[" in text:
        yield NOTE
    if any(map(text.__contains__, COPYRIGHT_MARKS)):
        yield COPYRIGHT


def _blanks(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


# What is said of a page's date, at the beginning of a line or behind a mark that parts its line. Behind the first kind it is the
# page's whatever follows; behind the second only if little does: "Published on 12 May, the report says" is about the report.
_WHAT = r"(?:(?:this|the) (?:page|article|site|document|file|story|post)(?: was| has been| is)? )?"
SURE = (
    rf"{_WHAT}(?:last|first) (?:\w+ )?(?:modified|updated|edited|revised|changed|reviewed|published|posted)"
    r"|date (?:modified|published|created|updated)|(?:modified|publication) date|lastmod|pubdate"
    r"|zuletzt (?:geändert|aktualisiert|bearbeitet|überarbeitet)"
    r"|letzte (?:änderung|aktualisierung|bearbeitung)|dernière (?:mise à jour|modification)|date de (?:publication|mise à jour)"
    r"|última (?:actualización|modificación|atualização|modificação)|fecha de (?:publicación|actualización)"
    r"|data (?:de publicação|da publicação|di pubblicazione)|ultimo aggiornamento|ultima modifica|последнее (?:обновление|изменение)"
    r"|дата (?:публикации|обновления|изменения)|(?:最后|最後|最近)(?:更新|修改|编辑)|(?:发布|發佈|发表|更新|修改)(?:时间|時間|日期)"
    r"|最終更新|(?:更新|公開|掲載|投稿|作成)日|آخر تحديث|تاريخ (?:النشر|التحديث)|अंतिम (?:अद्यतन|अपडेट|संशोधन)|प्रकाशन (?:तिथि|तारीख)"
    r"|최종 ?수정|(?:게시|등록|작성|수정)일|기사입력|laatst (?:gewijzigd|bijgewerkt)|ostatnia (?:aktualizacja|zmiana)|son güncelleme"
    r"|cập nhật lần cuối|terakhir diperbarui"
)
STATED = (
    r"(?:published|posted|updated|created|edited|modified|revised|reviewed|added|uploaded|released|submitted)|(?:date|sent|stand)(?=:)"
    r"|veröffentlicht|aktualisiert|geändert|erstellt|publié|mis à jour|modifié|publicado|actualizado|atualizado|modificado|pubblicato"
    r"|aggiornato|опубликовано|обновлено|изменено|发布于|发表于|更新于|更新|发布|公開|更新日時|نشر في|نُشر في|تم التحديث|प्रकाशित"
    r"|अपडेट(?: किया गया)?|अद्यतन|입력|수정|게시|업데이트|gepubliceerd|bijgewerkt|opublikowano|zaktualizowano|güncellenme|yayınlanma"
    r"|cập nhật|ngày đăng|diperbarui|diterbitkan"
)
BYLINE = (
    r"(?:by|von|par|por|di|автор:?)\s(?!\w+day\b)(?-i:[^\W\d_a-z][\w.'’-]*)(?:\s[^\W\d_][\w.'’-]*){1,4}?"
    r"(?=[,|·•–—-]|\s(?:[,|·•–—-]|(?:on|le|am|el|em)\s))|(?:文|作者|記者|记者)\s?[/:：]\s?[^\W\d_]{2,8}"
)
_GAP = (
    r"(?:日時|日)?\s*[:：,|·•–—-]?\s*(?:(?:on|at|am|vom|le|el|em|il|в|in|op|lúc|pada)\b:?\s*)?"
    r"(?:[^\W\d_]{2,10}[.,]{0,2}\s(?=\d)|[^\W\d_]{2,10},\s)?"  # the day of the week
)
BEFORE_WORDING = 4  # marks
WORDING = re.compile(rf"(?P<before>\W{{0,{BEFORE_WORDING}}})(?=[^\W\d_])(?:(?P<sure>{SURE})|{STATED}|{BYLINE})(?![a-z]){_GAP}", re.I)
BREAK = re.compile(r"[|·•(\[\n–—-](?:(?<=[|·•(\[\n])|(?<=\s.)(?=\s))\s*")
FIGURES = re.compile(r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}\.?(?!\d)|\d+ (?:minute|hour|day|week|month|year)s? ago\b", re.I)
CLOCK = re.compile(
    r"[\s,;|–—-]*(?:(?:um|at|à|às|a las|alle|в|o)\s)?\d{1,2}(?:[:.h]\d\d(?::\d\d)?|\s?(?=[ap]\.?m))(?:\s?[ap]\.?\s?m\b\.?)?"
    r"(?:\s?(?:Uhr|[+-]\d{4}|[A-Z]{2,4}\b))?", re.I
)  # fmt: skip
REST = 40  # characters behind the date of a page: who wrote it, or of what kind it is


def _without_page_dates(text: str) -> str:
    """The text with blanks in place of dates behind such words; a break among the blanks is followed by what follows these."""
    parts, done = [], 0
    for place in [0, *(match.end() for match in BREAK.finditer(text))]:
        blanks = max(0, done - place)
        wording = WORDING.match(text, place + blanks) if blanks <= BEFORE_WORDING else None
        if not wording or len(wording["before"]) + blanks > BEFORE_WORDING:
            continue
        date = FIGURES.match(text, wording.end()) or DATES.match(text, wording.end())
        if date and (wording["sure"] or _little_follows(text, date.end())):
            end = (CLOCK.match(text, date.end()) or date).end()
            parts += [text[done : date.start()], " " * (end - date.start())]
            done = end
    return "".join([*parts, text[done:]])


def _little_follows(text: str, end: int) -> bool:
    parted = BREAK.search(text, end)
    return (parted.start() if parted else len(text)) - end <= REST
