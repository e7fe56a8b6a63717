"""Pages and their JSON twins: one function serves both.

A page at ``/a/b`` has its twin at ``/a/b.json``: what the page shows, as values. An action that a form posts to
``/a/b`` takes the same fields as JSON at ``/a/b.json``.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict

from anagen.web.flash import set_flash
from anagen.web.templating import rendered

__all__ = ["Done", "NoForm", "Pages", "View", "twin"]

Handler = Callable[..., Any]
REQUEST = "twin_request"
SEE_OTHER = 303


class View(BaseModel):
    """What a page shows; root of all views."""

    model_config = ConfigDict(frozen=True)


class Done(BaseModel):
    """What came of an action."""

    model_config = ConfigDict(frozen=True)

    to: str
    """Path of the page to go on with."""
    says: str = ""
    """What was done, in plain words, said once on that page; never a health value."""


class NoForm(BaseModel):
    """The form of an action that needs nothing but the wish."""


def twin(path: str) -> str:
    """The path of a page's JSON twin."""
    return "/index.json" if path == "/" else f"{path}.json"


class Pages:
    """A group of pages and actions.

    Parameters
    ----------
    tag
        What the group is called in the description of the API.
    """

    def __init__(self, tag: str) -> None:
        self.router = APIRouter(tags=[tag])

    def show(self, path: str, template: str) -> Callable[[Handler], Handler]:
        """A page: its function returns a `View`.

        Parameters
        ----------
        path
            Where it is.
        template
            What shows the view.
        """

        def register(function: Handler) -> Handler:
            # The twin comes first: a path that ends in a name would take ".json" as a part of the name.
            self.router.add_api_route(
                twin(path), _typed(function), methods=["GET"], response_model=_returned(function)
            )
            self.router.add_api_route(
                path,
                _as_page(function, template),
                methods=["GET", "HEAD"],
                response_class=HTMLResponse,
                include_in_schema=False,
                name=f"{function.__name__} page",
            )
            return function

        return register

    def act(self, path: str) -> Callable[[Handler], Handler]:
        """An action: its function takes a model named `form` and returns `Done`.

        Parameters
        ----------
        path
            Where forms are posted to.
        """

        def register(function: Handler) -> Handler:
            self.router.add_api_route(
                twin(path), _typed(function, form_as="json"), methods=["POST"], response_model=Done
            )
            self.router.add_api_route(
                path,
                _as_action(function),
                methods=["POST"],
                include_in_schema=False,
                name=f"{function.__name__} form",
            )
            return function

        return register

    def tell(self, path: str, template: str) -> Callable[[Handler], Handler]:
        """An action whose answer is shown at once and never again: its function takes a `form`, returns a `View`.

        For what must stand in no address and no cookie: a link that opens something, a name that was looked for.

        Parameters
        ----------
        path
            Where forms are posted to.
        template
            What shows the view.
        """

        def register(function: Handler) -> Handler:
            self.router.add_api_route(
                twin(path),
                _typed(function, form_as="json"),
                methods=["POST"],
                response_model=_returned(function),
            )
            self.router.add_api_route(
                path,
                _as_page(function, template),
                methods=["POST"],
                response_class=HTMLResponse,
                include_in_schema=False,
                name=f"{function.__name__} page",
            )
            return function

        return register

    def file(self, path: str) -> Callable[[Handler], Handler]:
        """A file to download or a picture to show: its function returns a `Response`.

        Parameters
        ----------
        path
            Where it is.
        """

        def register(function: Handler) -> Handler:
            self.router.add_api_route(path, _typed(function), methods=["GET"], response_class=Response)
            return function

        return register


def _as_page(function: Handler, template: str) -> Handler:
    own = _own_request(function)

    async def page(**given: Any) -> Response:
        request = _request(given, own)
        view = await _called(function, given)
        return await run_in_threadpool(rendered, request, template, view)

    return _typed(function, page, with_request=True)


def _as_action(function: Handler) -> Handler:
    own = _own_request(function)

    async def action(**given: Any) -> Response:
        request = _request(given, own)
        done: Done = await _called(function, given)
        answer = RedirectResponse(done.to, status_code=SEE_OTHER)
        set_flash(answer, request, done.says)
        return answer

    return _typed(function, action, form_as="form", with_request=True)


def _own_request(function: Handler) -> str | None:
    """What a function calls the request, if it asks for it: the framework passes it under one name only."""
    hints = typing.get_type_hints(function)
    return next((name for name in inspect.signature(function).parameters if hints.get(name) is Request), None)


def _request(given: dict[str, Any], own: str | None) -> Request:
    return typing.cast("Request", given.pop(REQUEST) if own is None else given[own])


async def _called(function: Handler, given: dict[str, Any]) -> Any:
    if inspect.iscoroutinefunction(function):
        return await typing.cast("Awaitable[Any]", function(**given))
    return await run_in_threadpool(function, **given)


def _typed(
    function: Handler,
    target: Handler | None = None,
    *,
    form_as: str | None = None,
    with_request: bool = False,
) -> Handler:
    """A handler with its types written out, for the framework reads them to know what to pass."""
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = []
    for one in inspect.signature(function).parameters.values():
        hint = hints.get(one.name, one.annotation)
        if one.name == "form":
            hint = _form(hint, form_as or "form")
        parameters.append(one.replace(annotation=hint, kind=inspect.Parameter.KEYWORD_ONLY))
    if with_request and _own_request(function) is None:
        parameters.append(inspect.Parameter(REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request))
    called = target or _passed_on(function)
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=hints.get("return", inspect.Signature.empty)
    )
    called.__name__, called.__doc__ = function.__name__, function.__doc__
    return called


def _passed_on(function: Handler) -> Handler:
    """The same function under a signature of its own."""
    if inspect.iscoroutinefunction(function):

        async def later(**given: Any) -> Any:
            return await function(**given)

        return later

    def at_once(**given: Any) -> Any:
        return function(**given)

    return at_once


def _form(model: Any, form_as: str) -> Any:
    """How a form is read: fields of a form, fields with files among them, or JSON."""
    if any(_is_upload(field.annotation) for field in model.model_fields.values()):
        return Annotated[model, File()]  # JSON holds no files: the twin takes the same multipart form
    return Annotated[model, Body()] if form_as == "json" else Annotated[model, Form()]


def _is_upload(annotation: Any) -> bool:
    return annotation is UploadFile or any(_is_upload(one) for one in typing.get_args(annotation))


@functools.cache
def _returned(function: Handler) -> Any:
    return typing.get_type_hints(function).get("return")
