"""Templates: how a view becomes a page."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from anagen import __version__
from anagen.web.flash import clear_flash, flash_of
from anagen.web.security.entry import came_from

if TYPE_CHECKING:
    from fastapi import Request
    from pydantic import BaseModel

    from anagen.web.settings import Settings

__all__ = ["BUNDLE", "STATIC", "bundle_url", "rendered", "static_url"]

HERE = Path(__file__).parent
COMMAND = re.compile("`([^`]+)`")
UNIT_SQUARED = re.compile(r"\b([cmu]m)2\b")
UNIT_MICRO = re.compile(r"(\d ?)um\b")
STATIC = HERE / "static"
BUNDLE = "bundle/anagen.js"
"""The script bundle, built from `frontend/`; an install without it shows the server's pages alone."""


@cache
def environment() -> Environment:
    """The templates; everything is escaped, and an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["units"] = in_letters
    made.filters["told"] = with_commands
    return made


def in_letters(text: str) -> str:
    """A text of the evidence, which is written in plain characters, with its units in the letters of print.

    Examples
    --------
    >>> in_letters("7.1 hairs/cm2, 20 um")
    '7.1 hairs/cm², 20 µm'
    """
    squared = UNIT_SQUARED.sub("\\1\N{SUPERSCRIPT TWO}", text)
    return UNIT_MICRO.sub("\\1\N{MICRO SIGN}m", squared)


def with_commands(text: str) -> Markup:
    """An answer that was written: units in the letters of print, and what is typed in a terminal as such.

    Examples
    --------
    >>> with_commands("7 hairs/cm2; ask `anagen roll`")
    Markup('7 hairs/cm²; ask <code>anagen roll</code>')
    """
    return Markup(COMMAND.sub("<code>\\1</code>", str(escape(in_letters(text)))))  # noqa: S704  escaped


@cache
def _digest(path: Path, _modified_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """Where a file of ours is, with its content's hash, so that browsers may keep it as long as they like."""
    path = STATIC / name
    return f"/static/{name}?v={_digest(path, path.stat().st_mtime_ns)}"


def bundle_url(settings: Settings) -> str | None:
    """Where the scripts are; none if they were not built, or are not wanted."""
    return static_url(BUNDLE) if settings.bundle and (STATIC / BUNDLE).is_file() else None


def rendered(
    request: Request, template: str, view: BaseModel | None, *, status: int = 200, error: str = ""
) -> HTMLResponse:
    """A page.

    Parameters
    ----------
    request
        That is answered.
    template
        File of the folder of templates.
    view
        What the page shows.
    status
        Of the answer.
    error
        What is wrong with what was filled in.
    """
    state, settings = request.state, request.app.state.settings
    visitor = getattr(state, "visitor", None)
    token = visitor.csrf if visitor is not None else getattr(state, "csrf", "")
    context: dict[str, Any] = {
        "request": request,
        "view": view,
        "visitor": visitor,
        "patient": getattr(state, "patient", None),
        "settings": settings,
        "bundle": bundle_url(settings),
        "static": static_url,
        "csrf_token": token,
        "csrf": lambda: _hidden(token),
        "flash": flash_of(request),
        "error": error,
        "back": came_from(request) if status >= HTTPStatus.BAD_REQUEST else "",
        "status": status,
        "version": __version__,
    }
    page = HTMLResponse(environment().get_template(template).render(context), status_code=status)
    clear_flash(page, request)
    return page


def _hidden(token: str) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)
