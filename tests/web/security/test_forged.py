"""Requests that a page elsewhere makes up: forged forms, other names of this server, frames, paths."""

from html.parser import HTMLParser

import pytest
import web_clients
from web_routes import routes

from anagen.web.security.headers import ALWAYS
from anagen.web.security.origin import host_of

HEADER = web_clients.HEADER
FOREIGN = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1234"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.fixture(scope="module")
def dora(clinic):
    return clinic.browser("dora")


@pytest.fixture(scope="module")
def pages(clinic, dora):
    """The answers of all pages that a clinician can get, and of the one that signs in."""
    ann = clinic.people["ann"]
    there = [one.at(person_id=ann) for one in routes(clinic.app) if one.is_page]
    found = {path: dora.get(path) for path in there}
    return found | {"/account/sign-in": clinic.browser().get("/account/sign-in")}


def posts(app):
    return [one for one in routes(app) if one.method == "POST"]


def test_no_action_is_taken_without_the_token_or_with_another(clinic, dora):
    ann = clinic.people["ann"]
    before = clinic.app.state.store.records(ann), len(clinic.app.state.store.people())
    dead = clinic.browser("dora").token()
    for route in posts(clinic.app):
        path = route.at(person_id=ann)
        for token in ("", dead) if route.is_json else ("", "x", b"\xc3\xa9"):
            given = {"json": {}} if route.is_json else {"data": {"csrf": token}}
            answer = dora.post(path, headers={HEADER: token}, **given)
            assert answer.status_code == 403, (str(route), token)
    assert (clinic.app.state.store.records(ann), len(clinic.app.state.store.people())) == before


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_action_is_taken_from_a_page_elsewhere_even_with_the_token(clinic, dora, headers):
    every = posts(clinic.app)
    for route in every if headers == FOREIGN[0] else every[::20]:
        answer = dora.post(route.at(person_id=clinic.people["ann"]), headers=headers | {HEADER: dora.token()})
        assert answer.status_code == 403, str(route)


def test_a_token_is_taken_from_a_form_and_from_a_header(clinic):
    one = clinic.browser("dora")
    token = one.token()
    form = one.post("/clinic/find", data={"name": "a", "csrf": token}, headers={HEADER: ""})
    header = one.post("/clinic/find.json", json={"name": "a"}, headers={"Origin": web_clients.HOST})

    assert (form.status_code, header.status_code) == (200, 200)


def test_a_token_in_letters_that_no_text_has_is_another_token(clinic):
    part = b'--B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\\ud800\r\n--B--\r\n'
    kind = "multipart/form-data; boundary=B; charset=unicode_escape"
    answer = clinic.browser().post(
        "/account/sign-in", content=part, headers={"Content-Type": kind, HEADER: ""}
    )

    assert answer.status_code == 403


def test_an_owner_without_an_account_is_safe_from_forged_forms_too(alone):
    for route in posts(alone.app):
        path = route.at(person_id="0" * 32)
        assert alone.post(path, headers={HEADER: "x"}).status_code == 403, str(route)
        assert alone.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403, str(route)


def test_nobody_is_signed_in_by_a_page_elsewhere(clinic):
    """Who is signed in unawares to an account of another tells that other all that they type."""
    one = clinic.browser()
    own = one.form_token("/account/sign-in")
    form = {"name": "dora", "password": web_clients.PASSWORD}
    assert one.post("/account/sign-in", data=form, headers={HEADER: "x" * 64}).status_code == 403
    other = clinic.browser()
    assert other.post("/account/sign-in", data=form | {"csrf": own}, headers={HEADER: ""}).status_code == 403


def test_pages_elsewhere_can_neither_fetch_nor_embed_what_is_here_but_may_link_to_it(clinic, dora):
    path = f"/clinic/patients/{clinic.people['ann']}"
    for mode in ("cors", "no-cors", "same-origin"):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
        assert dora.get(path, headers=headers).status_code == 403
    linked = dora.get(path, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert linked.status_code == 200
    assert "access-control-allow-origin" not in linked.headers
    assert dora.options(path, headers={"Origin": "http://evil.example"}).status_code in (403, 405)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:8600", "127.0.0.1.evil.example", "localhost@evil.example",
     "", "evil.example#localhost", "localhost:port", "[::2]", "0.0.0.1", "localhost/evil", "169.254.169.254"],
)  # fmt: skip
def test_another_name_of_this_server_is_refused(alone, host):
    """How a page elsewhere reads a server of this machine: it lets its own name point here."""
    for path in ("/", "/nowhere", "/static/style.css"):
        assert alone.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8600", "127.0.0.1", "[::1]:8600", "LOCALHOST"])
def test_its_own_names_are_taken_with_any_port(alone, host):
    assert alone.get("/account/session.json", headers={"Host": host}).status_code == 200


def test_a_host_is_read_without_its_port():
    assert host_of("hair.example.org:443") == "hair.example.org"
    assert [host_of(bad) for bad in ("a b:x", "user@host", "host/path", "host?x", ":99999")].count(None) >= 4


def test_what_forwards_claim_of_the_host_is_not_believed(clinic):
    """A link that somebody is sent leads to the name that the browser asked for."""
    claimed = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    link = clinic.browser("root").post(
        "/clinic/staff/invite.json", json={"role": "clinician"}, headers=claimed
    )

    assert link.json()["address"].startswith(f"{web_clients.HOST}/account/join?code=")


def test_every_answer_tells_browsers_to_load_nothing_from_elsewhere_and_to_be_framed_by_nobody(
    clinic, dora, pages
):
    refused = [
        dora.get("/nowhere"),
        dora.get("/nowhere.json"),
        dora.get("/", headers={"Host": "evil.example"}),
        dora.post("/clinic/find", data={}, headers={HEADER: "x"}),
        dora.get("/static/style.css"),
        dora.get("/static/nothing.css"),
        dora.get("/openapi.json"),
        clinic.browser().get("/clinic"),
    ]
    for answer in (*pages.values(), *refused):
        for name, value in ALWAYS.items():
            assert answer.headers.get_list(name) == [value], (answer.url, name)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy


def test_what_is_of_people_is_kept_by_no_browser_and_no_proxy(clinic, dora, pages):
    for path, answer in pages.items():
        assert answer.headers["cache-control"] == "no-store" or not path.startswith(
            ("/p/", "/clinic", "/account")
        )
    twins = [one for one in routes(clinic.app) if one.method == "GET" and one.path.startswith("/p/")]
    for route in twins:
        assert dora.get(route.at(person_id=clinic.people["ann"])).headers["cache-control"] == "no-store", str(
            route
        )


class Markup(HTMLParser):
    """What of a page a browser would run or load."""

    def __init__(self, text):
        super().__init__()
        self.wrong, self.inside = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("style", "iframe", "object", "embed", "base") or (tag == "script" and "src" not in given):
            self.wrong.append(tag)
        self.wrong += [name for name in given if name.startswith("on") or name == "style"]
        for name in ("src", "href", "action", "formaction", "data", "poster", "xlink:href"):
            value = (given.get(name) or "").strip().lower()
            if value.startswith(("javascript:", "vbscript:", "data:text")):
                self.wrong.append(value)
            if name != "href" and value.startswith(("http:", "https:", "//")):
                self.wrong.append(value)
            if tag == "link" and value.startswith(("http:", "https:", "//")):
                self.wrong.append(value)


def test_no_page_has_a_script_or_a_style_in_it_or_loads_anything_from_elsewhere(pages):
    wrong = {
        path: Markup(answer.text).wrong
        for path, answer in pages.items()
        if "html" in answer.headers.get("content-type", "")
    }

    assert {path: found for path, found in wrong.items() if found} == {}
    assert len(wrong) > 10


def test_every_form_that_changes_something_carries_the_token(pages, dora):
    forms = [
        (path, form) for path, answer in pages.items() for form in answer.text.split('method="post"')[1:]
    ]

    assert len(forms) > 10
    for path, form in forms:
        assert 'name="csrf" value="' in form.partition("</form>")[0], path
        assert 'value=""' not in form.partition('name="csrf"')[2][:12], path


@pytest.mark.parametrize(
    "path",
    ["/static/../settings.py", "/static/..%2fsettings.py", "/static/%2e%2e/settings.py", "/static/..\\settings.py",
     "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/....//settings.py", "/static/style.css%00.py",
     "/static/", "/static/%252e%252e/settings.py"],
)  # fmt: skip
def test_static_files_are_those_of_their_folder(alone, path):
    answer = alone.get(path)

    assert answer.status_code in (404, 405)
    assert "class Settings" not in answer.text


@pytest.mark.parametrize(
    "bad",
    [
        "../../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd\x00",
        "é\u202e" + "a" * 5000,
    ],
)
def test_no_name_in_a_path_leads_out_of_where_it_belongs(clinic, dora, bad):
    ann = clinic.people["ann"]
    for route in routes(clinic.app):
        if route.method != "GET" or not route.names:
            continue
        for name in set(route.names) - {"person_id"} or route.names:
            answer = dora.get(route.at(**{**dict.fromkeys(route.names, "x"), "person_id": ann, name: bad}))
            assert answer.status_code in (404, 422, 400, 303), (str(route), name, answer.status_code)
            assert "root:x:" not in answer.text


def test_signing_in_leads_nowhere_else(clinic):
    away = (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
    )
    for path in away:
        one = clinic.browser()
        form = {"name": "dora", "password": web_clients.PASSWORD, "next": path}
        answer = one.post("/account/sign-in", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    back = clinic.browser().post("/account/sign-in", data=form | {"next": "/clinic/audit"})
    assert back.headers["location"] == "/clinic/audit"
