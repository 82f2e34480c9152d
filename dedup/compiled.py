"""How the kernels are compiled: loops over arrays by numba, without the GIL, kept on disk for the next process."""

from __future__ import annotations

import gc
from collections.abc import Callable
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


class _Listener(event.Listener):
    """Says once that something is compiled, and keeps the collector of garbage away meanwhile.

    The compiler makes millions of small objects that all live until it is done: going through them again and again is a sixth of its time.
    """

    def __init__(self) -> None:
        self.say: Callable[[str], None] | None = None
        self._depth, self._collects = 0, True

    def on_start(self, _: Any) -> None:
        if self.say is not None:
            say, self.say = self.say, None
            say(FIRST)
        if self._depth == 0:
            self._collects = gc.isenabled()
            gc.disable()
        self._depth += 1  # the compiler holds one lock for all threads

    def on_end(self, _: Any) -> None:
        self._depth -= 1
        if self._depth == 0 and self._collects:
            gc.enable()


_listener = _Listener()
event.register("numba:compile", _listener)


def announce(say: Callable[[str], None] | None) -> None:
    """Have it said, once, when a kernel has to be compiled; None: not any more.

    On a machine's first run all have to be, and nothing moves meanwhile.
    """
    _listener.say = say


def _word_at(_: Any, array: Any, place: Any) -> Any:
    """For kernels: the eight bytes of an array of bytes from `place` on as one uint64; that they lie in it is not checked."""

    def load(context: Any, builder: Any, __: Any, given: Any) -> Any:
        data = context.make_array(array)(context, builder, given[0]).data
        address = builder.bitcast(builder.gep(data, [given[1]]), ir.IntType(64).as_pointer())
        return builder.load(address, align=1)

    return types.uint64(array, types.int64), load


word_at: Any = intrinsic(_word_at)
