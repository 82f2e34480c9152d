"""How the kernels are compiled: loops over arrays by numba, without the GIL, kept on disk for the next process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import event
from numba.extending import intrinsic

# Arguments that a kernel only reads, contiguous: writable arrays fit them too.
bytes_in, i64_in, u32_in, u64_in = (types.Array(of, 1, "C", readonly=True) for of in (types.uint8, types.int64, types.uint32, types.uint64))

FIRST = "compiling what runs on this machine for the first time: a minute or two, once"


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


class _Announcer(event.Listener):
    """Says once that something is compiled."""

    def __init__(self) -> None:
        self.say: Callable[[str], None] | None = None

    def on_start(self, _: Any) -> None:
        if self.say is not None:
            say, self.say = self.say, None
            say(FIRST)

    def on_end(self, _: Any) -> None: ...


@cache
def _announcer() -> _Announcer:
    listener = _Announcer()
    event.register("numba:compile", listener)
    return listener


def announce(say: Callable[[str], None] | None) -> None:
    """Have it said, once, when a kernel has to be compiled; None: not any more.

    On a machine's first run all have to be, and nothing moves meanwhile.
    """
    _announcer().say = say


def _word_at(_: Any, array: Any, place: Any) -> Any:
    """For kernels: the eight bytes of an array of bytes from `place` on as one uint64; that they lie in it is not checked."""

    def load(context: Any, builder: Any, __: Any, given: Any) -> Any:
        data = context.make_array(array)(context, builder, given[0]).data
        address = builder.bitcast(builder.gep(data, [given[1]]), ir.IntType(64).as_pointer())
        return builder.load(address, align=1)

    return types.uint64(array, types.int64), load


word_at: Any = intrinsic(_word_at)
