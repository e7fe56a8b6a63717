"""What a clinic does: its first account, invitations, patients and who sees them, on SQLite and on PostgreSQL."""

import re

import pytest
import web_clients
from store_fixtures import new_database, server  # noqa: F401

from anagen.store import tables
from anagen.web.app import create_app
from anagen.web.pages import clinic, staff
from anagen.web.security import limits, passwords
from anagen.web.security.setup import setup_path

CODE = re.compile(r"code=([\w-]{43})")
NEW = "a new one of four words"


@pytest.fixture
def app(new_database, tmp_path):  # noqa: F811
    limits._limiter.cache_clear()
    settings = web_clients.settings(tmp_path, clinic=True)
    made = create_app(web_clients.replace(settings, database=new_database()))
    yield made
    made.state.store.close()


def browser(app):
    return web_clients.Browser(app)


def join(app, path_or_text, name="", password=NEW):
    one = browser(app)
    code = CODE.search(path_or_text)[1]
    form = {"code": code, "name": name, "password": password, "again": password}
    return one, one.post("/account/join", data=form)


@pytest.mark.slow
def test_a_clinic_from_its_first_account_to_a_patient_who_sees_their_own_and_no_others(app):
    root, answer = join(app, setup_path(app.state.store), "Root")
    assert (answer.status_code, answer.headers["location"]) == (303, "/clinic/staff")
    assert setup_path(app.state.store) is None  # there is no second first account

    link = root.post("/clinic/staff/invite", data={"role": "clinician"})
    dora, _ = join(app, link.text, "dora")
    emil, _ = join(app, root.post("/clinic/staff/invite", data={"role": "clinician"}).text, "emil")
    where = dora.post("/clinic/patients", data={"name": "Patient 17"}).headers["location"]
    person = where.rpartition("/")[2]
    ann, answer = join(app, dora.post(f"{where}/invite").text, "Ann")
    assert answer.status_code == 303

    assert [one.get("/clinic.json").status_code for one in (root, dora, emil, ann)] == [200, 200, 200, 403]
    names = [[each["name"] for each in one.get("/clinic.json").json()["found"]] for one in (root, dora, emil)]
    assert names == [["Patient 17"], ["Patient 17"], []]
    assert [one.get(f"/p/{person}").status_code for one in (root, dora, emil, ann)] == [404, 200, 404, 200]

    choices = dora.get(f"{where}.json").json()["choices"]
    assert [one["name"] for one in choices] == ["emil"]
    assert dora.post(f"{where}/give", data={"account_id": choices[0]["account_id"]}).status_code == 303
    assert emil.get(f"/p/{person}").status_code == 200
    seers = dora.get(f"{where}.json").json()["seers"]
    assert [(one["name"], one["relation"]) for one in seers] == [
        ("ann", "self"), ("dora", "clinician"), ("emil", "clinician")
    ]  # fmt: skip
    assert root.post(f"{where}/end", data={"account_id": choices[0]["account_id"]}).status_code == 303
    assert emil.get(f"/p/{person}").status_code == 404
    assert root.post("/clinic/audit/verify.json", json={}).json()["findings"] == []

    dora.post(f"/p/{person}/erase", data={"sure": "true"})
    assert ann.get("/account").status_code == 303  # the account went with the person
    with app.state.store.work() as work:
        for table in (tables.care, tables.jobs):
            assert work.connection.execute(table.select()).all() == []
        assert "ann" not in [one.name for one in work.connection.execute(tables.accounts.select())]
    assert app.state.store.verify().sound


@pytest.fixture
def small(tmp_path):
    limits._limiter.cache_clear()
    made = web_clients.clinic(tmp_path)
    yield made
    made.app.state.store.close()


def test_an_invitation_works_once_and_not_with_another_code(small):
    text = small.browser("root").post("/clinic/staff/invite", data={"role": "admin"}).text
    _, first = join(small.app, text, "zoe")
    _, second = join(small.app, text, "zora")
    _, made_up = join(small.app, f"code={'x' * 43}", "zora")

    assert [one.status_code for one in (first, second, made_up)] == [303, 422, 422]
    assert "zora" not in small.browser("root").get("/clinic/staff").text


def test_an_invitation_is_over_in_time_and_when_it_is_taken_back(small):
    root = small.browser("root")
    first, second = (root.post("/clinic/staff/invite", data={"role": "clinician"}).text for _ in range(2))
    keys = [one["key"] for one in root.get("/clinic/staff.json").json()["invitations"]]
    assert len(keys) == 2
    assert root.post("/clinic/staff/withdraw", data={"key": keys[0]}).status_code == 303
    with small.app.state.store.work(writes=True) as work:
        work.connection.execute(tables.invitations.update().values(expires_at="2020-01-01T00:00:00.000000Z"))

    assert [join(small.app, one, "zoe")[1].status_code for one in (first, second)] == [422, 422]


def test_who_is_sent_away_comes_in_by_no_link_that_they_made_before(small):
    dora, root, person = small.browser("dora"), small.browser("root"), small.people["ann"]
    staff = root.post("/clinic/staff/invite", data={"role": "admin"}).text
    second, _ = join(small.app, staff, "second")
    kept_back = second.post("/clinic/staff/invite", data={"role": "admin"}).text
    mine = dora.post(f"/clinic/patients/{person}/invite").text
    others = root.post("/clinic/staff/invite", data={"role": "clinician"}).text
    ids = {one["name"]: one["id"] for one in root.get("/clinic/staff.json").json()["accounts"]}

    root.post("/clinic/staff/state", data={"account_id": ids["second"], "active": "false"})
    root.post(f"/clinic/patients/{person}/end", data={"account_id": ids["dora"]})

    codes = [
        join(small.app, one, f"new {k}")[1].status_code for k, one in enumerate((kept_back, mine, others))
    ]
    assert codes == [422, 422, 303]


def test_a_name_that_is_taken_leaves_the_invitation_open(small):
    text = small.browser("root").post("/clinic/staff/invite", data={"role": "clinician"}).text

    _, taken = join(small.app, text, " DORA ")
    assert taken.status_code == 422
    assert "is taken" in taken.text
    assert join(small.app, text, "zoe")[1].status_code == 303


def test_who_forgot_a_password_gets_a_link_from_who_administers(small):
    dora, root = small.browser("dora"), small.browser("root")
    link = root.post("/clinic/staff/reset", data={"account_id": small.accounts["dora"]}).text
    one, answer = join(small.app, link, "anything")

    assert answer.status_code == 303
    assert one.get("/account.json").json()["name"] == "dora"
    assert dora.get("/account").status_code == 303
    assert small.browser().sign_in("dora").status_code == 422
    assert small.browser().sign_in("dora", NEW).status_code == 303


def test_nobody_but_who_administers_makes_links_for_staff_and_no_role_can_be_made_up(small):
    for name in ("ann", "dora"):
        for path in ("invite", "reset", "state", "withdraw"):
            assert small.browser(name).post(f"/clinic/staff/{path}", data={}).status_code == 403
    assert small.browser("root").post("/clinic/staff/invite", data={"role": "owner"}).status_code == 422
    text = small.browser("dora").post(f"/clinic/patients/{small.people['ann']}/invite").text
    one, _ = join(small.app, text, "ann2")
    assert one.get("/account.json").json()["role"] == "person"


def test_the_audit_is_read_page_by_page_and_of_a_patient_beside_the_patient(small, monkeypatch):
    monkeypatch.setattr(staff, "ON_A_PAGE", 4)
    monkeypatch.setattr(clinic, "LATEST", 2)
    root, ann = small.browser("root"), small.people["ann"]
    dora = small.browser("dora")
    for page in (f"/p/{ann}", f"/p/{ann}/consult", f"/p/{ann}/diary"):
        dora.get(page)
    written = [line.sequence for line in small.app.state.store.audit()][::-1]

    told = [root.get(f"/clinic/audit.json?page={page}").json() for page in (1, 2)]

    assert [[line["sequence"] for line in page["lines"]] for page in told] == [written[:4], written[4:8]]
    assert told[0]["pages"] == -(-len(written) // 4)
    assert {one["name"] for one in told[0]["lines"]} >= {"Ann"}
    acts = root.get(f"/clinic/patients/{ann}.json").json()["acts"]
    assert [(one["who"], one["what"]) for one in acts] == [
        ("dora", "read"),
        (acts[1]["who"], acts[1]["what"]),
    ]
    assert acts[0]["times"] >= 3
    assert acts[1]["what"] != "read"


def test_access_is_given_to_clinicians_only(small):
    dora = small.browser("dora")
    for account in (small.accounts["bob"], small.accounts["root"], "0" * 32):
        answer = dora.post(f"/clinic/patients/{small.people['ann']}/give", data={"account_id": account})
        assert answer.status_code == 404
    assert small.browser("bob").get(f"/p/{small.people['ann']}").status_code == 404


def test_patients_are_found_by_a_part_of_their_name_which_stands_in_no_address(small):
    dora = small.browser("dora")
    dora.post("/clinic/patients", data={"name": "Müller, Änne"})

    found = dora.post("/clinic/find.json", json={"name": "müll"}).json()["found"]
    assert [one["name"] for one in found] == ["Müller, Änne"]
    page = dora.post("/clinic/find", data={"name": "müll"})
    assert page.status_code == 200
    assert "1 of 2" in page.text
    assert str(page.url).endswith("/clinic/find")


def test_links_go_by_the_name_that_the_browser_asked_for_and_over_tls_where_there_is_tls(tmp_path):
    made = web_clients.clinic(tmp_path, secure_cookies=True, hosts=("hair.example.org",))
    one = web_clients.Browser(made.app)
    one.base_url = "https://hair.example.org"
    one.sign_in("root")
    link = one.post("/clinic/staff/invite.json", json={"role": "admin"}).json()
    made.app.state.store.close()

    assert link["address"].startswith("https://hair.example.org/account/join?code=")


@pytest.mark.parametrize(
    "bad",
    ["short", "password123!", "1234567890", "0987654321", "aaaaaaaaaaaa", "Qwertyuiop", "dora2026!!", "31.12.1999",
     "letmein letmein", "admin-2026-admin", "abcdefghijkl", "x" * 300],
)  # fmt: skip
def test_passwords_that_are_tried_first_are_refused(bad):
    with pytest.raises(web_clients.InputError):
        passwords.check_password(bad, "dora")


@pytest.mark.parametrize(
    "good",
    ["four plain words here", "ich mag keinen Spinat", "qv7-!kd0-zzt4", "нет такого слова", "correct horse battery",
     "8274 1093 5562 0917 33", "my secret summer house"],
)  # fmt: skip
def test_long_passwords_are_taken_without_rules_on_their_letters(good):
    assert passwords.check_password(good, "dora") == good


def test_a_password_is_the_same_however_its_letters_are_put_together():
    kept = passwords.hashed_password("caf\u00e9 cr\u00e8me br\u00fbl\u00e9e")

    assert passwords.matches("cafe\u0301 cre\u0300me bru\u0302le\u0301e", kept)
    assert not passwords.matches("cafe creme brulee", kept)
    assert not passwords.matches("anything", None)


def test_the_terminal_shows_the_way_to_the_first_account_as_long_as_there_is_none(
    tmp_path, monkeypatch, capsys
):
    from anagen.cli.serve import serve
    from anagen.store import Store

    told = {"announce": None}
    monkeypatch.setattr("anagen.web.serving.serve_until_stopped", lambda *_, **given: told.update(given))
    place = {"database": str(tmp_path / "s.sqlite"), "data": tmp_path / "data"}

    def said(**options):
        serve(clinic=True, **place, **options)
        told["announce"]("http://127.0.0.1:8600/")
        return capsys.readouterr().out

    first, second = said(), said(tls=True, name=["hair.example.org"])
    assert "http://127.0.0.1:8600/account/join?code=" in first
    assert "https://hair.example.org/account/join?code=" in second
    assert CODE.search(first)[1] != CODE.search(second)[1]
    with Store.open(place["database"]) as store, store.work(writes=True) as work:
        web_clients.add_account(work, "root", "a hash", "admin")
    assert "code=" not in said()


def test_who_has_no_accounts_serves_this_machine_alone(tmp_path):
    from anagen.cli.serve import serve

    for host in ("192.0.2.1", "::", "hair.example.org"):
        with pytest.raises(web_clients.InputError, match="clinic"):
            serve(host=host, database=str(tmp_path / "s.sqlite"))
    assert not (tmp_path / "s.sqlite").exists()


def test_staff_read_words_where_the_program_has_codes(small):
    settings = small.browser("root").get("/clinic/settings").text
    refused = small.browser("dora").get("/clinic/audit").text

    assert "8 in 5 minutes" in settings
    assert "20 a minute" in settings
    assert "This page is for administrators." in refused


@pytest.mark.parametrize(("who", "says"), [("dora", "The person"), ("ann", "I myself")])
def test_a_clinician_enters_a_grade_as_a_clinician_and_the_patient_as_themselves(small, who, says):
    page = small.browser(who).get(f"/p/{small.people['ann']}/diary/add?what=grade").text

    assert says in page
    assert ('value="doctor" checked' in page) is (who == "dora")
