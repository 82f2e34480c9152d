"""Long texts made of sentences, so that whole books for the cases of tests/cases/parts.jsonl need not lie in the repository."""

from __future__ import annotations

import random
from functools import cache

NOUNS = (
    "anchor apron attic baker ballad barge barrel basket beacon beetle bell bishop blanket boot bottle bridge broom bucket butcher candle "
    "carpet carriage cellar chapel chestnut chimney clerk cloak clock coachman coal cobbler colonel comet cook copper cousin cradle crow "
    "curtain dancer dentist diary doctor donkey dragon drum duke eel engine farmer feather ferry fiddle fishmonger flag flood fountain fox "
    "gardener gate ghost glacier glove goat goose governess granary guide hammer harbour harvest hat hedge heron hill hotel hunter inn "
    "island jacket judge kettle key kitchen kite ladder lamp lantern lawyer letter lighthouse lion lock map market mast meadow melon "
    "mill miner mirror mole monk moon mule museum nail needle nephew night nun oak oar onion orchard organ otter oven owl painter parrot "
    "peach pedlar piano pigeon pilot plough poem postman potter quarry queen raft rope sailor saint salt schoolmaster sheep shoe shovel "
    "singer sleigh smith snail sparrow spoon stable stairs star stove stranger sword tailor thief thunder tower train trumpet tunnel "
    "turnip umbrella uncle valley vicar vineyard violin wagon walnut watchman weaver wedding well whale wheel widow willow window wolf"
).split()
ADJECTIVES = (
    "absent ancient angry awkward bitter black blind blue boiled borrowed brass broken brown burnt careful cheap clumsy cold crooked "
    "curious damp dark deaf distant drowsy dusty early empty enormous faded faithful famous forgotten foreign frozen gentle golden greedy "
    "green grey hollow honest humble hungry idle iron jealous lame lazy lonely lost lucky marble mended modest muddy narrow nervous noisy "
    "old painted pale patient plain polite poor proud quiet red restless rich round rusty salty scarlet secret shabby sharp shy silent "
    "silver slender slow solemn sour steep stolen striped stubborn sunken sweet tall tame thirsty timid torn upright vain warm weary wet "
    "white wicked wild wooden wrinkled yellow young"
).split()
VERBS = (
    "abandoned admired annoyed betrayed bought buried carried caught chased cleaned counted covered crossed cursed deceived described "
    "drew dropped emptied envied fed feared fetched followed forgot found frightened greeted guarded hid imitated inherited insulted "
    "invited kissed left lifted lit lost loved measured mended met missed moved needed noticed obeyed ordered outlived painted passed "
    "pitied polished praised pulled pushed questioned recognised remembered repaired rescued ruined saluted saw searched sold startled "
    "stole struck surprised tasted taught thanked touched trusted visited warned washed watched weighed welcomed woke"
).split()
LINKS = "and|but|while|because|until|although|so that|before|after|where|as if|long after|just when|as soon as".split("|")


def part(book: str, start: int, stop: int) -> str:
    """Sentences start..stop of the book of this name, ten to a paragraph. Another name is another book, with words of its own."""
    told = [_sentence(book, k) for k in range(start, stop)]
    return "\n\n".join(" ".join(told[k : k + 10]) for k in range(0, len(told), 10))


@cache
def _words(book: str) -> tuple[list[str], ...]:
    """The third of all nouns, adjectives and verbs that one book uses."""
    chance = random.Random(book)
    return tuple(chance.sample(words, len(words) // 3) for words in (NOUNS, ADJECTIVES, VERBS))


def _clause(book: str, chance: random.Random) -> str:
    nouns, adjectives, verbs = _words(book)
    one, other = chance.sample(nouns, 2)
    whose = chance.choice(("the", "his", "her"))
    return f"the {chance.choice(adjectives)} {one} {chance.choice(verbs)} {whose} {chance.choice(adjectives)} {other}"


@cache
def _sentence(book: str, k: int) -> str:
    chance = random.Random(f"{book} {k}")
    text = f" {chance.choice(LINKS)} ".join(_clause(book, chance) for _ in range(chance.choice((1, 2, 2, 3))))
    return f"{text[0].upper()}{text[1:]}."
