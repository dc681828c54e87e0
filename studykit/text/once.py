"""A value of an object that is worked out when it is first asked for, and kept.

`functools.cached_property` takes a lock each time it works something out (until Python 3.12), which is longer than the
work of most values here, and a build asks for a hundred thousand of them.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):
    """Like `property`, worked out once an object. The object needs a `__dict__`."""

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, _owner: type) -> Value:
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value
