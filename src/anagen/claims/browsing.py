"""A person who answers the consultation in a browser: pages asked for, forms posted, cookies kept."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from fastapi import FastAPI


HOST = "127.0.0.1"
HIDDEN_TOKEN = re.compile(r'name="csrf" value="([^"]*)"')
OK, SEE_OTHER = 200, 303


class Browser:
    """Asks an application for pages, as a browser without scripts does.

    Parameters
    ----------
    app
        The application.
    """

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        status, _, text = self._asked("GET", path)
        return status, text

    def json(self, path: str) -> Any:
        """What the JSON twin of a page says; nothing where the page leads elsewhere."""
        status, text = self.get(f"{path}.json")
        return json.loads(text) if status == OK else None

    def post(self, page: str, path: str, fields: Sequence[tuple[str, str]]) -> str:
        """Fill in a form of a page; where it leads."""
        token = HIDDEN_TOKEN.search(self.get(page)[1])
        sent = urlencode([*fields, ("csrf", token.group(1) if token else "")]).encode()
        status, headers, _ = self._asked("POST", path, sent)
        return headers.get("location", "") if status == SEE_OTHER else ""

    def _asked(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str], str]:
        status, headers, text = asyncio.run(_called(self.app, method, path, body, self._cookies))
        for name, value in headers:
            if name == "set-cookie":
                self._cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        return status, dict(headers), text


async def _called(
    app: FastAPI, method: str, path: str, body: bytes, cookies: Mapping[str, str]
) -> tuple[int, list[tuple[str, str]], str]:
    """One request, put to the application itself: nothing goes over a network."""
    split = urlsplit(path)
    said: list[dict[str, Any]] = []
    headers = {
        "host": HOST,
        "origin": f"http://{HOST}",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": split.path,
        "raw_path": split.path.encode(),
        "query_string": split.query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (HOST, 50000),
        "server": (HOST, 80),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        said.append(dict(message))

    await app(scope, receive, send)
    first = next(one for one in said if one["type"] == "http.response.start")
    text = b"".join(one.get("body", b"") for one in said if one["type"] == "http.response.body")
    found = [(name.decode().lower(), value.decode("latin-1")) for name, value in first["headers"]]
    return first["status"], found, text.decode(errors="replace")


def answered_in_a_browser(person: Mapping[str, Any]) -> tuple[dict[str, Any], list[bool]]:
    """The consultation in a browser, with the server started anew before every screen.

    Parameters
    ----------
    person
        What somebody would answer; what is not there is skipped.

    Returns
    -------
    tuple
        What the store holds at the end; and by screen, whether something of it was lost.
    """
    from anagen.web.app import create_app
    from anagen.web.consult.forms import filled_in
    from anagen.web.interview import CONSENT, kept_interview
    from anagen.web.settings import Settings

    person = {CONSENT: True, **person}
    lost: list[bool] = []
    asked: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database=str(Path(folder) / "store.sqlite"),
            data_folder=Path(folder),
            bundle=False,
            run_jobs=False,
        )
        app = create_app(settings)
        home = Browser(app).post("/", "/start", [("name", "")]).removesuffix("/consult")
        Browser(app).post(f"{home}/consult", f"{home}/consult/begin", [("depth", "self")])
        person_id = home.rpartition("/")[2]
        while (screen := Browser(app).json(f"{home}/consult/ask")) and screen["field"] not in asked:
            asked.add(screen["field"])
            group = kept_interview(app.state.store, person_id).screen_of(screen["field"])
            values = [("value", one) for one in filled_in(group, person)]
            fields = [("field", screen["field"]), *(values or [("skip", "true")])]
            Browser(app).post(f"{home}/consult/ask", f"{home}/consult/ask", fields)
            before = kept_interview(app.state.store, person_id)
            app.state.store.close()
            app = create_app(settings)
            after = kept_interview(app.state.store, person_id)
            given = {one.field: person[one.field] for one in group if one.field in person}
            lost.append(
                after.answers != before.answers
                or after.next != before.next
                or any(after.answers.get(name) != value for name, value in given.items())
            )
        lost.append(screen is not None)  # the same screen once more: what was answered did not stay
        said = dict(kept_interview(app.state.store, person_id).answers)
        app.state.store.close()
    return said, lost
