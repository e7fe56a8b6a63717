"""How a request ends that does not end in its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anagen.errors import AnagenError

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["Again", "ElsewhereError", "NotAllowedError", "NotFoundError", "TooMuchError"]


class NotFoundError(AnagenError):
    """There is no such thing, or it is not the visitor's to see; both are said in the same words."""

    def __init__(self, says: str = "There is no such page.") -> None:
        super().__init__(says)


class NotAllowedError(AnagenError):
    """The request does not come from one of our own pages, or the visitor's role does not do this."""


class TooMuchError(AnagenError):
    """More than is taken: too large, or too often.

    Parameters
    ----------
    says
        What is allowed and what to do.
    status
        413 for too large, 429 for too often.
    wait_s
        After which time it may be tried again. [s]
    """

    def __init__(self, says: str, *, status: int = 429, wait_s: int | None = None) -> None:
        super().__init__(says)
        self.status, self.wait_s = status, wait_s


class ElsewhereError(Exception):
    """The visitor is better served elsewhere.

    Parameters
    ----------
    to
        Path on this server.
    """

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


class Again(Exception):  # noqa: N818  it is the page again, and reads so where it is raised
    """What was filled in cannot be taken: the page again, with what is wrong.

    Parameters
    ----------
    view
        Of the page.
    template
        Of the page.
    says
        What was given, what is allowed, what to do.
    """

    def __init__(self, view: BaseModel, template: str, *, says: str) -> None:
        super().__init__(says)
        self.view, self.template, self.says = view, template, says
