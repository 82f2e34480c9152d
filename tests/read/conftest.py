"""Files to read, in a folder of their own that is the working directory, so that errors name them as a user would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dedup import read
from dedup.errors import DataError

Put = Callable[[str, str | bytes], Path]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Write a file below the working directory."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, content: str | bytes) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def refusal() -> Callable[..., str]:
    """The one line that a source which cannot be read gives."""

    def message(source: Any, **options: Any) -> str:
        with pytest.raises(DataError) as caught:
            read.read(source, **options)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return message


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few lines or records at a time, as a large file is read."""
    for module in ("raw", "blocks", "delimited", "columnar"):
        monkeypatch.setattr(f"dedup.read.{module}.BLOCK", 64)
    monkeypatch.setattr("dedup.read.raw.PACKED_BLOCK", 16)
    monkeypatch.setattr("dedup.read.blocks.ROWS", 3)
