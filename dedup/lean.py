"""Numba and Arrow without the large packages that both would load and nothing here uses: .3 s of each command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow


def load() -> None:
    """Load numba without scipy, which it wants for products of matrices, and Arrow without pandas, which its first array looks for.

    Only for the command, where the process is ours: in a program that uses the library others may want the two to meet.
    """
    with _without("scipy"):
        import numba.np.arraymath  # noqa: F401  # what asks for it
    with _without("pandas"):
        import pyarrow

        pyarrow.array([0])


@contextmanager
def _without(package: str) -> Iterator[None]:
    """For this while the package is one that is not installed, unless it is loaded already."""
    absent = _Absent(package)
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


class _Absent:
    """A finder of modules that says of one package that there is none."""

    def __init__(self, package: str):
        self._package = package

    def find_spec(self, name: str, *_: Any) -> None:
        """Raise for this package as Python does where nobody finds it; leave others to the next finder."""
        if name == self._package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def numbers(array: pyarrow.Array | pyarrow.ChunkedArray) -> np.ndarray:
    """Numbers or truth values, none of them null, as numpy has them; Arrow's own way loads pandas.

    Raises ValueError if there is a null.
    """
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        return np.concatenate([numbers(array.slice(0, 0).combine_chunks()), *map(numbers, array.chunks)])
    if array.null_count:
        raise ValueError("nulls have no number")
    if pa.types.is_boolean(array.type):
        return numbers(array.cast(pa.uint8())).view(np.bool_)
    data, type_ = array.buffers()[1], np.dtype(array.type.to_pandas_dtype())
    return np.frombuffer(data, type_, len(array), array.offset * type_.itemsize) if len(array) else np.empty(0, type_)
