"""Train the small multilingual static encoder that ships in dedup/models/encoder.

The result is a sentence-transformers folder with one StaticEmbedding module. Its weights are stored as int8 rows with
one float32 scale a row, the layout of model2vec, which sentence-transformers and `dedup.encoder` both read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dedup.errors import DataError, UsageError

Progress = Callable[..., Any]

PIECES = 60_000  # 60,000 x 256 int8 are 15.4 MB: with the tokenizer the folder stays under 20 MB
DIMENSIONS = 256
EPOCHS = 6
BATCH = 2048  # in-batch negatives: recall@1 still rose from 1024 to 2048 and was flat at 4096
TEMPERATURE = 20.0
SIF_A = 1e-3  # smoothing of the inverse word frequency; Arora et al. 2017, "A simple but tough-to-beat baseline"


def read_pairs(paths: Sequence[str | Path]) -> list[tuple[str, str]]:
    """Read parallel sentences from tab-separated files (.tsv or .tsv.gz): sentence, translation, anything more.

    Raises DataError with file and line for a line without a tab.
    """
    pairs = []
    for path in expand(paths):
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                cells = line.rstrip("\n").split("\t")
                if len(cells) < 2:
                    raise DataError("a line needs two sentences with a tab between them", file=path, line=number)
                pairs.append((cells[0], cells[1]))
    if not pairs:
        raise UsageError("no sentence pairs found", remedy="give .tsv or .tsv.gz files, or a folder of them")
    return pairs


def expand(paths: Sequence[str | Path]) -> list[Path]:
    """Files as given, folders as their .tsv and .tsv.gz files, in the order of their names."""
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(p for p in path.iterdir() if p.name.endswith((".tsv", ".tsv.gz"))) if path.is_dir() else [path]
    return files


def _open(path: Path) -> Any:
    try:
        return gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8")
    except OSError as error:
        raise DataError(error.strerror or str(error), file=path, remedy="check the path") from None


def train_tokenizer(sentences: Iterable[str], *, pieces: int) -> Any:
    """A Unigram tokenizer over lower-cased NFKC text, split at changes of script and at spaces.

    Because no piece crosses a space or a change of script, the pieces of a word do not depend on its neighbours.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.UnicodeScripts(), pre_tokenizers.Metaspace()])
    trainer = trainers.UnigramTrainer(vocab_size=pieces, unk_token="<unk>", special_tokens=["<unk>"], show_progress=False)
    tokenizer.train_from_iterator(sentences, trainer)
    return _rounded(tokenizer)


def _rounded(tokenizer: Any) -> Any:
    """The same tokenizer with its piece scores at four decimals: a third of the file, and no different pieces."""
    from tokenizers import Tokenizer

    spec = json.loads(tokenizer.to_str())
    spec["model"]["vocab"] = [[piece, round(score, 4)] for piece, score in spec["model"]["vocab"]]
    return Tokenizer.from_str(json.dumps(spec, ensure_ascii=False))


def piece_ids(tokenizer: Any, sentences: Sequence[str]) -> list[list[int]]:
    """Piece numbers of every sentence; a sentence without any becomes the unknown piece, so that no bag is empty."""
    return [e.ids or [0] for e in tokenizer.encode_batch_fast(list(sentences), add_special_tokens=False)]


def train_embedding(
    left: list[list[int]], right: list[list[int]], *, pieces: int, dimensions: int, epochs: int, seed: int, progress: Progress
) -> np.ndarray:
    """Piece vectors, float32 (pieces, dimensions), under which a sentence's mean is nearest to its translation's mean.

    Symmetric in-batch contrastive loss (Henderson et al. 2017), Adam on sparse gradients, learning rate falling linearly.
    """
    import torch

    torch.manual_seed(seed)
    bag = torch.nn.EmbeddingBag(pieces, dimensions, mode="mean", sparse=True)
    torch.nn.init.normal_(bag.weight, std=0.1)
    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=0.01)
    batch = min(BATCH, len(left))
    steps = len(left) // batch
    bar = progress(total=epochs * steps, desc="encoder", unit="batch")
    for epoch in range(epochs):
        order = np.random.default_rng(seed + epoch).permutation(len(left))
        optimizer.param_groups[0]["lr"] = 0.01 * (1 - epoch / epochs)
        for step in range(steps):
            rows = order[step * batch : (step + 1) * batch]
            _step(torch, bag, optimizer, [left[i] for i in rows], [right[i] for i in rows])
            bar.update(1)
    bar.close()
    return bag.weight.detach().numpy()


def _step(torch: Any, bag: Any, optimizer: Any, left: list[list[int]], right: list[list[int]]) -> None:
    a, b = (torch.nn.functional.normalize(_means(torch, bag, side)) for side in (left, right))
    scores = a @ b.T * TEMPERATURE
    target = torch.arange(len(left))
    loss = (torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def _means(torch: Any, bag: Any, bags: list[list[int]]) -> Any:
    offsets = np.cumsum([0] + [len(ids) for ids in bags[:-1]])
    return bag(torch.tensor([i for ids in bags for i in ids]), torch.from_numpy(offsets))


def weigh(vectors: np.ndarray, sentences: list[list[int]]) -> np.ndarray:
    """Scale each piece by its rarity and take out the direction that all sentences share (SIF, Arora et al. 2017).

    Both are folded into the piece vectors: the mean of w_i (v_i - m) points where the weighted mean less m points.
    """
    counts = np.bincount(np.concatenate([np.asarray(s) for s in sentences]), minlength=len(vectors))
    weights = SIF_A / (SIF_A + counts / counts.sum())
    mean = np.zeros(vectors.shape[1])
    total = 0.0
    for sentence in sentences:
        mean += weights[sentence] @ vectors[sentence]
        total += weights[sentence].sum()
    return (weights[:, None] * (vectors - 0.7 * mean / total)).astype(np.float32)


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


def train(
    paths: Sequence[str | Path],
    folder: Path,
    *,
    progress: Progress,
    seed: int = 0,
    pieces: int = PIECES,
    dimensions: int = DIMENSIONS,
    epochs: int = EPOCHS,
) -> dict[str, Any]:
    """Train on parallel sentences and write the model folder; returns the figures of the run."""
    pairs = read_pairs(paths)
    tokenizer = train_tokenizer((s for pair in pairs for s in pair), pieces=pieces)
    left, right = (piece_ids(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    count = tokenizer.get_vocab_size()
    vectors = train_embedding(left, right, pieces=count, dimensions=dimensions, epochs=epochs, seed=seed, progress=progress)
    figures = dict(pairs=len(pairs), pieces=count, dimensions=dimensions, epochs=epochs, seed=seed)
    save(folder, tokenizer=tokenizer, vectors=weigh(vectors, left + right), card=model_card(figures))
    return figures


def model_card(figures: dict[str, Any]) -> str:
    """The README of the model folder: what it is, the data it saw, how to make it again."""
    return CARD.format(**figures)


CARD = """---
library_name: sentence-transformers
pipeline_tag: sentence-similarity
license: cc-by-sa-4.0
---
# A small multilingual static encoder

{pieces:,} Unigram pieces x {dimensions} dimensions, mean-pooled, int8 rows with one scale each. No attention, no length
limit: a sentence is the mean of its pieces, rare pieces weighing more. Trained by `dedup train encoder` on {pairs:,}
parallel sentences ({epochs} epochs, seed {seed}).

Load it with `sentence_transformers.SentenceTransformer(folder)`, or without torch through `dedup.encoder.load(folder)`.
"""
