"""Named tuples of arrays that kernels get as one address, not as hundreds of arguments.

Numba takes a tuple apart at every call: a record of 36 arrays is 250 arguments, at each of a hundred kernels, which takes a twelfth of the
time that compiling them takes, and kernels for arrays in memory are others than for those in mapped files. A class registered here is
unpacked once, where Python calls the kernel; kernels only read its fields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.core.typing.typeof import typeof
from numba.extending import NativeValue, infer_getattr, register_model, typeof_impl, unbox

Record = TypeVar("Record", bound=Callable[..., tuple[Any, ...]])


class RecordType(types.Type):
    """What numba knows of a record: the name of its class, its fields and their types."""

    def __init__(self, name: str, fields: tuple[str, ...], types_of: tuple[Any, ...]) -> None:
        self.fields, self.types_of = fields, types_of
        super().__init__(f"{name}[{','.join(map(str, types_of))}]")

    @property
    def mangling_args(self) -> tuple[str, tuple[()]]:
        """Short, as it stands in the symbol of every kernel."""
        return self.name.partition("[")[0], ()


register_model(RecordType)(models.OpaqueModel)


def by_address(record: Record) -> Record:
    """Decorator of a NamedTuple of arrays, scalars and such NamedTuples: kernels get it as one address."""

    @typeof_impl.register(record)
    def _(value: Any, context: Any) -> RecordType:
        return RecordType(type(value).__name__, value._fields, tuple(_only_read(typeof(field, context.purpose)) for field in value))

    return record


def _only_read(of: Any) -> Any:
    """The type of a field, the same for arrays in memory and in a mapped file."""
    return of.copy(readonly=True) if isinstance(of, types.Array) else of


@infer_getattr
class _Fields(AttributeTemplate):
    key = RecordType

    def generic_resolve(self, record: Any, name: str) -> Any:  # type: ignore[override]
        return record.types_of[record.fields.index(name)] if name in record.fields else None


def _layout(context: Any, record: RecordType) -> Any:
    return ir.LiteralStructType([context.get_value_type(of) for of in record.types_of])


@unbox(RecordType)
def _unpacked(record: RecordType, value: Any, wrapper: Any) -> Any:
    """The fields one after the other on the stack of the function that Python calls; its address."""
    builder, place = wrapper.builder, cgutils.alloca_once(wrapper.builder, _layout(wrapper.context, record))
    fields, failed = [], cgutils.false_bit
    for number, of in enumerate(record.types_of):
        fields.append(wrapper.unbox(of, wrapper.pyapi.tuple_getitem(value, number)))
        builder.store(fields[-1].value, cgutils.gep_inbounds(builder, place, 0, number))
        failed = builder.or_(failed, fields[-1].is_error)

    def release() -> None:
        for of, field in zip(record.types_of, fields, strict=True):
            if field.cleanup is not None:
                field.cleanup()
            wrapper.context.nrt.decref(builder, of, field.value)

    return NativeValue(builder.bitcast(place, cgutils.voidptr_t), is_error=failed, cleanup=release)


@lower_getattr_generic(RecordType)
def _field(context: Any, builder: Any, record: RecordType, address: Any, name: str) -> Any:
    number = record.fields.index(name)
    place = builder.bitcast(address, _layout(context, record).as_pointer())
    value = builder.load(cgutils.gep_inbounds(builder, place, 0, number))
    value.set_metadata("invariant.load", builder.module.add_metadata([]))  # nothing writes there while a kernel runs
    return impl_ret_borrowed(context, builder, record.types_of[number], value)
