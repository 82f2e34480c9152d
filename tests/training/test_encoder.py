"""Training the static encoder on a handful of sentences: what it reads, what it writes, that a seed decides everything."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dedup.confirm.alignment.sentences import split
from dedup.encoder import StaticEncoder, is_static, load, unit
from dedup.errors import DataError, UsageError
from dedup.progress import silent
from dedup.training import encoder, parallel

SMALL = dict(pieces=400, dimensions=16, epochs=8)


@pytest.fixture(scope="module")
def pairs_file(story, tmp_path_factory) -> Path:
    """The sentences of the story in English and five other languages, several times with other first words."""
    rows = [
        f"{start} {one}\t{start} {other}\tthird column\n"
        for start in ("A", "B", "C", "D")
        for language in ("de", "fr", "es", "vi", "ru")
        for one, other in zip(split(story["en"]), split(story[language]), strict=True)
    ]
    path = tmp_path_factory.mktemp("pairs") / "en-xx.tsv.gz"
    path.write_bytes(gzip.compress("".join(rows).encode()))
    return path


@pytest.fixture(scope="module")
def trained(pairs_file, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "encoder"
    figures = encoder.train([pairs_file], folder, progress=silent, seed=3, **SMALL)
    assert figures["languages"] == 2 and figures["dimensions"] == 16 and figures["pieces"] <= 400
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folder_is_a_static_embedding_with_a_card(trained):
    assert set(contents(trained)) == {
        *("README.md", "config_sentence_transformers.json", "model.safetensors", "modules.json", "tokenizer.json", "languages.json")
    }
    assert is_static(trained)
    card = (trained / "README.md").read_text()
    assert card.startswith("---\n") and "16 dimensions" in card and "{" not in card
    assert json.loads((trained / "modules.json").read_text())[0]["path"] == ""


def test_it_is_read_by_us_and_by_sentence_transformers_alike(trained, story):
    from sentence_transformers import SentenceTransformer

    ours = load(str(trained))
    assert isinstance(ours, StaticEncoder)
    theirs = SentenceTransformer(str(trained), device="cpu")
    sentences = [*story.values(), "", "!?"]
    np.testing.assert_allclose(ours.encode(sentences), theirs.encode(sentences), atol=1e-6)


def test_it_has_learned_which_sentence_translates_which(trained, story):
    model = load(str(trained))
    for language in ("de", "fr", "es", "vi", "ru"):
        english, other = (unit(model.encode(split(story[code]))) for code in ("en", language))
        assert (english @ other.T).argmax(axis=1).tolist() == [0, 1, 2], language


def test_the_same_seed_gives_the_same_vectors_whatever_the_threads_and_another_seed_others(tokenizer, story):
    import torch

    sentences = [*split(story["en"]), *split(story["de"])]
    ids, half = encoder.piece_ids(tokenizer, sentences), np.arange(len(sentences) // 2)
    pairs = parallel.Parallel(sentences, np.repeat([0, 1], len(half)), half, half + len(half), half)

    def vectors(seed: int) -> np.ndarray:
        return encoder.train_embedding(ids, pairs, pieces=tokenizer.get_vocab_size(), dimensions=8, epochs=3, seed=seed, progress=silent)

    threads = torch.get_num_threads()
    one = vectors(3)
    try:
        torch.set_num_threads(1)
        np.testing.assert_array_equal(vectors(3), one)
    finally:
        torch.set_num_threads(threads)
    assert (vectors(4) != one).any()


def test_the_same_seed_gives_the_same_bytes(trained, pairs_file, tmp_path):
    encoder.train([pairs_file], tmp_path / "again", progress=silent, seed=3, **SMALL)
    assert contents(tmp_path / "again") == contents(trained)


def test_the_same_bytes_in_another_process_with_another_hash_seed_and_one_thread(trained, pairs_file, tmp_path):
    program = (
        "import sys; from pathlib import Path; from dedup.progress import silent; from dedup.training import encoder; "
        f"encoder.train([sys.argv[1]], Path(sys.argv[2]), progress=silent, seed=3, **{SMALL!r})"
    )
    environment = os.environ | dict(PYTHONHASHSEED="12345", OMP_NUM_THREADS="1", RAYON_NUM_THREADS="1")
    root = Path(encoder.__file__).parent.parent.parent
    subprocess.run([sys.executable, "-c", program, str(pairs_file), str(tmp_path / "m")], check=True, cwd=root, env=environment)
    assert contents(tmp_path / "m") == contents(trained)


# Reading pairs.


def test_files_and_folders_are_read_in_the_order_of_their_names(tmp_path):
    (tmp_path / "b.tsv").write_text("c\tC\n")
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress("a\tA\tTatoeba\nб\tБ\n".encode()))
    (tmp_path / "notes.txt").write_text("not looked at")
    assert parallel.read_pairs([tmp_path]) == [("a", "A"), ("б", "Б"), ("c", "C")]
    assert parallel.read_pairs([str(tmp_path / "b.tsv")] * 2) == [("c", "C")] * 2


def test_a_line_without_a_tab_is_named_by_file_and_number(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text("one\teins\ntwo zwei\n")
    with pytest.raises(DataError, match=r"pairs\.tsv:2: ") as error:
        parallel.read_pairs([path])
    assert (error.value.file, error.value.line) == (path, 2)


def test_nothing_to_read_is_an_error_of_one_line(tmp_path):
    with pytest.raises(DataError, match="missing.tsv"):
        parallel.read_pairs([tmp_path / "missing.tsv"])
    with pytest.raises(UsageError, match="no sentence pairs"):
        parallel.read_pairs([tmp_path])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("truncated.tsv.gz", gzip.compress(b"one\teins\n" * 99, mtime=0)[:-9]),
        ("plain.tsv.gz", b"one\teins\n"),
        ("latin1.tsv", "one\tgr\u00fcn\n".encode("latin-1")),
    ],
)
def test_a_damaged_file_is_an_error_of_one_line(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=name):
        parallel.read_pairs([tmp_path / name])


# The parts of the model.


@pytest.fixture(scope="module")
def tokenizer(story):
    return encoder.train_tokenizer(list(story.values()), pieces=2000)


def test_fewer_pieces_than_letters_is_an_error_of_one_line(story):
    with pytest.raises(UsageError):
        encoder.train_tokenizer(list(story.values()), pieces=50)


def test_the_pieces_of_a_word_do_not_depend_on_its_neighbours(tokenizer, story):
    def pieces(text: str) -> list[int]:
        return encoder.piece_ids(tokenizer, [text])[0]

    for language in ("en", "ru", "ar", "vi"):
        words = [w for w in story[language].split() if w.isalpha()]
        assert pieces(" ".join(words)) == [piece for word in words for piece in pieces(word)], language


def test_a_sentence_without_pieces_is_the_unknown_piece(tokenizer):
    assert encoder.piece_ids(tokenizer, ["", "the bridge"])[0] == [0]
    assert len(encoder.piece_ids(tokenizer, ["", "the bridge"])[1]) >= 2


def test_case_and_unicode_form_do_not_count(tokenizer):
    assert encoder.piece_ids(tokenizer, ["THE BRÜCKE"]) == encoder.piece_ids(tokenizer, ["the bru\u0308cke"])


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=st.floats(-1000, 1000, width=32)))
def test_quantised_vectors_come_back_within_half_a_step(vectors):
    rows, scales = encoder.quantise(vectors)
    assert rows.dtype == np.int8 and scales.dtype == np.float32
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    assert (np.abs(rows * scales[:, None] - vectors) <= largest * 0.004 + 1e-30).all()


def test_frequent_pieces_weigh_less_and_the_common_direction_is_taken_out():
    vectors = np.array([[1, 0], [1, 1], [1, -1]], np.float32)
    sentences = [[0, 0, 0, 1]] * 50 + [[0, 0, 0, 2]]
    weighed = encoder.weigh(vectors, sentences, np.zeros(len(sentences), np.int64))
    norms = np.linalg.norm(weighed, axis=1)
    assert norms[0] < norms[1] < norms[2]
    assert (np.abs(weighed[:, 0] / norms) < np.abs(vectors[:, 0] / np.linalg.norm(vectors, axis=1))).sum() >= 2
