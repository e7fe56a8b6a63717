"""What scripts add to a page: each element improves what stands there, and what stands there works without it."""

import io

import live_sites
import numpy as np
import pytest
import web_clients
from element_pages import HAIRS, element_site, two_heads
from PIL import Image
from web_people import MAN, Somebody

from anagen.web.heads import head_file
from anagen.web.outlook import asking
from anagen.web.tasks.consultation import CENTILES


@pytest.fixture(scope="module")
def site():
    app = element_site()
    with live_sites.served(app) as origin:
        yield origin, app


def ready(page):
    """Wait until all elements of a page have done their part."""
    page.goto("/")
    page.wait_for_selector("time-slider[data-ready]")
    page.wait_for_selector("course-chart[data-ready]")
    return page


def head_of(page):
    """The head, drawn."""
    page.locator("head-3d").scroll_into_view_if_needed()
    page.wait_for_selector("head-3d[data-state=ready]")
    return page.locator("head-3d canvas")


def drawn(canvas):
    """The two halves of a canvas as pixels."""
    pixels = np.asarray(Image.open(io.BytesIO(canvas.screenshot())).convert("RGB"), float)
    half = pixels.shape[1] // 2
    return pixels[8:-8, 8 : half - 8], pixels[8:-8, half + 8 : -8]


@live_sites.needs_bundle
@pytest.mark.parametrize("size", live_sites.SIZES)
def test_the_slider_moves_picture_sentence_chart_and_head_together_by_keyboard(site, opened, size):
    page = ready(opened(site[0], size))
    head_of(page)

    page.focus("input[type=range]")
    page.keyboard.press("End")
    page.wait_for_selector("time-slider[data-shown-month='12']")

    assert page.get_attribute("input[type=range]", "aria-valuetext") == "After 1 year"
    assert page.inner_text("#sentence") == "In month 12 some hair is there."
    assert page.get_attribute("#picture", "alt") == "Head in month 12"
    assert page.evaluate("() => document.querySelector('#picture').naturalWidth") == 40
    assert "After 1 year" in page.get_attribute("head-3d canvas", "aria-label")
    assert "After 1 year: No treatment: 133" in page.get_attribute(".chart-place", "aria-label")
    assert not page.is_visible("time-slider button")
    assert page.url.endswith("?month=12")
    assert live_sites.accessibility(page) == []
    assert live_sites.sideways(page) == 0


@live_sites.needs_bundle
def test_a_chart_shows_no_treatment_always_and_others_by_choice_and_all_numbers_in_a_table(site, opened):
    page = ready(opened(site[0], color_scheme="dark"))
    told = page.locator(".chart-place")

    assert not page.is_visible("#drawn")
    assert page.get_by_role("checkbox", name="No treatment").is_disabled()
    assert "Tablet: 150, 90 of 100 from 140 to 160" in told.get_attribute("aria-label")
    page.get_by_role("checkbox", name="Lotion").check()
    page.get_by_role("checkbox", name="Tablet").uncheck()
    assert "Lotion: 150" in told.get_attribute("aria-label")
    assert "Tablet" not in told.get_attribute("aria-label")
    page.get_by_text("The numbers as a table").click()
    assert page.get_by_role("cell", name="161 (142 - 181)").is_visible()
    assert live_sites.accessibility(page) == []


@live_sites.needs_bundle
def test_a_head_is_turned_by_buttons_and_keys_and_shows_what_was_lost(site, opened):
    page = ready(opened(site[0], "desktop", reduced_motion="reduce"))
    canvas = head_of(page)
    assert not page.is_visible("#instead")
    assert "not a photograph" in page.inner_text(".head-caption")

    page.get_by_role("button", name="Front").click()
    assert "Seen from the front" in canvas.get_attribute("aria-label")
    canvas.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert "Seen from its left" in canvas.get_attribute("aria-label")

    page.get_by_role("button", name="Top").click()
    page.focus("input[type=range]")
    page.keyboard.press("End")
    page.get_by_label("Visible hairs", exact=True).check()
    assert page.locator(".head-legend").is_visible()
    page.wait_for_selector("head-3d[data-settled]")
    untreated, treated = drawn(canvas)

    width = min(untreated.shape[1], treated.shape[1])
    apart = np.abs(untreated[:, :width] - treated[:, :width]).sum(axis=2) > 60
    left, right = apart[:, width // 2 :], apart[:, : width // 2]  # seen from above, its left is to the right
    assert left.mean() > 0.05
    assert right.mean() < 0.02


@live_sites.needs_bundle
def test_a_browser_without_three_dimensions_says_so_and_keeps_the_picture(site, chromium):
    flags = [*live_sites.FLAGS, "--disable-3d-apis"]
    with chromium.browser_type.launch(executable_path=live_sites.chromium(), args=flags) as plain:
        page = plain.new_page(base_url=site[0], viewport=live_sites.PHONE)
        page.goto("/")
        page.locator("head-3d").scroll_into_view_if_needed()
        page.wait_for_selector("head-3d[data-state=without]")

        assert page.is_visible("#instead")
        assert "does not draw in three dimensions" in page.inner_text(".head-status")


@live_sites.needs_bundle
def test_a_job_says_its_place_and_how_far_it_is_and_its_page_comes_by_itself(site, opened):
    state = site[1].state
    page = opened(site[0])

    state.job = 0
    page.goto("/waiting")
    page.wait_for_selector("[role=status]:has-text('Number 3 in line.')")
    state.job = 3
    page.wait_for_selector("[role=status]:has-text('Getting ready.')")
    assert page.inner_text("[role=status]") == "Getting ready."
    assert (
        page.locator("progress").evaluate("bar => bar.position") == -1
    )  # it moves, and does not stand at nothing
    state.job = 1
    page.wait_for_selector("[role=status]:has-text('Counting. 40 %')")
    state.job = 2
    page.wait_for_selector("job-progress[data-state=done] .job-says:has-text('Done.'):not([role=status])")


@live_sites.needs_bundle
def test_the_head_of_somebody_is_turned_on_their_own_page(tmp_path, opened):
    client = web_clients.owner(tmp_path, bundle=True)
    ben = Somebody(client).told(MAN).worked_out(pictures=True)
    interview, cache = ben.interview(), client.app.state.jobs.cache
    regimens = asking.regimens_of(interview)
    key = asking.heads_asked(interview, regimens, CENTILES[0], 1).key
    without, tablet = two_heads().values()
    head = head_file({"No treatment": without, "With it": tablet}, hairs=HAIRS)
    (cache.folder(ben.id, key) / "turn.head").write_bytes(head)
    outlook = client.get(f"{ben.home}/answer.json").json()
    choices = [one["address"] for one in outlook["options"]]
    address = next(one for one in choices if "/heads/1/" in client.get(f"{one}.json").json()["turn"])

    with live_sites.served(client.app) as origin:
        page = opened(origin)
        page.goto(address)
        page.locator("details:has(head-3d) > summary").click()
        canvas = head_of(page)

        assert "No treatment beside With it" in canvas.get_attribute("aria-label")
        page.context.close()


def test_without_scripts_the_page_is_whole(site, opened):
    page = opened(site[0], java_script_enabled=False)
    page.goto("/")

    assert page.is_visible("#drawn")
    assert page.is_visible("#instead")
    page.fill("input[type=range]", "12")
    live_sites.follow(page, page.get_by_role("button", name="Show"))
    assert page.inner_text("#sentence") == "In month 12 some hair is there."
    assert page.get_attribute("#picture", "alt") == "Head in month 12"
