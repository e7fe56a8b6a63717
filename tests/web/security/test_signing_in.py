"""Sessions: new at every sign-in, over in time, and closed to who tries passwords."""

from datetime import timedelta

import pytest
import web_clients

from anagen.store import tables
from anagen.web.security import cookies, limits, sessions
from anagen.web.security.counts import SharedCounts

NAME = "anagen_session"
PASSWORD = web_clients.PASSWORD


@pytest.fixture
def small(tmp_path):
    """A clinic of which nothing was tried yet."""
    limits._limiter.cache_clear()
    limits._item.cache_clear()
    made = web_clients.clinic(tmp_path)
    yield made
    made.app.state.store.close()


def token(browser):
    return browser.cookies[NAME]


def signed_in(browser):
    return browser.get("/account").status_code == 200


def test_a_token_that_was_planted_before_is_not_the_one_of_the_session(small):
    victim = small.browser()
    victim.cookies.set(NAME, "planted" * 6 + "x", domain="localhost.local")
    assert victim.sign_in("dora").status_code == 303
    attacker = small.browser()
    attacker.cookies.set(NAME, "planted" * 6 + "x", domain="localhost.local")

    assert signed_in(victim)
    assert not signed_in(attacker)


def test_signing_in_again_takes_another_token_and_ends_the_one_before(small):
    one = small.browser("dora")
    first = token(one)
    assert one.sign_in("dora").status_code == 303
    old = small.browser()
    old.cookies.set(NAME, first)

    assert token(one) != first
    assert signed_in(one)
    assert not signed_in(old)


def test_signing_out_ends_the_session_for_whoever_has_its_token(small):
    one, copy = small.browser("dora"), small.browser()
    copy.cookies.set(NAME, token(one))
    assert signed_in(copy)
    answer = one.post("/account/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/account/sign-in")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert not signed_in(one)
    assert not signed_in(copy)


def test_a_session_is_over_when_idle_and_in_any_case_after_a_time(small, monkeypatch):
    one = small.browser("dora")
    store = small.app.state.store
    for column, moment in (("seen_at", sessions.IDLE), ("expires_at", timedelta(0))):
        again = small.browser("dora")
        with store.work(writes=True) as work:
            past = sessions_in(-moment - timedelta(minutes=1))
            work.connection.execute(tables.web_sessions.update().values({column: past}))
        assert not signed_in(one)
        assert not signed_in(again)


def sessions_in(time):
    from anagen.store.sessions import _in

    return _in(time)


def test_use_keeps_a_session_from_being_idle(small):
    one, store = small.browser("dora"), small.app.state.store
    with store.work(writes=True) as work:
        work.connection.execute(tables.web_sessions.update().values(seen_at=sessions_in(timedelta(hours=-1))))
    assert signed_in(one)
    with store.work() as work:
        (seen,) = work.connection.execute(tables.web_sessions.select()).all()

    assert seen.seen_at > sessions_in(timedelta(minutes=-1))


def test_a_session_holds_for_every_process_that_answers(small):
    one = small.browser("dora")
    other = web_clients.Browser(web_clients.create_app(small.app.state.settings))
    other.cookies.set(NAME, token(one))
    assert signed_in(other)
    other.post("/account/sign-out")
    other.app.state.store.close()

    assert not signed_in(one)


def test_the_database_holds_no_token_and_no_password(small, tmp_path):
    one = small.browser("dora")
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("store.sqlite*"))

    assert token(one).encode() not in kept
    assert PASSWORD.encode() not in kept
    assert b"$argon2id$" in kept


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_out_of_reach_of_scripts_and_of_pages_elsewhere(tmp_path, secure):
    made = web_clients.clinic(tmp_path, secure_cookies=secure)
    one = web_clients.Browser(made.app)
    one.base_url = "https://localhost" if secure else "http://localhost"
    answer = one.sign_in("dora")
    made.app.state.store.close()
    assert answer.status_code == 303
    (given,) = [
        each for each in answer.headers.get_list("set-cookie") if each.startswith(("__Host", "anagen_s"))
    ]
    name, *flags = given.split("; ")

    assert name.startswith(f"{cookies.cookie_name(secure=secure)}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert ("Secure" in flags) is secure
    assert not any(each.startswith("Domain") for each in flags)
    assert ("strict-transport-security" in answer.headers) is secure


def test_a_wrong_password_and_a_name_that_nobody_has_are_told_alike(small):
    answers = [small.browser().sign_in(name, "wrong") for name in ("dora", "nobody", "\x00", "x" * 199)]

    assert {one.status_code for one in answers} == {422}
    says = {one.text.partition('role="alert">')[2].partition("<")[0] for one in answers}
    assert len(says) == 1
    assert says.pop().startswith("The name or the password is not right")
    assert all("wrong" not in one.text.partition("<main")[2] for one in answers)


def test_passwords_are_tried_at_leisure_only_and_their_owner_is_not_locked_out_elsewhere(small):
    attacker = small.browser(client=("203.0.113.9", 1))
    codes = [attacker.sign_in("dora", f"guess {k}").status_code for k in range(12)]
    assert codes == [422] * 8 + [429] * 4
    late = attacker.sign_in("dora")
    assert late.status_code == 429
    assert 0 < int(late.headers["retry-after"]) <= 300
    assert attacker.sign_in("emil", "guess").status_code == 422

    owner = small.browser(client=("198.51.100.7", 1))
    assert owner.sign_in("dora").status_code == 303


def test_more_processes_allow_no_more_tries(small, monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setenv(limits.COUNTS, str(tmp_path / "counts.sqlite"))
        attacker, codes = small.browser(client=("203.0.113.9", 1)), []
        for guess in range(10):
            limits._limiter.cache_clear()  # as in another process
            codes.append(attacker.sign_in("dora", f"guess {guess}").status_code)
            limits._limiter().storage.close()
    limits._limiter.cache_clear()

    assert codes == [422] * 8 + [429] * 2
    assert b"dora" not in (tmp_path / "counts.sqlite").read_bytes()


def test_tries_that_are_counted_together_are_forgotten_in_time(tmp_path, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("anagen.web.security.counts.time.time", lambda: clock[0])
    one, other = (SharedCounts(tmp_path / "counts.sqlite") for _ in range(2))
    assert [one.incr("a", 60), other.incr("a", 60), one.incr("b", 600)] == [1, 2, 1]
    assert (one.get("a"), other.get("a"), one.get_expiry("a")) == (2, 2, 1060.0)

    clock[0] = 1060.0
    assert (one.get("a"), other.get("b"), other.incr("a", 60)) == (0, 1, 1)
    one.clear("b")
    assert (other.get("b"), other.check()) == (0, True)
    one.reset()
    assert other.get("a") == 0
    for each in (one, other):
        each.close()


def test_tries_from_many_addresses_close_an_account_for_a_minute_at_most(small):
    for k in range(20):
        small.browser(client=(f"203.0.113.{k}", 1)).sign_in("dora", "guess")
    owner = small.browser(client=("198.51.100.7", 1))
    late = owner.sign_in("dora")

    assert late.status_code == 429
    assert int(late.headers["retry-after"]) <= 60


def test_who_is_signed_in_stays_so_while_others_try(small):
    dora = small.browser("dora")
    for k in range(25):
        small.browser(client=(f"203.0.113.{k}", 1)).sign_in("dora", "guess")

    assert signed_in(dora)


def test_an_account_that_asks_too_often_waits_and_others_do_not(small, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "change", "3/minute")
    limits._item.cache_clear()
    dora, emil = small.browser("dora"), small.browser("emil")
    codes = [dora.post("/clinic/find.json", json={"name": "a"}).status_code for _ in range(5)]
    limits._item.cache_clear()

    assert codes == [200] * 3 + [429] * 2
    assert emil.post("/clinic/find.json", json={"name": "a"}).status_code == 200


def test_a_password_is_changed_by_who_knows_it_and_other_browsers_are_signed_out(small):
    one, other = small.browser("dora"), small.browser("dora")
    new = "a new one of four words"
    wrong = one.post("/account/password", data={"present": "x", "password": new, "again": new})
    assert wrong.status_code == 422
    assert signed_in(other)
    form = {"present": PASSWORD, "password": new, "again": new}
    assert one.post("/account/password", data=form | {"again": "y"}).status_code == 422
    assert one.post("/account/password", data=form).status_code == 303

    assert signed_in(one)
    assert not signed_in(other)
    assert small.browser().sign_in("dora").status_code == 422
    assert small.browser().sign_in("dora", new).status_code == 303


def test_a_closed_account_is_signed_out_at_once_and_stays_out(small):
    dora, root = small.browser("dora"), small.browser("root")
    form = {"account_id": small.accounts["dora"], "active": "false"}
    assert root.post("/clinic/staff/state", data=form).status_code == 303

    assert not signed_in(dora)
    assert small.browser().sign_in("dora").status_code == 422
    root.post("/clinic/staff/state", data=form | {"active": "true"})
    assert small.browser().sign_in("dora").status_code == 303


def test_the_last_who_administers_cannot_be_closed(small):
    root = small.browser("root")
    answer = root.post("/clinic/staff/state", data={"account_id": small.accounts["root"], "active": "false"})

    assert answer.status_code == 422
    assert "last account" in answer.text
    assert signed_in(root)


def test_what_was_done_is_in_the_audit_and_no_secret_of_it(small):
    small.browser().sign_in("dora", "a wrong guess")
    small.browser("dora").post("/account/sign-out")
    lines = small.app.state.store.audit()
    done = [(line.who, line.what) for line in lines]
    dora = small.accounts["dora"]

    assert [what for who, what in done if who == dora] == ["sign-in refused", "sign in", "sign out"]
    assert not any("guess" in str(line) or PASSWORD in str(line) or "dora" in line.who for line in lines)
    assert small.app.state.store.verify().sound
