"""A page and its JSON twin are one function; an action takes a form or the same fields as JSON."""

import pytest
from fastapi import FastAPI, UploadFile
from fastapi.testclient import TestClient
from jinja2 import DictLoader
from pydantic import BaseModel, Field

from anagen.web import templating
from anagen.web.flash import FLASH
from anagen.web.settings import Settings
from anagen.web.twins import Done, Pages, View, twin


class Counted(View):
    name: str
    hairs: int


class Count(BaseModel):
    hairs: int = Field(ge=0)
    note: str = ""


class Photograph(BaseModel):
    photograph: UploadFile
    side: str


@pytest.fixture
def kept():
    return []


@pytest.fixture
def client(kept, monkeypatch):
    pages = Pages(tag="test")

    @pages.show("/count/{name}", "count.html.jinja")
    def count(name: str, hairs: int = 3) -> Counted:
        return Counted(name=name, hairs=hairs)

    @pages.act("/count/{name}")
    def keep(name: str, form: Count) -> Done:
        kept.append((name, form))
        return Done(to=f"/count/{name}", says="Kept <it>.")

    @pages.act("/photograph")
    async def photograph(form: Photograph) -> Done:
        kept.append((form.photograph.filename, await form.photograph.read(), form.side))
        return Done(to="/count/a")

    app = FastAPI()
    app.state.settings = Settings(bundle=False)
    app.include_router(pages.router)
    environment = templating.environment().overlay(
        loader=DictLoader({"count.html.jinja": "{{ flash }}|{{ view.name }}: {{ view.hairs }}"})
    )
    monkeypatch.setattr(templating, "environment", lambda: environment)
    return TestClient(app, follow_redirects=False)


def test_a_page_and_its_twin_show_the_same(client):
    page = client.get("/count/<b>?hairs=7")

    assert page.text == "|&lt;b&gt;: 7"
    assert client.get("/count/<b>.json?hairs=7").json() == {"name": "<b>", "hairs": 7}


def test_whether_a_page_is_there_can_be_asked(client):
    answer = client.head("/count/a")

    assert (answer.status_code, answer.text) == (200, "")


def test_a_form_leads_on_and_says_so_once(client):
    answer = client.post("/count/a", data={"hairs": "4", "note": "n", "csrf": "x"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/count/a")
    assert client.get("/count/a").text == "Kept &lt;it&gt;.|a: 3"
    assert client.get("/count/a").text == "|a: 3"
    assert FLASH not in client.cookies


def test_a_form_and_json_bring_the_same_values(client, kept):
    client.post("/count/a", data={"hairs": "4", "note": "n"})
    answer = client.post("/count/a.json", json={"hairs": 4, "note": "n"})

    assert answer.json() == {"to": "/count/a", "says": "Kept <it>."}
    assert kept[0] == kept[1] == ("a", Count(hairs=4, note="n"))


@pytest.mark.parametrize("path", ["/photograph", "/photograph.json"])
def test_files_come_with_their_fields(client, kept, path):
    answer = client.post(path, data={"side": "top"}, files={"photograph": ("a.png", b"bytes")})

    assert answer.status_code in {200, 303}
    assert kept == [("a.png", b"bytes", "top")]


@pytest.mark.parametrize("given", [{"hairs": "-1"}, {"hairs": "many"}, {}])
def test_what_does_not_fit_is_refused(client, kept, given):
    assert client.post("/count/a", data=given).status_code == 422
    assert client.post("/count/a.json", json=given).status_code == 422
    assert not kept


def test_the_description_of_the_api_names_the_twins_only(client):
    paths = client.get("/openapi.json").json()["paths"]

    assert set(paths) == {"/count/{name}.json", "/photograph.json"}
    assert set(paths["/count/{name}.json"]) == {"get", "post"}


def test_the_front_page_has_a_twin():
    assert (twin("/"), twin("/a")) == ("/index.json", "/a.json")
