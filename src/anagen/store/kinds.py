"""The kinds of records there are, and what a record of each must hold.

A store knows nothing of biology: it checks shapes, not sense. Parts that own a kind give sense to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from anagen.errors import InputError, unknown_name

__all__ = ["KINDS", "Kind", "check_kind", "register"]

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record."""

    name: str
    """Lower-case letters and underscores: it is the name of a file in an export."""
    says: str
    """What a record of this kind is, for a reader of an export."""
    needs: Mapping[str, Check] = field(default_factory=dict)
    """Names that the content must have, each with what its value must be."""

    def __post_init__(self) -> None:
        """Refuse a name that is none.

        Raises
        ------
        InputError
            If it could not be a file's name everywhere.
        """
        plain = self.name.replace("_", "")
        if not (plain.isascii() and plain.isalpha() and plain.islower() and len(self.name) <= 40):
            raise InputError(
                f"{self.name!r} cannot be a kind of record. Use lower-case letters and underscores."
            )


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of record known.

    Raises
    ------
    InputError
        If another kind has the name.
    """
    if KINDS.get(kind.name, kind) is not kind:
        raise InputError(f"There is a kind of record named {kind.name!r} already. Choose another name.")
    KINDS[kind.name] = kind


def check_kind(kind: str, content: Mapping[str, Any]) -> None:
    """Refuse a record that its kind does not allow.

    Raises
    ------
    UnknownNameError
        If there is no such kind.
    InputError
        If the content lacks something, or has something else there.
    """
    if kind not in KINDS:
        raise unknown_name("kind of record", str(kind), KINDS)
    for name, holds in KINDS[kind].needs.items():
        if name not in content:
            raise InputError(f"A record of the kind {kind!r} needs {name!r}. Give it.")
        if not holds(content[name]):
            raise InputError(
                f"A record of the kind {kind!r} cannot have such a value as {name!r}. {_means(holds)}"
            )


def text(value: Any) -> bool:
    """It is a text that is not empty."""
    return isinstance(value, str) and value != ""


def number(value: Any) -> bool:
    """It is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def sha256(value: Any) -> bool:
    """It is a SHA-256 in hexadecimal, as `Store.attach` returns it."""
    return isinstance(value, str) and len(value) == 64 and not set(value) - set("0123456789abcdef")


def _means(holds: Check) -> str:
    return (holds.__doc__ or "").replace("It is", "Give", 1)


for _kind in (
    Kind(name="answers", says="Answers to the consultation's questions"),
    Kind(name="consultation", says="What a consultation found and forecast"),
    Kind(name="plan", says="What was chosen of a consultation's options", needs={"option": text}),
    Kind(name="consent", says="An agreement that something is kept, or its withdrawal"),
    Kind(name="treatment", says="A treatment that was begun"),
    Kind(name="treatment_taken", says="Doses or sessions of a treatment that were taken or missed"),
    Kind(name="rolling_session", says="A dermaroller session"),
    Kind(name="rolling_answers", says="Answers before a dermaroller session that has not begun"),
    Kind(name="shed_count", says="Hairs counted that were shed"),
    Kind(name="measurement", says="What an instrument read", needs={"measure": text, "value": number}),
    Kind(name="grade", says="A grade, as judged by somebody", needs={"scale": text, "grade": text}),
    Kind(name="side_effect", says="Something that was felt and may come from a treatment"),
    Kind(name="photograph", says="A photograph, kept as an attachment", needs={"sha256": sha256}),
    Kind(name="question", says="A question that was asked"),
    Kind(name="answer", says="An answer to a question"),
    Kind(name="reminder", says="Something to be reminded of"),
):
    register(_kind)
