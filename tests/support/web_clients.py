"""Browsers for tests of the web application: of the owner of a store, or of the accounts of a clinic.

`clinic(folder)` makes an application with two clinicians who have a patient each, those patients' own accounts, and an
administrator. A `Browser` carries the token of its session in every change, as our own pages do.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from fastapi.testclient import TestClient

from anagen.errors import InputError
from anagen.store.accounts import add_account, give_care
from anagen.web.app import create_app
from anagen.web.security import limits, passwords
from anagen.web.settings import Settings

__all__ = ["Browser", "Clinic", "InputError", "cheaply", "clinic", "owner", "replace", "settings"]

HOST = "http://localhost"
PASSWORD = "four plain words here"
HEADER = "X-CSRF-Token"


class Browser(TestClient):
    """A browser that follows no redirect by itself, and carries its session's token in every change."""

    def __init__(self, app, **options):
        super().__init__(app, base_url=HOST, follow_redirects=False, **options)
        self.tokens = {}

    def request(self, method, url, **given):
        """Ask, with the token where something is to be changed."""
        if method.upper() not in ("GET", "HEAD", "OPTIONS"):
            headers = {name.lower(): value for name, value in dict(given.get("headers") or {}).items()}
            if HEADER.lower() not in headers:
                given["headers"] = headers | {HEADER: self.token()}
        return super().request(method, url, **given)

    def token(self):
        """The token of the session, asked for once."""
        session = self._session()
        if session not in self.tokens or not session:
            found = self._token()
            session = self._session()
            self.tokens[session] = found
        return self.tokens[session]

    def _session(self):
        return tuple(one.value for one in self.cookies.jar if one.name in ("anagen_session", "__Host-anagen"))

    def _token(self):
        answer = self.get("/account/session.json")
        return answer.json()["csrf"] if answer.status_code == 200 else self.form_token("/account/sign-in")

    def form_token(self, path):
        """The token that the forms of a page carry."""
        page = self.get(path).text
        return page.partition('name="csrf" value="')[2].partition('"')[0]

    def sign_in(self, name, password=PASSWORD):
        """Sign in, and give the answer."""
        return self.post("/account/sign-in", data={"name": name, "password": password})


@dataclass
class Clinic:
    """An application with accounts, and who is in it."""

    app: object
    people: dict = field(default_factory=dict)
    """Identifiers of the patients by name."""
    accounts: dict = field(default_factory=dict)
    """Identifiers of the accounts by name."""

    def browser(self, name=None, **options):
        """A browser that is signed in with an account, or with none."""
        one = Browser(self.app, **options)
        if name is not None:
            answer = one.sign_in(name)
            assert answer.status_code == 303, answer.text
        return one


def settings(folder, **changed):
    """Settings that keep all in a folder."""
    chosen = {"bundle": False, "run_jobs": False, **changed}
    return Settings(database=f"{folder}/store.sqlite", data_folder=folder / "data", **chosen)


@contextmanager
def cheaply():
    """Passwords that are quick to try, and nothing counted yet."""
    before = passwords.COST
    passwords.COST = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
    caches = passwords._hasher, passwords._nobodys, limits._limiter
    for one in caches:
        one.cache_clear()
    try:
        yield
    finally:
        passwords.COST = before
        for one in caches:
            one.cache_clear()


def owner(folder, *, strict=True, **changed):
    """A browser of the owner of a store, who needs no account; a strict one raises what is a bug."""
    return Browser(create_app(settings(folder, **changed)), raise_server_exceptions=strict)


def clinic(folder, **changed):
    """A clinic of which `ann` and `bob` are patients, `dora` and `emil` their clinicians, and `root` administers."""
    app = create_app(settings(folder, clinic=True, **changed))
    made = Clinic(app=app)
    store = app.state.store
    kept = passwords.hashed_password(PASSWORD)
    for name, role in (
        ("ann", "person"), ("bob", "person"), ("dora", "clinician"), ("emil", "clinician"), ("root", "admin")
    ):  # fmt: skip
        with store.work(writes=True) as work:
            made.accounts[name] = add_account(work, name, kept, role).id
    for name, doctor in (("ann", "dora"), ("bob", "emil")):
        made.people[name] = store.add_person(name.title())
        with store.work(writes=True) as work:
            give_care(work, made.accounts[name], made.people[name], "self")
            give_care(work, made.accounts[doctor], made.people[name], "clinician")
    return made
