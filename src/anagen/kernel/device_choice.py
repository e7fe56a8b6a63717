"""Which device lives the follicles: the processor, or a GPU through CUDA. Results are the same digits on both.

The choice is one of the machine, as the number of threads is, so it need not be handed through everything that asks
for follicles: `on_device` makes it for all that is called inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["CPU", "CUDA", "DEVICES", "chosen_device", "on_device"]

CPU, CUDA = "cpu", "cuda"
DEVICES = (CPU, CUDA)
_in_use: ContextVar[str] = ContextVar("anagen_device", default=CPU)


@contextmanager
def on_device(device: str) -> Iterator[None]:
    """Let what is called inside live its follicles on a device.

    Parameters
    ----------
    device
        One of `DEVICES`.
    """
    before = _in_use.set(chosen_device(device))
    try:
        yield
    finally:
        _in_use.reset(before)


def chosen_device(asked: str | None = None) -> str:
    """The device to use: the one asked for, else the one chosen by `on_device`, else the processor."""
    device = _in_use.get() if asked is None else asked
    if device not in DEVICES:
        raise ValueError(f"No device named {device!r}; there are: {', '.join(DEVICES)}.")
    return device
