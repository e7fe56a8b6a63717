"""The choice of what lives the follicles, as users make it: checked, with an error that says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from anagen.errors import InputError, unknown_name
from anagen.kernel.device_choice import CPU, CUDA, DEVICES, on_device

__all__ = ["CPU", "CUDA", "check_device", "lived_on"]


def check_device(device: str, *, elsewhere: bool = False) -> None:
    """Refuse a device that is unknown, or that this machine does not have.

    Parameters
    ----------
    device
        ``"cpu"`` or ``"cuda"``.
    elsewhere
        Whether other machines do the work, so that it does not matter what this one has.
    """
    if device not in DEVICES:
        raise unknown_name("device", device, DEVICES)
    if device != CUDA or elsewhere:
        return
    advice = (
        "It takes a machine with an NVIDIA GPU, its driver, and: pip install 'numba-cuda[cu12]', or [cu13] for a "
        "driver of that version. Without --device cuda the processor gives the same digits."
    )
    try:
        from anagen.kernel.device import what_is_missing
    except ImportError as error:
        raise InputError(f"No GPU can be used here: {error}. {advice}") from error
    missing = what_is_missing()
    if missing is not None:
        raise InputError(f"No GPU can be used here: {missing}. {advice}")


@contextmanager
def lived_on(device: str) -> Iterator[None]:
    """Have all follicles that are asked for inside lived on a device, if this machine has it.

    Parameters
    ----------
    device
        ``"cpu"`` or ``"cuda"``.
    """
    check_device(device)
    with on_device(device):
        yield
