"""A clinic in a browser: from the link on the terminal to a patient who sees their own records."""

import live_sites
import pytest
import web_clients

from anagen.web.app import create_app
from anagen.web.security.setup import setup_path

PASSWORD = "four plain words here"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Where a clinic is served in which nobody is yet, and how its first account is made."""
    with web_clients.cheaply():
        app = create_app(web_clients.settings(tmp_path_factory.mktemp("clinic"), clinic=True))
        with live_sites.served(app) as origin:
            yield origin, app
        app.state.store.close()


def join(page, link, name):
    page.goto(link)
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Make account").click()
    page.get_by_role("status").wait_for()


def copied(page):
    return page.get_by_label("Link", exact=True).input_value()


def test_a_clinic_is_set_up_and_a_patient_invited_on_a_phone_without_scripts(site, opened):
    origin, app = site
    admin, doctor, patient = (opened(origin, java_script_enabled=False) for _ in range(3))
    join(admin, setup_path(app.state.store), "root")
    admin.goto("/clinic/staff")
    live_sites.follow(admin, admin.get_by_role("button", name="Make a link"))
    join(doctor, copied(admin), "dora")

    doctor.goto("/clinic")
    doctor.get_by_label("Name or number").fill("Patient <17>")
    doctor.get_by_role("button", name="Add patient").click()
    doctor.get_by_role("heading", name="Patient <17>").wait_for()
    assert live_sites.sideways(doctor) <= 0
    live_sites.follow(doctor, doctor.get_by_role("button", name="Make a link"))
    join(patient, copied(doctor), "ann")

    patient.get_by_role("link", name="Go on with Patient <17>").wait_for()
    patient.goto("/account")
    assert "dora, and yourself" in patient.inner_text("main")
    patient.get_by_role("button", name="Sign out").click()
    patient.get_by_role("heading", name="Sign in").wait_for()
    patient.goto("/")
    patient.get_by_role("heading", name="Sign in").wait_for()

    admin.goto("/clinic/audit")
    admin.get_by_role("button", name="Verify").click()
    admin.get_by_text("All is as it was written").wait_for()


def test_signing_in_by_keyboard_at_a_desk_leads_back_to_where_one_was_going(site, opened):
    origin, app = site
    kept = web_clients.passwords.hashed_password(PASSWORD)
    with app.state.store.work(writes=True) as work:
        web_clients.add_account(work, "keys", kept, "clinician")
    page = opened(origin, size="desktop")
    page.goto("/account")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for text in ("keys", PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Account", exact=True).wait_for()
    assert page.url == f"{origin}/account"
