"""The application: settings in, pages out."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from anagen import __version__
from anagen.errors import AnagenError, InputError
from anagen.web import pages as groups
from anagen.web.errors import Again, ElsewhereError, NotAllowedError, NotFoundError, TooMuchError
from anagen.web.jobs import Jobs
from anagen.web.security import protect
from anagen.web.settings import Settings
from anagen.web.templating import STATIC, rendered
from anagen.web.twins import Pages
from anagen.web.warming import load_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.params import Depends
    from starlette.routing import BaseRoute

__all__ = ["create_app"]

log = logging.getLogger("anagen.web")

DESCRIPTION = (
    "Every page of anagen has a JSON twin: its path with `.json` added; an action takes the fields of its form as "
    "JSON. For education and research; not a medical device."
)

SAYS: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "There is no such page.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is there, but not for this kind of request.",
}
"""Words for what the library would say in its own."""


def create_app(settings: Settings) -> FastAPI:
    """The application.

    Parameters
    ----------
    settings
        Where things are kept, and who may come in.

    Raises
    ------
    StoreError
        If the store cannot be opened.
    """
    from anagen.store import Store

    store = Store.open(settings.database, passphrase=settings.passphrase, audit_reads=settings.clinic)
    app = FastAPI(
        title="anagen",
        version=__version__,
        description=DESCRIPTION,
        lifespan=_running,
        docs_url=None,  # its page would fetch scripts from elsewhere
        redoc_url=None,
    )
    app.state.settings, app.state.store = settings, store
    app.state.jobs = Jobs(store, settings.data_folder)
    protect(app, settings)
    app.router.routes += _routes(tuple(app.router.dependencies))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _say_errors(app)
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    load_beside()
    yield
    app.state.store.close()


@cache
def _routes(asked_first: tuple[Depends, ...]) -> list[BaseRoute]:
    """The routes of all groups, before each of which the same is asked: made once for all applications of a process."""
    whole = APIRouter(dependencies=asked_first)
    for one in _groups():
        whole.include_router(one.router)
    return whole.routes


def _groups() -> list[Pages]:
    """The groups of pages, one a file of their folder."""
    names = sorted(one.name for one in iter_modules(groups.__path__))
    modules = [import_module(f"{groups.__name__}.{name}") for name in names]
    return [module.pages for module in modules if hasattr(module, "pages")]


def _say_errors(app: FastAPI) -> None:
    """Every error as a page or as JSON, in plain words; a bug is logged, and its cause not shown."""

    @app.exception_handler(Again)
    async def again(request: Request, error: Again) -> Response:
        if _wants_json(request):
            return JSONResponse({"error": error.says}, status_code=422)
        return rendered(request, error.template, error.view, status=422, error=error.says)

    @app.exception_handler(ElsewhereError)
    async def elsewhere(_request: Request, error: ElsewhereError) -> Response:
        return RedirectResponse(error.to, status_code=HTTPStatus.SEE_OTHER)

    @app.exception_handler(AnagenError)
    async def ours(request: Request, error: AnagenError) -> Response:
        status = _status(error)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("%s on %s", type(error).__name__, _route(request))
        answer = _error_page(request, status, str(error))
        if isinstance(error, TooMuchError) and error.wait_s is not None:
            answer.headers["Retry-After"] = str(error.wait_s)
        return answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _error_page(request, 422, _said(error.errors()))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        says = SAYS.get(error.status_code) or str(error.detail)
        answer = _error_page(request, error.status_code, says)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        log.error("A bug on %s", _route(request), exc_info=error)
        return _error_page(
            request, 500, "Something went wrong here. It was noted; nothing of yours was changed."
        )


def _status(error: Exception) -> int:
    if isinstance(error, TooMuchError):
        return error.status
    known = {NotFoundError: 404, NotAllowedError: 403, InputError: 422}
    return next((status for kind, status in known.items() if isinstance(error, kind)), 503)


def _said(errors: Sequence[Any]) -> str:
    """What is wrong with a form, by field; what was given is not repeated."""
    return " ".join(f"{'.'.join(str(place) for place in one['loc'][1:])}: {one['msg']}." for one in errors)


def _error_page(request: Request, status: int, says: str) -> Response:
    if _wants_json(request):
        return JSONResponse({"error": says}, status_code=status)
    return rendered(request, "error.html.jinja", None, status=status, error=says)


def _wants_json(request: Request) -> bool:
    return request.url.path.endswith(".json")


def _route(request: Request) -> str:
    """The pattern of a path, for logs: without what stands in it."""
    return f"{request.method} {getattr(request.scope.get('route'), 'path', 'an unknown path')}"
