"""What is costly and stays the same from picture to picture, remembered by the very objects that it was made from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

__all__ = ["Remembered"]

T = TypeVar("T")


class Remembered(Generic[T]):
    """A few values by the identity of an object and a key; the one used longest ago goes first.

    Objects that hold arrays have no hash, and two that are equal are rarely met: identity is enough. The object is
    kept with its value, so that its identity is not given to another.
    """

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.values: OrderedDict[tuple[int, Hashable], tuple[Any, T]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, whose: Any, key: Hashable, make: Callable[[], T]) -> T:
        """The value of an object and a key, made if it is not there."""
        place = (id(whose), key)
        with self.lock:
            if place in self.values:
                self.values.move_to_end(place)
                return self.values[place][1]
        value = make()
        with self.lock:
            self.values[place] = (whose, value)
            while len(self.values) > self.keep:
                self.values.popitem(last=False)
        return value
