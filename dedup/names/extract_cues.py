"""What the words beside a run of capitalised words say of it: a person, a place, a thing."""

from __future__ import annotations

import re

NEAR = 100  # characters before a name in which an office counts

PERSON, THING, PLACE = "person", "thing", "place"
STRANGER = "stranger"  # Latin words in a line of another script: brands and places as often as people

_SAYS = (
    "said|says|told|tells|asked|asks|added|adds|explained|replied|admitted|recalled|recalls|"
    "insisted|insists|thanked|congratulated|stressed|emphasized|emphasised|noted|wrote|writes|argued|claimed|"
    "считает|полагает|добавил|добавила|пошутил|пошутила|подчеркнул|подчеркнула|ответил|ответила|попросил|попросила|пригласил|пригласила|"
    "признал|признала|признался|призналась|вспоминает|вспомнил|вспомнила|уточнил|уточнила|написал|написала|объяснил|объяснила|пояснил|"
    "пояснила|поблагодарил|поблагодарила|раскритиковал|раскритиковала|выступал|выступала|выступает|упомянул|упомянула|утверждает|"
    "сказал|сказала|заявил|заявила|сообщил|сообщила|отметил|отметила|говорит|рассказал|рассказала|рассказывает"
)
_ROLES = (
    "president|minister|premier|chancellor|secretary|chairman|chairwoman|leader|spokesman|spokeswoman|king|queen|judge|coach|"
    "mayor|governor|senator|ambassador|director|colleague|counterpart|actor|actress|singer|player|lawyer|striker|captain|"
    "attorney|wife|husband|son|daughter|brother|sister|mother|father|girlfriend|boyfriend|fiancée|aide|correspondent|"
    "reporter|journalist|analyst|economist|prosecutor|pitcher|quarterback|goalkeeper|midfielder|neurosurgeon|icon|"
    "президент|министр|премьер|губернатор|глава|депутат|директор|мэр|тренер|адвокат|журналист|актер|актриса|певец|певица|"
    "миссис|мистер|мисс|г-н|г-жа|г-жи|г-же|г-жу|госпож[аиеу]|сенатор|судья|судьи|судье|судью|вратарь|вратаря|защитник|нападающий|полузащитник|"
    "капитан|рэпер|посол|лидер|республиканец|республиканц|демократ|кандидат|фермер|режисс[её]р|писатель|профессор|доктор|генерал|полковник"
)
_BEFORE = re.compile(rf"(?<!\w)(?:(?:(?:{_ROLES})[ауо]?м?|[Ss]ecretary of [Ss]tate|of (?:the )?state)[ ,]{{1,2}}|(?:{_SAYS})[ ])$")
_AFTER = re.compile(rf",? (?:who |also |later |then )?(?:{_SAYS})(?!\w)|, \d\d,")
# "Minister of Works of Laos Kansuk Petsavan": an office is named after a country, then comes who holds it.
_OFFICE = re.compile(rf"(?<!\w)(?:{_ROLES}|министр|посол|премьер-министр)(?:s|[ауо]?м?)(?!\w)[^.;:!?]*$", re.I)
_PLACE_OF = re.compile(
    r"(?<!\w)(?:village|town|city|district|province|county|port|island|region|valley|suburb|municipality|commune|prefecture|"
    r"state|university) of $"
)
_KIND = re.compile(
    r"(?<!\w)(?:[Hh]urricane|[Tt]yphoon|ураган\w*|тайфун\w*|аэропорт\w*|город\w*|пос[её]л\w+|деревн\w+|остров\w*|округ\w*|"
    r"район\w*|провинци\w+|штат\w*|област\w+|улиц\w+|отел\w+|полици\w+|суд[ае]?|журнал\w*|газет\w+|компани\w+|агентств\w+|[Сс]в\.) $"
)
_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)[ ]$")
PLACED_BY = r"(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nto|[Oo]utside|around|[Вв]о?)"
_PREPOSITION = re.compile(rf"(?<!\w)(?:{PLACED_BY}|[Vv]isit)[ ]$")
_REPORTED = re.compile(r" (?:reports|reported|сообщает|сообщают|пишет)(?!\w)")
_QUOTES_OPEN, _QUOTES_CLOSE = "\"“„«‘'", "\"”“»’'"


def beside(text: str, start: int, end: int) -> str:
    """What stands beside a run: a role or a verb of speech, an article or quotes around it, or a preposition of place."""
    before = text[max(0, start - 24) : start]
    if _PLACE_OF.search(before) or _ARTICLE.search(before) or (before[-1:] in _QUOTES_OPEN and text[end : end + 1] in _QUOTES_CLOSE and before):
        return THING
    if _BEFORE.search(before) or _AFTER.match(text, end):
        return PERSON
    if _PREPOSITION.search(before):
        return PLACE
    return THING if _REPORTED.match(text, end) else ""


def has_role(text: str, start: int) -> bool:
    """Whether a role or a verb of speech stands right before a run."""
    return bool(_BEFORE.search(text[max(0, start - 32) : start]))


def has_office(text: str, start: int) -> bool:
    """Whether an office is named before a run, in its sentence."""
    return bool(_OFFICE.search(text[max(0, start - NEAR) : start]))


def has_kind(text: str, start: int) -> bool:
    """Whether a run likely names a town, a storm, a firm: the word before it says so."""
    return bool(_KIND.search(text[max(0, start - 32) : start]))
