"""What the words beside a run of capitalised words say of it: a person, a place, a thing."""

from __future__ import annotations

import re
from typing import NamedTuple

NEAR = 100  # characters before a name in which an office counts

PERSON, THING, PLACE = "person", "thing", "place"
STRANGER = "stranger"  # Latin words in a line of another script: brands and places as often as people

_SAYS = frozenset(
    "said says told tells asked asks added adds explained replied admitted recalled recalls insisted insists thanked "
    "congratulated stressed emphasized emphasised noted wrote writes argued claimed считает полагает добавил добавила "
    "пошутил пошутила подчеркнул подчеркнула ответил ответила попросил попросила пригласил пригласила признал признала "
    "признался призналась вспоминает вспомнил вспомнила уточнил уточнила написал написала объяснил объяснила пояснил "
    "пояснила поблагодарил поблагодарила раскритиковал раскритиковала выступал выступала выступает упомянул упомянула "
    "утверждает сказал сказала заявил заявила сообщил сообщила отметил отметила говорит рассказал рассказала рассказывает".split()
)
_ROLE_WORDS = (
    "president minister premier chancellor secretary chairman chairwoman leader spokesman spokeswoman king queen judge "
    "coach mayor governor senator ambassador director colleague counterpart actor actress singer player lawyer striker "
    "captain attorney wife husband son daughter brother sister mother father girlfriend boyfriend fiancée aide "
    "correspondent reporter journalist analyst economist prosecutor pitcher quarterback goalkeeper midfielder neurosurgeon "
    "icon президент министр премьер губернатор глава депутат директор мэр тренер адвокат журналист актер актриса певец "
    "певица миссис мистер мисс г-н г-жа г-жи г-же г-жу госпожа госпожи госпоже госпожу сенатор судья судьи судье судью "
    "вратарь вратаря защитник нападающий полузащитник капитан рэпер посол лидер республиканец республиканц демократ "
    "кандидат фермер режиссер режиссёр писатель профессор доктор генерал полковник"
)
# Russian ones in any case of the singular.
_ROLES = frozenset(role + ending for role in _ROLE_WORDS.split() for ending in ("", "а", "у", "ом", "м", "ам", "ум"))
# "Minister of Works of Laos Kansuk Petsavan": an office is named after a country, then comes who holds it.
_OFFICE = re.compile(rf"(?<!\w)(?:{'|'.join(_ROLE_WORDS.split())})(?:s|[ауо]?м?)(?!\w)[^.;:!?]*$", re.I)
_STATE = re.compile(r"(?:[Ss]ecretary of [Ss]tate|of (?:the )?state)[ ,]{1,2}$")
_PLACE_OF = frozenset(
    "village town city district province county port island region valley suburb municipality commune prefecture state university".split()
)
_KINDS = re.compile(
    r"(?:[Hh]urricane|[Tt]yphoon|ураган\w*|тайфун\w*|аэропорт\w*|город\w*|пос[её]л\w+|деревн\w+|остров\w*|округ\w*|район\w*|провинци\w+|"
    r"штат\w*|област\w+|улиц\w+|отел\w+|полици\w+|суд[ае]?|журнал\w*|газет\w+|компани\w+|агентств\w+|[Сс]в\.)$"
)
_ARTICLES = frozenset("the The a A an An its Its their Their".split())
_PREPOSITIONS = frozenset("in In at At near Near into Into outside Outside around в В во Во visit Visit".split())
PLACED_BY = r"(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nto|[Oo]utside|around|[Вв]о?)"
_NEXT = re.compile(r"(,?) (?:who |also |later |then )?(\w+)")
_AGE = re.compile(r", \d\d,")
_REPORTED = frozenset("reports reported сообщает сообщают пишет".split())
_QUOTES_OPEN, _QUOTES_CLOSE = "\"“„«‘'", "\"”“»’'"
_AROUND_WORDS = "\"'“”„‘’«»()[]—–-"


class Before(NamedTuple):
    """The word before a run, without quotes and brackets, and the spaces and commas between them."""

    word: str
    gap: str

    @property
    def is_role(self) -> bool:
        """Whether it is a role or a verb of speech."""
        word, gap = self
        return 0 < len(gap) <= 2 and (word in _ROLES or word.rpartition("-")[2] in _ROLES or (word in _SAYS and gap == " "))

    @property
    def is_kind(self) -> bool:
        """Whether it says that what follows likely is a town, a storm, a firm."""
        return self.gap == " " and bool(_KINDS.match(self.word))


def before(text: str, start: int) -> Before:
    """What stands before a run; "Secretary of State" counts as "secretary"."""
    near = text[max(0, start - 32) : start]
    bare = near.rstrip(" ,")
    word = bare.rpartition(" ")[2].strip(_AROUND_WORDS)
    if word in ("state", "State") and _STATE.search(near):
        word = "secretary"
    return Before(word, near[len(bare) :])


def beside(text: str, start: int, end: int, left: Before) -> str:
    """What stands beside a run: a role or a verb of speech, an article or quotes around it, or a preposition of place."""
    word, gap = left
    quoted = start > 0 and text[start - 1] in _QUOTES_OPEN and text[end : end + 1] in _QUOTES_CLOSE
    if quoted or (gap == " " and (word in _ARTICLES or (word == "of" and before(text, text.rfind("of", 0, start)).word in _PLACE_OF))):
        return THING
    following = _NEXT.match(text, end)
    verb = following.group(2) if following else ""
    if verb in _SAYS or left.is_role or _AGE.match(text, end):
        return PERSON
    if gap == " " and word in _PREPOSITIONS:
        return PLACE
    return THING if verb in _REPORTED and text[end] == " " else ""


def has_office(text: str, start: int) -> bool:
    """Whether an office is named before a run, in its sentence."""
    return bool(_OFFICE.search(text[max(0, start - NEAR) : start]))
