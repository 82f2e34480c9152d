"""Training from a teacher, here a transformer of two layers that nobody has trained: that it is asked once, and that a seed decides all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from dedup.confirm.alignment.sentences import split
from dedup.encoder import load, unit
from dedup.errors import UsageError
from dedup.progress import silent
from dedup.training import encoder, student
from dedup.training.parallel import Parallel
from dedup.training.teacher import Teacher

SMALL = dict(pieces=400, dimensions=16, epochs=8)


@pytest.fixture(scope="module")
def teacher_folder(tmp_path_factory) -> Path:
    """A transformer with random weights that reads letters."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("teacher")
    letters = {letter: k for k, letter in enumerate(["<unk>", "<pad>", *"abcdefghijklmnopqrstuvwxyz :."])}
    tokenizer = Tokenizer(models.WordLevel(letters, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", pad_token="<pad>").save_pretrained(folder)
    shape = dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, max_position_embeddings=600)
    BertModel(BertConfig(vocab_size=len(letters), pad_token_id=1, **shape), add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def pairs_file(story, tmp_path_factory) -> Path:
    rows = [
        f"{start} {one}\t{start} {other}\n"
        for start in ("A", "B", "C", "D")
        for language in ("de", "fr", "es", "ru")
        for one, other in zip(split(story["en"]), split(story[language]), strict=True)
    ]
    path = tmp_path_factory.mktemp("pairs") / "en-xx.tsv.gz"
    path.write_bytes(gzip.compress("".join(rows).encode()))
    return path


@pytest.fixture(scope="module")
def trained(pairs_file, teacher_folder, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("student") / "encoder"
    encoder.train([pairs_file], folder, progress=silent, teacher=teacher_folder, cache=folder.parent / "cache", **SMALL)
    return folder


def test_it_is_loaded_like_any_other_and_has_learned_which_sentence_translates_which(trained, story):
    model = load(str(trained))
    assert model.encode(["a"]).shape == (1, 16)
    for language in ("de", "fr", "es", "ru"):
        english, other = (unit(model.encode(split(story[code]))) for code in ("en", language))
        assert (english @ other.T).argmax(axis=1).tolist() == [0, 1, 2], language


def test_the_same_seed_gives_the_same_bytes_with_and_without_what_was_kept(trained, pairs_file, teacher_folder, tmp_path):
    for name, cache in (("kept", trained.parent / "cache"), ("anew", None)):
        encoder.train([pairs_file], tmp_path / name, progress=silent, teacher=teacher_folder, cache=cache, **SMALL)
        for file in ("model.safetensors", "tokenizer.json"):
            assert (tmp_path / name / file).read_bytes() == (trained / file).read_bytes(), (name, file)


def test_the_card_says_that_there_was_a_teacher(trained):
    assert "teacher" in (trained / "README.md").read_text()
    assert json.loads((trained / "modules.json").read_text())[0]["type"].endswith("StaticEmbedding")


def test_a_teacher_is_asked_once(teacher_folder, tmp_path, monkeypatch):
    one, texts = Teacher(teacher_folder, tmp_path), ["a bridge", "the bank", "", "a" * 900]
    first = one.sentences(texts, silent)
    assert first.dtype == np.float16 and first.shape == (4, 24)
    np.testing.assert_allclose(np.linalg.norm(first.astype(np.float32), axis=1), 1, atol=1e-2)
    assert one.pieces(texts, silent).shape == (4, 2 * 24)  # it has two layers, of which 0 and 2 are asked for
    monkeypatch.setattr(Teacher, "_encode", None)
    np.testing.assert_array_equal(Teacher(teacher_folder, tmp_path).sentences(texts, silent), first)


def test_the_vector_of_a_text_does_not_depend_on_the_others(teacher_folder):
    one = Teacher(teacher_folder)
    alone, beside = one.sentences(["a bridge"], silent)[0], one.sentences(["the central bank of the country", "a bridge"], silent)[1]
    np.testing.assert_allclose(alone.astype(np.float32), beside.astype(np.float32), atol=0.02)


def test_a_folder_that_holds_no_model_is_an_error_of_one_line(tmp_path):
    with pytest.raises(UsageError, match="no teacher"):
        Teacher(tmp_path)


def test_the_teacher_reads_pieces_as_words():
    assert student.plain(["▁the", "ing", "▁", "▁a▁b"]) == ["the", "ing", ".", "a b"]


def test_the_principal_directions_come_first():
    features = np.random.default_rng(0).normal(size=(500, 3)) * [0.1, 5, 1] + 7
    turned = student.principal(features, 2)
    assert turned.shape == (500, 2) and turned.std() == pytest.approx(1, abs=1e-4)
    assert abs(np.corrcoef(turned[:, 0], features[:, 1])[0, 1]) > 0.99 < abs(np.corrcoef(turned[:, 1], features[:, 2])[0, 1])


def test_each_round_shows_every_pair_once_and_the_rate_falls():
    numbers = np.arange(3000)
    pairs = Parallel([], numbers, numbers, numbers, numbers)
    seen = list(student.batches(pairs, steps=4, rate=1.0, seed=0))
    assert [one.rate for one in seen] == [1, 0.75, 0.5, 0.25]
    assert all(len(set(one.left.tolist())) == student.BATCH for one in seen)


def test_only_sentences_that_the_teacher_heard_are_drawn_to_it():
    rng = np.random.default_rng(0)
    sides = tuple(rng.normal(size=(4, 3)).astype(np.float32) for _ in range(2))
    meaning, vectors = np.arange(4), rng.normal(size=(2, 5)).astype(np.float32)
    nothing = student.Taught(vectors, np.full(4, -1))
    some = student.Taught(vectors, np.array([0, -1, 1, -1]))
    without = student.draw(sides, meaning, nothing, student.Rows(np.ones((5, 3))))
    with_it = student.draw(sides, meaning, some, student.first_lens(some, 3))
    moved = [(one != other).any(axis=1).tolist() for one, other in zip(without, with_it, strict=True)]
    assert moved == [[True, False, True, False]] * 2
