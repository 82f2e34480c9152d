"""Sentence encoders: the small static one that ships, and any sentence-transformers model by name or folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dedup.errors import ModelError, UsageError

SHIPPED = Path(__file__).parent / "models" / "encoder"


class Encoder(Protocol):
    """What the stages need of an encoder: a name and a digest for the manifest, and one method."""

    name: str
    digest: str

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Vectors of the sentences, float32 (sentences, dimensions), not necessarily of unit length."""
        ...


class StaticEncoder:
    """A StaticEmbedding folder of sentence-transformers, read with numpy and tokenizers alone.

    The vector of a sentence is the mean of its piece vectors; a sentence without pieces gets zeros.
    """

    def __init__(self, folder: Path):
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.name, self.digest = folder.name, file_digest(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._pieces = _piece_vectors(load_file(folder / "model.safetensors"), folder)

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        out = np.zeros((len(sentences), self._pieces.shape[1]), np.float32)
        step = 4096  # bounds the memory that the pieces of a batch take
        for first in range(0, len(sentences), step):
            batch = self._tokenizer.encode_batch_fast(list(sentences[first : first + step]), add_special_tokens=False)
            for row, encoding in enumerate(batch, first):
                if encoding.ids:
                    out[row] = self._pieces[encoding.ids].mean(axis=0)
        return out


def _piece_vectors(tensors: dict[str, np.ndarray], folder: Path) -> np.ndarray:
    """Both layouts that sentence-transformers reads: plain `embedding.weight`, or model2vec's rows with their scales."""
    if "embedding.weight" in tensors:
        return np.ascontiguousarray(tensors["embedding.weight"], np.float32)
    if "embeddings" not in tensors:
        raise ModelError("no embeddings in the model", file=folder / "model.safetensors", remedy="train it again")
    rows = tensors["embeddings"]
    if "mapping" in tensors:
        rows = rows[tensors["mapping"]]
    rows = rows.astype(np.float32)
    return rows * tensors["weights"][:, None] if "weights" in tensors else rows


class TransformerEncoder:
    """Any sentence-transformers model; never runs code that comes with a model."""

    def __init__(self, name: str):
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(name, trust_remote_code=False)
        self.name = Path(name).name if Path(name).is_dir() else name
        weights = Path(name) / "model.safetensors"
        self.digest = file_digest(weights) if weights.is_file() else ""

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return self._model.encode(list(sentences), batch_size=64, show_progress_bar=False).astype(np.float32)


@cache
def shipped() -> Encoder:
    """The encoder that comes with the package, loaded once a process."""
    return StaticEncoder(SHIPPED)


def load(name: str | None = None) -> Encoder:
    """The shipped encoder, or the one of this folder or model name; UsageError where there is none."""
    if name is None:
        return shipped()
    if is_static(Path(name)):
        return StaticEncoder(Path(name))
    remedy = "give a sentence-transformers folder, a model name that can be downloaded, or leave --encoder out"
    if Path(name).exists() and not (Path(name) / "modules.json").is_file() and not (Path(name) / "config.json").is_file():
        raise UsageError("not a sentence-transformers model", file=name, remedy=remedy)
    try:
        return TransformerEncoder(name)
    except (OSError, ValueError) as error:
        raise UsageError(f"encoder {name!r} cannot be loaded: {str(error).splitlines()[0][:120]}", remedy=remedy) from None


def is_static(folder: Path) -> bool:
    """Whether the folder holds one StaticEmbedding module and nothing else."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf8"))
    except (OSError, ValueError):
        return False
    return len(modules) == 1 and str(modules[0].get("type", "")).endswith("StaticEmbedding")


def file_digest(path: Path) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16] if hasattr(hashlib, "file_digest") else _sha256(file)


def _sha256(file: Any) -> str:
    sha = hashlib.sha256()
    while block := file.read(1 << 20):
        sha.update(block)
    return sha.hexdigest()[:16]


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length one, float32; rows of zeros stay so."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
