"""Train the small multilingual static encoder that ships in dedup/models/encoder.

The result is a sentence-transformers folder with one StaticEmbedding module. Its weights are stored as int8 rows with
one float32 scale a row, the layout of model2vec, which sentence-transformers and `dedup.encoder` both read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from dedup.errors import UsageError, needs
from dedup.training import background, student
from dedup.training.bags import bags
from dedup.training.parallel import Parallel, gather
from dedup.training.teacher import Teacher

Progress = Callable[..., Any]

PIECES = 60_000  # 60,000 x 256 int8 are 15.4 MB: with the tokenizer the folder stays under 20 MB
DIMENSIONS = 256
EPOCHS = 6
BATCH = 2048  # in-batch negatives: recall@1 still rose from 1024 to 2048 and was flat at 4096
TEMPERATURE = 20.0
RATE = 0.01  # of Adam, falling to zero
NEVER = -1e4  # score of a pair that is no negative
PER_LANGUAGE = 10_000  # sentences that the tokenizer learns from
FIRST_SCORE, SCORE_ROUNDS, STEP = -10.0, 3, 100_000  # equal at first; three rounds and no piece changes places
COMMON = 0.7  # share of a language's common direction that is taken out; all of it costs short sentences their say
SIF_A = 1e-2  # smoothing of the inverse word frequency (Arora et al. 2017); .001 to .03 tried: recall of translations .927 to .950


def train_tokenizer(sentences: Sequence[str], *, pieces: int) -> Any:
    """A Unigram tokenizer over lower-cased NFKC text, split at changes of script and at spaces.

    Because no piece crosses a space or a change of script, the pieces of a word do not depend on its neighbours. The
    trainer finds the same pieces each time but not the same scores; so these are estimated again, to give equal bytes.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.UnicodeScripts(), pre_tokenizers.Metaspace()])
    trainer = trainers.UnigramTrainer(vocab_size=pieces, unk_token="<unk>", special_tokens=["<unk>"], show_progress=False)
    try:
        tokenizer.train_from_iterator(sentences, trainer)
    except Exception as error:  # the library raises nothing narrower
        raise UsageError(f"no tokenizer of {pieces} pieces: {error}", remedy="give more --pieces, or more text") from None
    spec = json.loads(tokenizer.to_str())
    names = sorted(piece for piece, _ in spec["model"]["vocab"] if piece != "<unk>")
    scores = np.full(len(names) + 1, FIRST_SCORE)
    for _ in range(SCORE_ROUNDS):
        scores = _scores(_with_scores(spec, names, scores), sentences, len(names) + 1)
    return _with_scores(spec, names, scores)


def _with_scores(spec: dict[str, Any], names: Sequence[str], scores: np.ndarray) -> Any:
    """The tokenizer with these pieces and log-probabilities; four decimals say enough, and make a third of the file."""
    from tokenizers import Tokenizer

    rounded = [round(float(score), 4) for score in scores]
    vocabulary = [["<unk>", rounded[0]], *([name, score] for name, score in zip(names, rounded[1:], strict=True))]
    return Tokenizer.from_str(json.dumps(spec | dict(model=spec["model"] | dict(vocab=vocabulary, unk_id=0)), ensure_ascii=False))


def _scores(tokenizer: Any, sentences: Sequence[str], pieces: int) -> np.ndarray:
    """Log-probability of every piece in the best segmentations of the sentences."""
    counts = np.zeros(pieces)
    for first in range(0, len(sentences), STEP):
        for ids in piece_ids(tokenizer, sentences[first : first + STEP]):
            np.add.at(counts, ids, 1)
    return np.log((counts + 0.5) / (counts.sum() + 0.5 * pieces))


def piece_ids(tokenizer: Any, sentences: Sequence[str]) -> list[list[int]]:
    """Piece numbers of every sentence; a sentence without any becomes the unknown piece, so that no bag is empty."""
    return [e.ids or [0] for e in tokenizer.encode_batch_fast(list(sentences), add_special_tokens=False)]


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep torch to one thread: with several, products of matrices may be cut, and so rounded, otherwise in the next run."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def train_embedding(
    ids: list[list[int]], parallel: Parallel, *, pieces: int, dimensions: int, epochs: int, seed: int, progress: Progress
) -> np.ndarray:
    """Piece vectors, float32 (pieces, dimensions), under which a sentence's mean is nearest to its translation's mean.

    `ids`: the pieces of each sentence. Symmetric in-batch contrastive loss (Henderson et al. 2017), Adam on sparse
    gradients, learning rate falling linearly. Pairs of one meaning are no negatives of each other.
    """
    import torch

    torch.manual_seed(seed)
    bag = torch.nn.EmbeddingBag(pieces, dimensions, mode="mean", sparse=True)
    torch.nn.init.normal_(bag.weight, std=0.1)
    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=RATE)
    batch = min(BATCH, len(parallel.left))
    steps = len(parallel.left) // batch
    bar = progress(total=epochs * steps, desc="encoder", unit="batch")
    for epoch in range(epochs):
        order = np.random.default_rng(seed + epoch).permutation(len(parallel.left))
        optimizer.param_groups[0]["lr"] = RATE * (1 - epoch / epochs)
        for step in range(steps):
            rows = order[step * batch : (step + 1) * batch]
            sides = [[ids[i] for i in side[rows]] for side in (parallel.left, parallel.right)]
            _step(torch, bag, optimizer, sides, parallel.meaning[rows])
            bar.update(1)
    bar.close()
    return bag.weight.detach().numpy()


def _step(torch: Any, bag: Any, optimizer: Any, sides: list[list[list[int]]], meaning: np.ndarray) -> None:
    a, b = (torch.nn.functional.normalize(_means(torch, bag, side)) for side in sides)
    same = torch.from_numpy(meaning[:, None] == meaning[None, :]).fill_diagonal_(False)
    scores = (a @ b.T * TEMPERATURE).masked_fill(same, NEVER)
    target = torch.arange(len(meaning))
    loss = (torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def _means(torch: Any, bag: Any, bags: list[list[int]]) -> Any:
    offsets = np.cumsum([0] + [len(ids) for ids in bags[:-1]])
    return bag(torch.tensor([i for ids in bags for i in ids]), torch.from_numpy(offsets))


def weigh(vectors: np.ndarray, ids: list[list[int]], language: np.ndarray) -> np.ndarray:
    """Scale each piece by its rarity and take out what all sentences of its language share (SIF, Arora et al. 2017).

    A piece is as frequent as in the language that uses it most, so that a small language has frequent words too. Both
    steps are folded into the piece vectors: the mean of w_i (v_i - m_i) points where the weighted mean less m points.
    """
    rate = np.stack([_rates(ids, np.flatnonzero(language == one), len(vectors)) for one in np.unique(language)])
    weights = SIF_A / (SIF_A + rate.max(axis=0))
    shares = rate * weights
    common = (shares @ vectors) / shares.sum(axis=1, keepdims=True)
    own = rate / np.maximum(rate.sum(axis=0), 1e-12)
    return (weights[:, None] * (vectors - COMMON * own.T @ common)).astype(np.float32)


def _rates(ids: list[list[int]], rows: np.ndarray, pieces: int) -> np.ndarray:
    """Share of the pieces of these sentences that each piece makes up."""
    counts = np.bincount(np.concatenate([np.asarray(ids[row]) for row in rows]), minlength=pieces)
    return counts / counts.sum()


def quantise(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as int8 and the float32 scale of each row, so that rows * scales gives the vectors back within 0.4 %."""
    scales = np.abs(vectors).max(axis=1) / 127
    scales[scales == 0] = 1.0
    return np.round(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def save(folder: Path, *, tokenizer: Any, vectors: np.ndarray, card: str) -> None:
    """Write the sentence-transformers folder."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(vectors)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    module = dict(idx=0, name="0", path="", type="sentence_transformers.models.StaticEmbedding")
    (folder / "modules.json").write_text(json.dumps([module], indent=1) + "\n")
    config = dict(model_type="SentenceTransformer", prompts={}, similarity_fn_name="cosine")
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "README.md").write_text(card)


def taught(
    teacher: Teacher, tokenizer: Any, ids: list[list[int]], parallel: Parallel,
    *, dimensions: int, epochs: int, seed: int, progress: Progress,
) -> np.ndarray:  # fmt: skip
    """Piece vectors that start from the teacher's and learn from its vectors of sentences and from translations, float32.

    The weights of `weigh` go in before, not after: training then settles how loud a piece is.
    """
    names = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    features = student.principal(teacher.pieces(student.plain(names), progress), student.DIRECTIONS)
    sentences, flat = student.hear(teacher, parallel, seed=seed, progress=progress), bags(ids)
    lens = student.first_lens(sentences, dimensions)
    start = student.start(weigh(features, ids, parallel.language), flat, parallel, sentences, lens, dimensions=dimensions, seed=seed)
    return student.train_vectors(start, flat, parallel, sentences, lens, epochs=epochs, seed=seed, progress=progress)


def train(
    paths: Sequence[str | Path],
    folder: Path,
    *,
    progress: Progress,
    seed: int = 0,
    pieces: int = PIECES,
    dimensions: int = DIMENSIONS,
    epochs: int = EPOCHS,
    teacher: Path | None = None,
    cache: Path | None = None,
) -> dict[str, Any]:
    """Train on parallel sentences and write the model folder; returns the figures of the run.

    `teacher`: a sentence-transformers folder to learn from; `cache`: where its vectors are kept for the next run.
    """
    _check_packages()
    parallel, texts = gather(paths, seed=seed), background.by_language(paths)
    model = Teacher(teacher, cache) if teacher else None  # before the long part: a folder without a model is told at once
    tokenizer = train_tokenizer(_sample(parallel), pieces=pieces)
    ids = piece_ids(tokenizer, parallel.sentences)
    count = tokenizer.get_vocab_size()
    how: dict[str, Any] = dict(dimensions=dimensions, epochs=epochs, seed=seed, progress=progress)
    with one_thread():
        if model:
            vectors = taught(model, tokenizer, ids, parallel, **how)
        else:
            vectors = weigh(train_embedding(ids, parallel, pieces=count, **how), ids, parallel.language)
    figures = dict(
        pairs=len(parallel.left), sentences=len(ids), languages=int(parallel.language.max()) + 1, pieces=count, dimensions=dimensions,
        epochs=epochs, seed=seed, teacher=teacher.resolve().name if teacher else None,
    )  # fmt: skip
    save(folder, tokenizer=tokenizer, vectors=vectors, card=model_card(figures))
    background.save_languages(texts, folder)
    return figures


def _check_packages() -> None:
    """Raise UsageError before the long part where torch is missing, or transformers, which comes with it."""
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ModuleNotFoundError as error:
        raise needs("training an encoder", str(error.name), "encoders") from None


def _sample(parallel: Parallel) -> list[str]:
    """At most PER_LANGUAGE sentences of each language, English five times that: what the pieces are learned from."""
    out: list[str] = []
    for language in np.unique(parallel.language):
        rows = np.flatnonzero(parallel.language == language)
        most = PER_LANGUAGE * (5 if language == 0 else 1)
        out += [parallel.sentences[row] for row in rows[:: max(1, len(rows) // most)]]
    return out


def model_card(figures: dict[str, Any]) -> str:
    """The README of the model folder: what it is, the data it saw, how to make it again."""
    return CARD.format(heard=HEARD.format(**figures) if figures["teacher"] else "", **figures)


HEARD = "\nIt learned from a teacher too, `{teacher}`: what that makes of each piece, and of English sentences.\n"
CARD = """---
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---
# A small multilingual static encoder

{pieces:,} Unigram pieces x {dimensions} dimensions, mean-pooled, int8 rows with one scale each. No attention, no length
limit: a sentence is the mean of its pieces, rare pieces weighing more. Trained by `dedup train encoder` on {pairs:,}
pairs of {sentences:,} sentences in {languages} languages ({epochs} epochs, seed {seed}; one sentence in 20 held out).
{heard}
Load it with `sentence_transformers.SentenceTransformer(folder)`, or without torch through `dedup.encoder.load(folder)`.
"""
