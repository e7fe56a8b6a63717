"""A researcher's way in a browser: write a trial, see what is wrong, run it, take it away, compare."""

import live_sites
import pytest
import web_clients

from anagen.web.jobs import run_waiting
from anagen.web.tasks import trial

TRIAL = """\
id = "tiny"
title = "A tiny trial"
visits_weeks = [0, 24]
[population]
sex = "mael"
age_years = [20, 40]
[[arms]]
name = "finasteride"
regimen = "finasteride 1 mg oral daily"
[[instruments]]
kind = "target_area_hair_count"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    client = web_clients.owner(tmp_path_factory.mktemp("trials"), bundle=live_sites.BUILT)
    with live_sites.served(client.app) as origin:
        yield origin, client.app.state.jobs


@pytest.fixture
def quick(monkeypatch):
    """Trials of chance alone, which take a moment."""
    from anagen.trials import run

    whole = run.run_trial
    monkeypatch.setattr(run, "run_trial", lambda plan, **given: whole(plan, **given, ensemble=()))
    assert trial.KIND == "trial"


def ran(page, jobs, seed):
    page.get_by_label("Virtual people in each arm").fill("20")
    page.get_by_label("Seed of the random numbers").fill(str(seed))
    page.get_by_role("button", name="Run it").click()
    page.get_by_text("You may leave this page").wait_for()
    run_waiting(jobs)


@live_sites.needs_bundle
def test_a_trial_is_written_checked_while_typing_run_and_taken_away_at_a_desk(site, opened, quick):
    origin, jobs = site
    page = opened(origin, "desktop")
    page.goto("/trials")
    live_sites.follow(page, page.get_by_role("link", name="Write a trial"))
    page.get_by_label("The trial, in TOML").fill(TRIAL)
    page.locator(".editor-says.wrong").wait_for()
    assert page.inner_text(".editor-says").startswith("Line 5: ")
    assert page.locator(".editor-numbers li").count() == TRIAL.count("\n") + 1
    assert page.locator(".editor-numbers li.wrong").count() == 1
    page.get_by_label("The trial, in TOML").fill(TRIAL.replace("mael", "male"))
    page.locator(".editor-says:not(.wrong)", has_text="It reads well").wait_for()

    ran(page, jobs, 1)
    page.get_by_text("they are predictions alone").wait_for()  # the page went on by itself
    with page.expect_download() as taken:
        page.get_by_role("link", name="Everything (ZIP)").click()
    assert taken.value.suggested_filename == "tiny.zip"
    assert page.locator("figure img").evaluate("image => image.naturalWidth") > 100
    assert live_sites.accessibility(page) == []
    assert live_sites.sideways(page) <= 0


def test_a_trial_is_written_run_and_compared_on_a_phone_without_scripts(site, opened, quick):
    origin, jobs = site
    page = opened(origin, "phone", java_script_enabled=False)
    page.goto("/trials/edit")
    page.get_by_label("The trial, in TOML").fill(TRIAL)
    page.get_by_role("button", name="Only check it").click()
    page.get_by_text("Line 5:").wait_for()
    assert page.locator(".code-lines .wrong").inner_text().startswith('sex = "mael"')

    for seed in (2, 3):
        page.goto("/trials/edit")
        page.get_by_label("The trial, in TOML").fill(TRIAL.replace("mael", "male"))
        ran(page, jobs, seed)
        live_sites.follow(page, page.get_by_role("link", name="Look again"))
        page.get_by_text("they are predictions alone").wait_for()
        assert live_sites.sideways(page) <= 0
    page.goto("/trials")
    for box in page.get_by_label("Compare", exact=False).all()[:2]:
        box.check()
    page.get_by_role("button", name="Compare those ticked").click()
    page.get_by_role("heading", name="Runs beside each other").wait_for()
    assert page.locator("tbody tr").count() > 0
    hidden = page.locator(".scroll").evaluate("table => table.scrollWidth - table.clientWidth")
    assert hidden <= 0  # two runs beside what was published, all of it in sight
    assert live_sites.sideways(page) <= 0
