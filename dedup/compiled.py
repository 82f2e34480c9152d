"""How the kernels are compiled: loops over arrays by numba, without the GIL, kept on disk for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def kernel(signature: Any = None, **options: Any) -> Callable[[Any], Any]:
    """Decorator for a kernel. With a signature it is compiled when its module loads, without one at its first call.

    Where no folder can be written for compiled code, neither beside the module nor the user's own, it is compiled in every
    process anew; NUMBA_CACHE_DIR names another folder.
    """

    def compiled(function: Callable[..., Any]) -> Any:
        try:
            return njit(signature, nogil=True, cache=True, **options)(function)
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            return njit(signature, nogil=True, **options)(function)

    return compiled
