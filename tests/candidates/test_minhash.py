"""Text → tokens → shingles → signature: the kernel against a naive version of each step and against datasketch."""

from __future__ import annotations

import json
import re
import unicodedata

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import lsh, minhash, shared_shingles, spelling
from dedup.candidates.minhash import pack, signatures, tokenise
from dedup.settings import Settings

WRITTEN_WITHOUT_SPACES = (
    "CJK", "IDEOGRAPHIC ITERATION", "IDEOGRAPHIC CLOSING", "IDEOGRAPHIC NUMBER", "VERTICAL IDEOGRAPHIC", "MASU MARK", "HANGZHOU",
    "HIRAGANA", "HENTAIGANA", "KATAKANA", "HALFWIDTH KATAKANA", "VERTICAL KANA", "THAI", "LAO", "KHMER", "MYANMAR",
)  # fmt: skip
NOTHING = 2**32 - 1  # every minimum of a text without tokens


def naive_tokens(text: str) -> list[str]:
    """Runs of letters, marks and digits in the one spelling; a letter or digit of an unspaced script stands alone.

    Marks that are left out in quick writing are no part of a word and part none. `ae`, `oe`, `ue` are a, o, u; `ss` is s.
    """
    tokens, word = [], ""
    for character in text + " ":
        code = ord(character)
        kind = unicodedata.category(character)[0]
        if spelling.within(code, spelling.UNHEARD):
            continue
        in_word = kind in "LMN" and code not in spelling.APART
        alone = kind in "LN" and unicodedata.name(character, "").startswith(WRITTEN_WITHOUT_SPACES) and not character.isdecimal()
        if word and (alone or not in_word):
            tokens.append(re.sub("ss+", "s", re.sub("([aou])e+", r"\1", word)))
            word = ""
        if alone:
            tokens.append(character.casefold()[0] + "\0")  # the end mark keeps it apart from a word of one letter
        elif in_word:
            word += naive_letter(character)
    return tokens


def naive_letter(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if spelling.within(ord(character), spelling.ACCENTED):
        character = unicodedata.normalize("NFD", character)[0]
    folded = character.casefold()[0]
    return chr(spelling.ALIKE.get(ord(folded), ord(folded)))


def naive_hash(token: str) -> int:
    h = 0
    for character in token:
        h = (h * 0x9E3779B97F4A7C15 + ord(character)) % 2**64
    return (h * 0xFF51AFD7ED558CCD) % 2**64 ^ (h >> 29)


def naive_shingles(text: str, size: int) -> list[int]:
    """64-bit hashes of the runs of `size` tokens; a shorter text is one shingle."""
    tokens = [naive_hash(token) for token in naive_tokens(text)]
    width = min(size, len(tokens))
    return [naive_mix(tokens[i : i + width]) for i in range(len(tokens) - width + 1)] if tokens else []


def naive_mix(run: list[int]) -> int:
    h = len(run)
    for token in run:
        h = (h * 0x9FB21C651E98DF25 + token) % 2**64
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        h = ((h ^ h >> 33) * factor) % 2**64
    return h ^ h >> 33


def tokens_of(text: str) -> list[int]:
    return tokenise(pack([text]))[0].tolist()


def shingles_of(text: str, size: int) -> list[int]:
    """The kernel's distinct shingle hashes, sorted: a sample at rate 1 is all of them."""
    return shared_shingles.sample(pack([text]), size=size, rate=1.0, floor=0, workers=1).hashes.tolist()


def sign(texts: list[str], *, size: int = 3, minima: int = 128, seed: int = 1, workers: int = 1) -> np.ndarray:
    return signatures(pack(texts), shingle_size=size, minima=minima, seed=seed, workers=workers)


# Letters where folding or the choice of token is not plain, beside plain ones and what parts words.
LETTERS = "aeosuäßœ\u0308aZz09_ .,-\nßẞİıſΣςЖжÉe\u0301\u0308ǅﬁŉ中国㐀豈𠀀ひカーﾊがか\u3099กิ่ข້າຍມျကខ្ម한ع\u064bहिन्दी👍🏽❤\ufe0f\u200d𐐀𐐨𝒜"
TEXTS = st.text(st.sampled_from(LETTERS) | st.characters(codec="utf-8", max_codepoint=0x9FFF), max_size=40)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The U.S. won 3-2, again!", ["the", "u", "s", "won", "3", "2", "again"]),
        ("don’t snake_case ____ x²", ["don", "t", "snake", "case", "x²"]),
        ("STRASSE Straße ẞ masse", ["strase", "strase", "s", "mase"]),
        ("İSTANBUL ısı", ["istanbul", "isi"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),  # both small sigmas are one letter
        ("e\u0301te\u0301 été", ["ete", "ete"]),
        ("العَرَبيّة هِيَ", ["العربيه", "هي"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("한국어 문장", ["한국어", "문장"]),  # Korean is written with spaces
        ("老挝Laos2020年", ["老\0", "挝\0", "laos2020", "年\0"]),
        ("ひらカナー", ["ひ\0", "ら\0", "カ\0", "ナ\0", "ー\0"]),
        ("ไทย", ["ไ\0", "ท\0", "ย\0"]),
        ("ลาว ລາວ", ["ล\0", "า\0", "ว\0", "ລ\0", "າ\0", "ວ\0"]),
        ("ខ្មែរ", ["ខ\0", "្", "ម\0", "ែ", "រ\0"]),  # between letters that stand alone a mark is a token too
        ("မြန်", ["မ\0", "ြ", "န\0", "်"]),
        ("👍🏽 ok 🎉", ["ok"]),  # emoji are no words
        ("𐐀𐐁 𝒜 𠀀𠀁", ["𐐨𐐩", "𝒜", "𠀀\0", "𠀁\0"]),  # beyond the first 65,536 characters
        (" …!? ", []),
    ],
)
def test_what_a_token_is(text, tokens):
    assert naive_tokens(text) == tokens
    assert tokens_of(text) == [naive_hash(token) for token in tokens]


def test_tokens_equal_the_naive_version_in_every_language(story):
    for language, text in story.items():
        for form in (text, text.upper(), unicodedata.normalize("NFD", text)):
            assert tokens_of(form) == [naive_hash(token) for token in naive_tokens(form)], language


@given(TEXTS)
def test_tokens_equal_the_naive_version(text):
    assert tokens_of(text) == [naive_hash(token) for token in naive_tokens(text)]


@given(st.lists(TEXTS, max_size=6))
def test_texts_side_by_side_do_not_flow_into_each_other(texts):
    tokens, starts = tokenise(pack(texts))
    assert [tokens[a:b].tolist() for a, b in zip(starts[:-1], starts[1:], strict=True)] == [tokens_of(t) for t in texts]


@given(TEXTS, st.integers(1, 5))
def test_shingles_equal_the_naive_version(text, size):
    assert shingles_of(text, size) == sorted(set(naive_shingles(text, size)))


def test_a_text_shorter_than_a_shingle_is_one_shingle():
    assert len(shingles_of("one two three four", 3)) == 2
    assert len(shingles_of("one two", 3)) == 1
    assert shingles_of("one two", 3) != shingles_of("two one", 3)
    assert shingles_of("!", 3) == []


def from_datasketch(text: str, *, size: int, minima: int, seed: int) -> np.ndarray:
    """The signature datasketch makes of the upper halves of our shingle hashes."""
    sketch = MinHash(num_perm=minima, seed=seed, scheme="affine32", hashfunc=lambda shingle: shingle >> 32)
    for shingle in naive_shingles(text, size):
        sketch.update(shingle)
    return sketch.hashvalues


@given(st.lists(TEXTS, min_size=1, max_size=4), st.integers(1, 4), st.sampled_from([1, 16, 100, 128]), st.integers(1, 9))
def test_signatures_are_those_of_datasketch(texts, size, minima, seed):
    ours = sign(texts, size=size, minima=minima, seed=seed)
    assert ours.dtype == np.uint32
    for text, row in zip(texts, ours, strict=True):
        np.testing.assert_array_equal(row, from_datasketch(text, size=size, minima=minima, seed=seed))


def test_signatures_of_whole_paragraphs_are_those_of_datasketch(story):
    for text, row in zip(story.values(), sign(list(story.values())), strict=True):
        np.testing.assert_array_equal(row, from_datasketch(text, size=3, minima=128, seed=1))


def test_case_and_punctuation_leave_the_signature_alone_and_a_changed_word_does_not():
    plain, shouted, changed = sign(["Rice, by the river.", "RICE BY THE RIVER", "rice by the road"])
    assert (plain == shouted).all()
    assert (plain != changed).any()


def test_a_text_without_tokens_has_no_minima():
    assert (sign(["", "!?", "a"]) == NOTHING).all(axis=1).tolist() == [True, True, False]
    assert sign([]).shape == (0, 128)


def test_equal_minima_estimate_the_jaccard():
    words = [f"w{i}" for i in range(3000)]
    one, other = " ".join(words[:2000]), " ".join(words[1000:])
    a, b = sign([one, other], size=1)
    assert (a == b).mean() == pytest.approx(1000 / 3000, abs=0.12)  # three standard errors


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("chunk", [1, 3, 256])
def test_workers_and_chunks_do_not_change_the_result(story, monkeypatch, workers, chunk):
    texts = [*story.values(), "", "one word"]
    expected = np.vstack([sign([text]) for text in texts])
    monkeypatch.setattr(minhash, "CHUNK", chunk)
    np.testing.assert_array_equal(sign(texts, workers=workers), expected)


@given(st.permutations(range(6)))
def test_documents_can_be_taken_in_any_order_without_copying_the_text(order):
    texts = ["", "Laos", "老挝 Laos", "two words", "!", "İ"]
    taken = pack(texts).take(np.array(order))
    assert taken.texts(np.arange(6)) == [texts[i] for i in order]
    rows = signatures(taken, shingle_size=3, minima=16, seed=1, workers=1)
    np.testing.assert_array_equal(rows, sign(texts, minima=16)[order])


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_worker_is_not_lost(workers):
    def task(first: int) -> None:
        if first == 4:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        minhash.spread(task, 10, workers=workers, chunk=2)


def test_what_lies_in_the_package_is_what_datasketch_answers_to_the_default_settings():
    default = Settings()
    for shipped, asked in zip(
        minhash.permutations(default.minima, default.seed), minhash.datasketch_permutations(default.minima, default.seed), strict=True
    ):
        np.testing.assert_array_equal(shipped, asked)
    assert lsh.bands_and_rows(default.jaccard, default.minima) == lsh.datasketch_bands(default.jaccard, default.minima)
    assert json.loads(minhash.MODEL.read_text())["jaccard"] == default.jaccard, "the defaults have changed: write them anew"
