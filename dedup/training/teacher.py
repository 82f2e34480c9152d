"""A larger encoder that the small one learns from: its vectors of many texts, kept on disk so that each is made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dedup.encoder import file_digest, first_line
from dedup.errors import UsageError

BLOCK = 8192  # texts of one file of the cache: half a minute on a core
BATCH = 64
PROMPT = "query: "  # what the E5 models expect before a text that is compared with its like
LAYERS = (0, 4, 8, 12)  # whose means of tokens describe a piece: a word's form, its senses, and what the last layer makes of it
Progress = Callable[..., Any]


class Teacher:
    """A transformer in a sentence-transformers folder, mean-pooled; `cache`: a folder for its vectors, or None."""

    def __init__(self, folder: Path, cache: Path | None = None):
        self._model, self._tokenizer = _load(folder)
        self._digest = file_digest(folder / "model.safetensors")
        self._cache = cache
        self.dimensions = int(self._model.config.hidden_size)

    def sentences(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        """The vectors of the texts, unit length, float16 (texts, dimensions)."""
        return self._blocks(texts, (-1,), progress)

    def pieces(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        """What several layers make of each text alone, each of unit length, side by side: float16 (texts, layers x dimensions)."""
        last = int(self._model.config.num_hidden_layers)
        return self._blocks(texts, tuple(sorted({min(layer, last) for layer in LAYERS})), progress)

    def _blocks(self, texts: Sequence[str], layers: tuple[int, ...], progress: Progress) -> np.ndarray:
        out = np.empty((len(texts), len(layers) * self.dimensions), np.float16)
        bar = progress(total=len(texts), desc="teacher", unit="text")
        for first in range(0, len(texts), BLOCK):
            block = list(texts[first : first + BLOCK])
            out[first : first + len(block)] = self._block(block, layers)
            bar.update(len(block))
        bar.close()
        return out

    def _block(self, texts: Sequence[str], layers: tuple[int, ...]) -> np.ndarray:
        """The vectors of one block, from the cache where they are."""
        file = self._cache / f"{self._name(texts, layers)}.npy" if self._cache else None
        if file and file.is_file():
            return np.load(file, allow_pickle=False)
        found = self._encode(texts, layers)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            with open(part, "wb") as target:
                np.save(target, found, allow_pickle=False)
            part.replace(file)
        return found

    def _name(self, texts: Sequence[str], layers: tuple[int, ...]) -> str:
        return hashlib.blake2b("\n".join([self._digest, PROMPT, repr(layers), *texts]).encode(), digest_size=12).hexdigest()

    def _encode(self, texts: Sequence[str], layers: tuple[int, ...]) -> np.ndarray:
        """Batches of texts of about one length, so that little is padded; put back in their order."""
        import torch

        out = np.empty((len(texts), len(layers) * self.dimensions), np.float16)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        with torch.inference_mode():
            for first in range(0, len(order), BATCH):
                rows = order[first : first + BATCH]
                out[rows] = self._batch(torch, [PROMPT + texts[row] for row in rows], layers)
        return out

    def _batch(self, torch: Any, texts: Sequence[str], layers: tuple[int, ...]) -> np.ndarray:
        found = self._tokenizer(list(texts), padding=True, truncation=True, max_length=512, return_tensors="pt").to(self._model.device)
        states = self._model(**found, output_hidden_states=True).hidden_states
        mask = found["attention_mask"][:, :, None]
        means = [(states[layer].float() * mask).sum(1) / mask.sum(1) for layer in layers]
        return torch.cat([torch.nn.functional.normalize(one) for one in means], dim=1).cpu().numpy().astype(np.float16)


def _load(folder: Path) -> tuple[Any, Any]:
    """The transformer and its tokenizer, in bfloat16: half the time where a processor knows it, and the vectors agree to four digits."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    try:
        model = AutoModel.from_pretrained(folder, dtype=torch.bfloat16, trust_remote_code=False, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
    except Exception as error:  # it raises whatever its many parts do
        raise UsageError(f"no teacher: {first_line(error)}", file=folder, remedy="give a sentence-transformers folder") from None
    return model.eval().to("cuda" if torch.cuda.is_available() else "cpu"), tokenizer
