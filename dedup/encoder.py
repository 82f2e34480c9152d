"""Sentence encoders: the small static one that ships, and any sentence-transformers model by name or folder."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import numpy as np
import orjson

from dedup.errors import DedupError, ModelError, UsageError, needs

if TYPE_CHECKING:
    from dedup.pieces import Splitter

SHIPPED = Path(__file__).parent / "models" / "encoder"
MODEL_REMEDY = "give a sentence-transformers folder, a model name that can be downloaded, or leave --encoder out"
LEAST = np.float32(1e-9)  # length that a vector is divided by: zeros stay zeros
BLOCK = 2048  # pieces whose vectors are looked at together: 2 MB
Read = TypeVar("Read")


class Encoder(Protocol):
    """What the stages need of an encoder: a name and a digest for the manifest, and one method."""

    name: str
    digest: str

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Vectors of the sentences, float32 (sentences, dimensions), not necessarily of unit length."""
        ...


class Reading(NamedTuple):
    """Vectors of sentences, float32 (sentences, dimensions); the numbers of their pieces, int32, and where each one's begin, int64."""

    vectors: np.ndarray
    pieces: np.ndarray
    at: np.ndarray


class StaticEncoder:
    """A StaticEmbedding folder of sentence-transformers, read with numpy and tokenizers alone.

    The vector of a sentence is the mean of its piece vectors; a sentence without pieces gets zeros.
    """

    def __init__(self, folder: Path):
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        module = folder / str(_modules(folder)[0].get("path") or "")
        weights = module / "model.safetensors"
        self.folder, self.name, self.digest = folder, folder.name, _read(weights, file_digest)
        self._pieces = _read(weights, lambda file: _piece_vectors(load_file(file), module))
        self._tokenizer = _read(module / "tokenizer.json", lambda file: Tokenizer.from_file(str(file)))
        self._tokenizer.no_truncation()
        self._unit, self._filled = np.zeros(self._pieces.rows.shape, np.float32), np.zeros(len(self._pieces.rows), np.bool_)
        self._splitter: Splitter | None = None  # its kernels load where they are used
        self._unknown = orjson.loads(self._tokenizer.to_str())["model"].get("unk_id")
        if self._tokenizer.get_vocab_size() > len(self._pieces.rows):
            raise ModelError("fewer vectors than the tokenizer has pieces", file=weights, remedy="copy or train the model again")

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return self._means(sentences).vectors

    def read(self, sentences: Sequence[str]) -> Reading:
        """The vectors of the sentences and the pieces that they are the means of; zeros for sentences that are unknown by a third."""
        from dedup import pieces

        found = self._means(sentences)
        if self._unknown is not None:
            pieces.silence(found.vectors, found.pieces, found.at, self._unknown)
        return found

    def _means(self, sentences: Sequence[str]) -> Reading:
        from dedup import pieces

        if self._splitter is None:
            self._splitter = pieces.Splitter(self._tokenizer)
        out, row = np.empty((len(sentences), self._pieces.rows.shape[1]), np.float32), 0
        numbers, counts = [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
        for ids, at in self._splitter.pieces_of(sentences):
            pieces.means(*self._pieces, ids, at, out[row : row + len(at) - 1])
            row += len(at) - 1
            numbers.append(ids)
            counts.append(np.diff(at))
        return Reading(out, np.concatenate(numbers), np.cumsum(np.concatenate(counts)))

    @cached_property
    def loudness(self) -> np.ndarray:
        """The length of each piece's vector, float32: how much it moves a sentence."""
        return np.concatenate([np.linalg.norm(vectors, axis=1) for _, vectors in self._pieces.blocks()])

    def piece_vectors(self, pieces: np.ndarray) -> np.ndarray:
        """The vectors of these pieces in a table of all, unit length, float32 (all pieces, dimensions); of pieces not asked for, zeros."""
        wanted = np.zeros(len(self._filled), np.bool_)
        wanted[pieces] = True
        new = np.flatnonzero(wanted & ~self._filled)
        for first in range(0, len(new), BLOCK):
            some = new[first : first + BLOCK]
            self._unit[some] = self._pieces.vectors(some) / np.maximum(self.loudness[some, None], LEAST)
        self._filled[new] = True
        return self._unit


def _read(file: Path, reader: Callable[[Path], Read]) -> Read:
    """What the reader makes of a model's file; ModelError where it cannot."""
    try:
        return reader(file)
    except ModelError:
        raise
    except Exception as error:  # tokenizers raises nothing narrower
        reason = "no such file" if isinstance(error, FileNotFoundError) or not file.exists() else first_line(error)
        raise ModelError(f"cannot be read: {reason}", file=file, remedy="copy or train the model again") from None


def first_line(error: Exception) -> str:
    """The beginning of an error's text, for a message of one line."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


class PieceVectors(NamedTuple):
    """The vectors of pieces as they are kept, int8 or float32 (pieces, dimensions), each times its scale, float32 (pieces,)."""

    rows: np.ndarray
    scale: np.ndarray

    def vectors(self, some: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Those of some pieces, float32."""
        return np.multiply(self.rows[some], self.scale[some, None], dtype=np.float32)

    def blocks(self) -> Iterator[tuple[slice, np.ndarray]]:
        """All of them, a few at a time: what fits a processor's cache is read twice as fast."""
        for first in range(0, len(self.rows), BLOCK):
            yield (some := slice(first, first + BLOCK)), self.vectors(some)


def _piece_vectors(tensors: dict[str, np.ndarray], folder: Path) -> PieceVectors:
    """Both layouts that sentence-transformers reads: plain `embedding.weight`, or model2vec's rows with their scales."""
    if "embedding.weight" in tensors:
        rows = tensors["embedding.weight"]
    elif "embeddings" not in tensors:
        raise ModelError("no embeddings in the model", file=folder / "model.safetensors", remedy="train it again")
    else:
        rows = tensors["embeddings"][tensors["mapping"]] if "mapping" in tensors else tensors["embeddings"]
    rows = np.ascontiguousarray(rows, None if rows.dtype == np.int8 else np.float32)
    scale = tensors["weights"] if "weights" in tensors and "embedding.weight" not in tensors else np.ones(len(rows))
    return PieceVectors(rows, np.ascontiguousarray(scale, np.float32))


class TransformerEncoder:
    """Any sentence-transformers model; never runs code that comes with a model."""

    def __init__(self, name: str, device: str | None = None):
        try:
            from sentence_transformers import SentenceTransformer
        except ModuleNotFoundError:
            raise needs(f"encoder {name!r}, which is not a static one,", "sentence-transformers", "encoders") from None
        with _errors_only("sentence_transformers", "huggingface_hub"):  # they warn of a name not found, before the error that we show
            self._model = SentenceTransformer(name, trust_remote_code=False, device=device)
        self.name = Path(name).name if Path(name).is_dir() else name
        weights = Path(name) / "model.safetensors"
        self.digest = file_digest(weights) if weights.is_file() else ""

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return self._model.encode(list(sentences), batch_size=64, show_progress_bar=False).astype(np.float32)


@contextmanager
def _errors_only(*names: str) -> Iterator[None]:
    """Keep packages from logging warnings."""
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@cache
def shipped() -> Encoder:
    """The encoder that comes with the package, loaded once a process."""
    return StaticEncoder(SHIPPED)


def load(name: str | None = None, device: str | None = None) -> Encoder:
    """The shipped encoder, or the one of this folder or model name; UsageError where there is none.

    `device`: where a transformer runs, as torch names it; None for the best there is.
    """
    if name is None:
        return shipped()
    if is_static(Path(name)):
        return StaticEncoder(Path(name))
    if name.startswith((".", "/", "~")) and not Path(name).exists():
        raise UsageError("no such folder", file=name, remedy=MODEL_REMEDY)
    if Path(name).exists() and not (Path(name) / "modules.json").is_file() and not (Path(name) / "config.json").is_file():
        raise UsageError("not a sentence-transformers model", file=name, remedy=MODEL_REMEDY)
    try:
        return _transformer(name, device)
    except DedupError:
        raise
    except Exception as error:  # it raises whatever its many parts do
        raise UsageError(f"encoder {name!r} cannot be loaded: {first_line(error)}", remedy=MODEL_REMEDY) from None


@cache
def _transformer(name: str, device: str | None) -> Encoder:
    return TransformerEncoder(name, device)


def is_static(folder: Path) -> bool:
    """Whether the folder holds one StaticEmbedding module and nothing else; ModelError if its list of modules is damaged."""
    modules = _modules(folder)
    return len(modules) == 1 and str(modules[0].get("type", "")).endswith("StaticEmbedding")


def _modules(folder: Path) -> list[dict[str, Any]]:
    """The modules that sentence-transformers would put together; none where the folder has no list of them."""
    file = folder / "modules.json"
    modules = _read(file, lambda file: json.loads(file.read_text(encoding="utf8"))) if file.is_file() else []
    if not isinstance(modules, list) or not all(isinstance(one, dict) for one in modules):
        raise ModelError("not a list of modules", file=file, remedy="copy or train the model again")
    return modules


def file_digest(path: Path) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16] if hasattr(hashlib, "file_digest") else _sha256(file)


def _sha256(file: Any) -> str:
    sha = hashlib.sha256()
    while block := file.read(1 << 20):
        sha.update(block)
    return sha.hexdigest()[:16]


def read(encoder: Encoder, sentences: Sequence[str]) -> Reading:
    """The vectors of the sentences, and their pieces where the encoder has any."""
    if isinstance(encoder, StaticEncoder):
        return encoder.read(sentences)
    return Reading(encoder.encode(sentences), np.empty(0, np.int32), np.zeros(len(sentences) + 1, np.int64))


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length one, float32; rows of zeros stay so."""
    return (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), LEAST)).astype(np.float32, copy=False)
