"""Nobody sees or changes what is of somebody else, on any page that there is."""

from types import SimpleNamespace

import pytest
from web_routes import routes

from anagen.web.jobs_dependency import jobs_of
from anagen.web.pages.clinic import managed
from anagen.web.security import limits
from anagen.web.security.csrf import token_checked
from anagen.web.security.entry import OPEN
from anagen.web.security.visitor import _patient, _visitor, in_clinic

SECRET = "canary-of-ann"
STRANGERS = ("bob", "emil", "root", None)
"""Another patient, the clinician of another patient, who administers, and who has not signed in."""
OPEN_TO_ALL = {*OPEN, *(f"{one}.json" for one in OPEN)}


@pytest.fixture(scope="module")
def browsers(clinic):
    return {name: clinic.browser(name) for name in ("ann", "dora", *STRANGERS)}


@pytest.fixture(scope="module")
def hers(clinic):
    """Identifiers of what is Ann's, by what a path may call them."""
    store, person_id = clinic.app.state.store, clinic.people["ann"]
    return {
        "person_id": [person_id],
        "sha256": [one.sha256 for one in store.attachments(person_id)],
        "other": [
            *(one.id for one in store.records(person_id)),
            *(one.id for one in store.attachments(person_id)),
        ],
    }


def ask(browser, route, path):
    if route.method == "GET":
        return browser.get(path)
    if route.has_upload():
        files = {name: ("a.png", b"\x89PNG", "image/png") for one in route.forms for name in one.model_fields}
        return browser.request(route.method, path, files=files)
    if route.is_json:
        return browser.request(route.method, path, json={})
    return browser.request(route.method, path, data={"a": "b"})


def kept(clinic):
    store = clinic.app.state.store
    person_id = clinic.people["ann"]
    return store.person(person_id), store.records(person_id), store.attachments(person_id)


def test_there_are_routes_to_be_tried(clinic):
    found = routes(clinic.app)

    assert len(found) > 30
    assert sum("person_id" in one.names for one in found) > 10


def test_every_page_of_a_person_asks_whether_the_visitor_may_see_them(clinic):
    bare = [
        str(one)
        for one in routes(clinic.app)
        if "person_id" in one.names and not (one.depends_on(_patient) or one.depends_on(managed))
    ]

    assert bare == []


def test_a_path_that_begins_like_that_of_a_person_names_the_person(clinic):
    named = {str(one) for one in routes(clinic.app) if "person_id" in one.names}
    like = {str(one) for one in routes(clinic.app) if one.path.startswith("/p/")}

    assert like <= named


def test_every_route_checks_the_token_and_every_route_but_a_few_needs_a_visitor(clinic):
    found = routes(clinic.app)

    assert [str(one) for one in found if not one.depends_on(token_checked)] == []
    stranger = clinic.browser()
    let_in = {
        one.path for one in found if one.method == "GET" and ask(stranger, one, one.at()).status_code == 200
    }
    assert let_in <= OPEN_TO_ALL


def test_no_method_but_those_of_forms_and_pages_is_taken(clinic):
    assert {one.method for one in routes(clinic.app)} <= {"GET", "POST", "HEAD"}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_stranger_gets_to_any_page_or_action_of_a_person(clinic, browsers, hers, name):
    before = kept(clinic)
    wrong = []
    for route in routes(clinic.app):
        if "person_id" not in route.names or (name == "root" and route.depends_on(managed)):
            continue
        others = dict.fromkeys(route.names, hers["sha256"][0])
        answer = ask(browsers[name], route, route.at(**{**others, "person_id": hers["person_id"][0]}))
        expected = (303, 401) if name is None else (403, 404)
        if answer.status_code not in expected or SECRET in answer.text:
            wrong.append((str(route), answer.status_code))
        if name is None and answer.status_code == 303:
            assert answer.headers["location"].startswith("/account/sign-in")

    assert wrong == []
    assert kept(clinic) == before


@pytest.mark.parametrize(("name", "own"), [("bob", "bob"), ("emil", "bob")])
def test_what_is_hers_is_not_got_through_a_page_of_somebody_else(clinic, browsers, hers, name, own):
    """Records and pictures are asked for by identifiers too, beside one's own person or alone."""
    before = kept(clinic)
    wrong = []
    for route in routes(clinic.app):
        more = [each for each in route.names if each != "person_id"]
        if not more:
            continue
        for key in (*hers["sha256"], *hers["other"][-2:], *hers["person_id"]):
            path = route.at(**dict.fromkeys(more, key), person_id=clinic.people[own])
            answer = ask(browsers[name], route, path)
            if answer.status_code >= 500 or SECRET in answer.text or answer.content.startswith(b"\x89PNG"):
                wrong.append((str(route), answer.status_code))

    assert wrong == []
    assert kept(clinic) == before


def test_jobs_are_seen_and_stopped_only_by_who_sees_the_person(clinic, browsers, hers):
    rows = [one for one in routes(clinic.app) if "job_id" in one.names or "/jobs/{" in one.path]
    if not rows:
        pytest.fail("There is no page of a job")
    job = queued(clinic, hers["person_id"][0])

    for route in rows:
        for name in STRANGERS:
            answer = ask(browsers[name], route, route.at(**dict.fromkeys(route.names, job)))
            assert answer.status_code in ((303, 401) if name is None else (403, 404)), (str(route), name)
    assert clinic.app.state.jobs.get(job).state == "queued"
    show = next(one for one in rows if one.is_json and one.method == "GET")
    assert browsers["dora"].get(show.at(**dict.fromkeys(show.names, job))).status_code == 200


def test_what_an_account_has_computed_about_nobody_is_its_own(clinic, browsers):
    job = queued(clinic, None, clinic.accounts["dora"])
    for route in (one for one in routes(clinic.app) if "job_id" in one.names):
        for name in STRANGERS:
            answer = ask(browsers[name], route, route.at(**dict.fromkeys(route.names, job)))
            assert answer.status_code in ((303, 401) if name is None else (403, 404)), (str(route), name)

    assert clinic.app.state.jobs.get(job).state == "queued"


def queued(clinic, person_id, account_id=None):
    from anagen.web.jobs.cache import content_key
    from anagen.web.jobs.tasks import tasks

    kind = min(tasks())
    key = content_key(kind, of="a test")
    return clinic.app.state.jobs.ask(kind, key=key, person_id=person_id, account_id=account_id, params={}).id


def test_what_may_begin_a_simulation_counts_as_such(clinic):
    """Whoever takes a button for a change only may press it twice as often."""
    ends = ("/jobs/{job_id}/cancel", "/p/{person_id}/erase")
    kinds = {
        (
            one.path,
            limits.kind_of(SimpleNamespace(method="POST", headers={}, url=SimpleNamespace(path=one.path))),
        )
        for one in routes(clinic.app)
        if one.method == "POST" and one.depends_on(jobs_of) and one.path.removesuffix(".json") not in ends
    }

    assert len(kinds) > 20
    assert {kind for path, kind in kinds if "/questions/" not in path} == {"work"}
    assert {kind for path, kind in kinds if "/questions/" in path} == {"question"}


def test_the_front_page_and_the_lists_of_strangers_do_not_name_her(clinic, browsers):
    for route in routes(clinic.app):
        if route.method != "GET" or route.names:
            continue
        for name in ("bob", "emil", None):
            answer = browsers[name].get(route.path)
            assert SECRET not in answer.text, (str(route), name)
            assert clinic.people["ann"] not in answer.text, (str(route), name)


def test_pages_of_a_role_are_closed_to_other_roles(clinic, browsers):
    administration = [
        one for one in routes(clinic.app) if one.path.startswith(("/clinic/staff", "/clinic/audit"))
    ]
    assert len(administration) > 8
    for route in administration:
        for name in ("ann", "dora"):
            assert ask(browsers[name], route, route.at()).status_code == 403, (str(route), name)
    for route in (one for one in routes(clinic.app) if one.path.startswith("/clinic")):
        assert ask(browsers["ann"], route, route.at(person_id=clinic.people["ann"])).status_code in (403, 404)


def test_without_accounts_there_are_no_pages_of_accounts(alone):
    found = routes(alone.app)
    of_accounts = [one for one in found if one.depends_on(in_clinic)]
    assert len(of_accounts) > 20
    assert [str(one) for one in found if one.path.startswith("/clinic") and one not in of_accounts] == []
    for route in of_accounts:
        assert ask(alone, route, route.at(person_id="0" * 32)).status_code == 404, str(route)
    assert alone.get("/account/session.json").status_code == 200
    assert any(one.depends_on(_visitor) for one in routes(alone.app))
