"""The diary in a browser: two taps to log, photographs lined up with the last one, before beside after."""

import io
from datetime import timedelta

import live_sites
import pytest
import web_clients
from PIL import Image

from anagen.diary.album import agree, keep_photograph
from anagen.diary.days import today_in, zone_name
from anagen.diary.entries import Measurement, Photograph, Treatment
from anagen.diary.logbook import Diary
from anagen.web.app import create_app

TODAY = today_in(zone_name())
MAN = {"age": 31, "sex": "male", "norwood": "IIIv", "region": "UK"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    app = create_app(web_clients.settings(tmp_path_factory.mktemp("diary"), bundle=True))
    with live_sites.served(app) as origin:
        yield origin, app.state.store
    app.state.store.close()


@pytest.fixture
def diary(site):
    """A diary with a treatment, readings and photographs."""
    _, store = site
    ben = store.add_person("Ben")
    store.put(ben, "answers", "2026-03-01", {"answers": MAN})
    diary = Diary(store, ben)
    diary.add(Treatment(day=ago(9), zone="UTC", course="minoxidil 5 % 1 mL topical twice daily"))
    for days, value in ((60, 120.0), (2, 124.0)):
        diary.add(
            Measurement(day=ago(days), zone="UTC", measure="visible_hair_density", value=value, by="doctor")
        )
    agree(diary, ago(60), "UTC")
    for days, shade in ((60, 120), (30, 160)):
        keep_photograph(diary, photograph(shade), day=ago(days), zone="UTC", view="top")
    return diary


def ago(days):
    return TODAY - timedelta(days=days)


def photograph(shade):
    stream = io.BytesIO()
    Image.new("RGB", (320, 320), (shade, shade, shade)).save(stream, "JPEG")
    return stream.getvalue()


def test_a_dose_is_logged_in_two_taps_without_scripts(site, opened, diary):
    origin, _ = site
    page = opened(origin, java_script_enabled=False)
    page.goto(f"/p/{diary.person_id}/rolling")
    live_sites.follow(page, page.get_by_role("link", name="Diary").first)
    live_sites.follow(page, page.get_by_role("button", name="Took one (1 of 2)"))
    page.get_by_text("It is in the diary.").wait_for()
    live_sites.follow(page, page.get_by_role("button", name="Took one (2 of 2)"))
    page.get_by_text("2 of 2 taken").wait_for()

    assert diary.doses(diary.treatments()[0]) == {TODAY: 2}
    live_sites.follow(page, page.get_by_role("link", name="Month before"))
    assert live_sites.sideways(page) <= 0


def test_a_red_flag_is_the_first_thing_on_the_next_page(site, opened, diary):
    origin, _ = site
    page = opened(origin)
    page.goto(f"/p/{diary.person_id}/diary")
    live_sites.follow(page, page.get_by_role("link", name="Side effect"))
    page.get_by_text("Pain in the chest", exact=True).click()
    page.get_by_text("Severe").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("alert").first.wait_for()

    assert "emergency" in page.get_by_role("alert").first.inner_text()


@live_sites.needs_bundle
def test_two_photographs_lie_over_each_other_or_side_by_side_without_scripts(site, opened, diary):
    origin, _ = site
    plain = opened(origin, java_script_enabled=False)
    plain.goto(f"/p/{diary.person_id}/diary/photographs")
    boxes = [one.bounding_box() for one in plain.locator("before-after img").all()]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]

    page = opened(origin)
    page.goto(f"/p/{diary.person_id}/diary/photographs")
    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("Home")
    assert page.locator("before-after").evaluate("(it) => it.style.getPropertyValue('--from')") in (
        "0%",
        "100%",
    )
    boxes = [one.bounding_box() for one in page.locator("before-after img").all()]
    assert boxes[0] == boxes[1]

    stage, captions = page.locator("before-after .stage"), page.locator("before-after figcaption")
    box = stage.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.down()
    assert (captions.nth(0).is_visible(), captions.nth(1).is_visible()) == (True, True)
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 30)
    page.mouse.up()
    assert page.locator("before-after").evaluate("(it) => it.style.getPropertyValue('--from')") == "10%"
    assert (captions.nth(0).is_visible(), captions.nth(1).is_visible()) == (False, True)
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 30)
    assert page.locator("before-after input").input_value() == "90"  # let go is let go


CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
  const draw = () => canvas.getContext('2d').fillRect(0, 0, 320, 240)
  draw()
  setInterval(draw, 50)
  return canvas.captureStream(20)
}
"""


@live_sites.needs_bundle
def test_the_next_photograph_is_lined_up_with_the_last_one(site, opened, diary):
    origin, _ = site
    page = opened(origin)
    page.add_init_script(CAMERA)
    page.goto(f"/p/{diary.person_id}/diary/photographs")
    page.get_by_role("button", name="Line it up").click()
    page.get_by_text("Move until both pictures lie over each other.").wait_for()
    assert page.locator("ghost-camera .ghost").evaluate("(it) => Number(it.style.opacity)") < 0.6
    page.get_by_role("button", name="Take it", exact=True).click()
    page.get_by_text("Taken.").wait_for()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("without place, date and device").wait_for()

    assert len(diary.entries(Photograph)) == 3


@pytest.mark.parametrize("path", ["", "/add?what=effect", "/photographs", "/progress"])
@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_pages_of_the_diary_have_no_barrier(site, opened, diary, path, size, scheme):
    origin, _ = site
    page = opened(origin, size, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"/p/{diary.person_id}/diary{path}")

    assert live_sites.accessibility(page) == []
    assert live_sites.sideways(page) <= 0
