"""A gallery: who is shown, what the page says, and that it can be broken off at any time."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from heads import ThinHead

from anagen.errors import InputError
from anagen.gallery import make
from anagen.gallery.descriptions import descriptions
from anagen.gallery.make import make_gallery, steps_of
from anagen.gallery.outcomes import Outcome, at_centiles
from anagen.gallery.page import signed, spread, ticks_of

PEOPLE = 11


@pytest.fixture
def drawn(monkeypatch):
    """Gray pictures, and how many were drawn."""
    calls = []

    def gray(scalp, hair, setting):
        calls.append(hair.day)
        return np.full((setting.size, setting.size, 3), 90, np.uint8)

    monkeypatch.setattr(make, "picture", gray)
    return calls


class Crowd:
    """Virtual people of whom each higher number loses less hair, and who counts how often one is asked for."""

    def __init__(self, stop_after=None):
        self.asked, self.stop_after = [], stop_after

    def __call__(self, person, regimens, years, member):
        if self.stop_after is not None and len(self.asked) >= self.stop_after:
            raise KeyboardInterrupt
        self.asked.append((person.age_years, tuple(regimens), member))
        gain = 0.5 if "finasteride 1 mg oral daily" in regimens[0] else 0.0
        return [
            ThinHead(
                person, one, loss_per_year=0.15 * (1.0 - gain) * (1.0 - member / PEOPLE), years=(0.0, years)
            )
            for one in regimens
        ]


def plan(**options):
    usual = {
        "sexes": ("male",),
        "grades": ("IIIv",),
        "ages": (35,),
        "regimens": ("untreated", "finasteride 1 mg oral daily"),
    }
    return descriptions(**(usual | options))


def gallery(folder, crowd, **options):
    return make_gallery(folder, plan(), simulate=crowd, **({"people": PEOPLE, "size": 64} | options))


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self, text):
        super().__init__()
        self.images, self.links, self.ids, self.tags = [], [], [], []
        self.text, self.open = "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        if tag == "img":
            self.images.append(named)
        if "href" in named:
            self.links.append(named["href"])
        if "id" in named:
            self.ids.append(named["id"])
        if tag not in {"img", "meta", "br", "hr", "link"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_tenth_the_middle_and_the_ninetieth_are_chosen_and_nobody_better():
    outcomes = [Outcome(member=k, before=200.0, after=200.0 + (k * 37 % 101)) for k in range(101)]

    chosen = at_centiles(outcomes)

    assert {centile: one.change for centile, one in chosen.items()} == {10: 10.0, 50: 50.0, 90: 90.0}


def test_too_few_people_have_no_centiles():
    with pytest.raises(InputError, match="at least 10"):
        at_centiles([Outcome(member=0, before=1.0, after=2.0)] * 9)


def test_a_page_shows_three_people_of_each_regimen_with_pictures_and_commands(tmp_path, drawn):
    made = gallery(tmp_path / "out", Crowd())

    page = Page((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert len(made.entries) == 2
    assert len(page.images) == 2 * 3 * 2
    assert page.open == []
    for image in page.images:
        assert (tmp_path / "out" / image["src"]).is_file()
        assert re.search(r"\d+ visible hairs per square centimeter", image["alt"])
    for link in page.links:
        assert link[1:] in page.ids if link.startswith("#") else (tmp_path / "out" / link).is_file()
    assert "Men of 35, Norwood IIIv" in page.text
    assert "not a medical device" in page.text
    assert "10th centile: a poor outcome" in page.text
    assert page.text.count("anagen render people/man-35-norwood-iiiv.toml") == 6


def test_a_page_needs_no_script_and_no_network(tmp_path, drawn):
    gallery(tmp_path / "out", Crowd())

    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "url(" not in text
    assert "prefers-color-scheme: dark" in text


def test_the_data_beside_the_page_says_the_same(tmp_path, drawn):
    made = gallery(tmp_path / "out", Crowd(), seed=5)

    data = json.loads((tmp_path / "out" / "gallery.json").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(made.as_dict()))
    for entry in data["entries"]:
        changes = [one["change_per_cm2"] for one in entry["centiles"]]
        assert changes == sorted(changes)
        assert len(entry["changes_per_cm2"]) == PEOPLE
        assert min(entry["changes_per_cm2"]) < changes[0]
        assert max(entry["changes_per_cm2"]) > changes[-1]
        for one in entry["centiles"]:
            assert f"--seed 5 --member {one['member']}" in one["command"]


def test_everybody_takes_every_regimen_in_one_go(tmp_path, drawn):
    crowd = Crowd()
    gallery(tmp_path / "out", crowd)

    both = [asked for asked in crowd.asked if len(asked[1]) == 2]
    assert [asked[2] for asked in both] == list(range(PEOPLE))


def test_what_is_finished_is_not_made_again(tmp_path, drawn):
    gallery(tmp_path / "out", Crowd())
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "pictures").iterdir()}
    crowd, pictures = Crowd(), len(drawn)

    gallery(tmp_path / "out", crowd)

    assert crowd.asked == []
    assert len(drawn) == pictures
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "pictures").iterdir()}


@pytest.mark.parametrize("stop_after", [4, PEOPLE + 1, PEOPLE + 4])
def test_a_gallery_that_is_broken_off_is_consistent_and_goes_on(tmp_path, drawn, stop_after):
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        gallery(out, Crowd(stop_after=stop_after))

    assert not list(out.rglob("*.part"))
    assert (out / "index.html").exists() == (stop_after >= PEOPLE + 4)
    if (out / "index.html").exists():
        page = Page((out / "index.html").read_text(encoding="utf-8"))
        assert all((out / image["src"]).is_file() for image in page.images)
        assert "1 of 2 are finished" in page.text
    crowd = Crowd()
    again = gallery(out, crowd)

    assert len(crowd.asked) + stop_after == PEOPLE + 6
    assert again.as_dict() == gallery(tmp_path / "other", Crowd()).as_dict()
    assert "finished so far" not in (out / "index.html").read_text(encoding="utf-8")


def test_another_seed_or_other_people_are_made_anew(tmp_path, drawn):
    gallery(tmp_path / "out", Crowd())
    crowd = Crowd()

    gallery(tmp_path / "out", crowd, seed=2)

    assert len(crowd.asked) == PEOPLE + 6


def test_a_changed_law_makes_it_anew(tmp_path, drawn, monkeypatch):
    gallery(tmp_path / "out", Crowd())
    crowd = Crowd()
    monkeypatch.setattr(make, "_source", lambda: "another")

    gallery(tmp_path / "out", crowd)

    assert len(crowd.asked) == PEOPLE + 6


def test_more_people_are_added_to_those_there_are(tmp_path, drawn):
    gallery(tmp_path / "out", Crowd())
    crowd = Crowd()

    gallery(tmp_path / "out", crowd, people=PEOPLE + 3)

    assert [asked[2] for asked in crowd.asked if len(asked[1]) == 2] == [PEOPLE, PEOPLE + 1, PEOPLE + 2]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path, drawn):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(InputError, match="not written by anagen"):
        gallery(tmp_path, Crowd())

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_progress_counts_all_steps(tmp_path, drawn):
    done = []

    gallery(tmp_path / "out", Crowd(), advance=done.append)

    assert sum(done) == steps_of(plan(), PEOPLE)


def test_the_person_files_describe_the_people(tmp_path, drawn):
    from anagen.patient.person import read_person

    gallery(tmp_path / "out", Crowd())
    woman = plan(sexes=("female",), grades=("II",), regimens=("untreated",))[0]
    (tmp_path / "woman.toml").write_text(woman.person_file(), encoding="utf-8")

    assert read_person(tmp_path / "out" / "people" / "man-35-norwood-iiiv.toml") == plan()[0].person
    assert read_person(tmp_path / "woman.toml") == woman.person


def test_grades_go_to_the_sex_whose_scale_has_them():
    both = descriptions(sexes=("male", "female"), grades=("V", "II"), ages=(40,), regimens=("untreated",))

    assert [(one.sex, one.grade) for one in both] == [("male", "V"), ("male", "II"), ("female", "II")]
    with pytest.raises(InputError, match="No grade named 'VIII'"):
        descriptions(sexes=("male",), grades=("VIII",))
    with pytest.raises(InputError, match="sex"):
        descriptions(sexes=("men",))
    with pytest.raises(InputError, match="age 200"):
        descriptions(ages=(200,))


def test_names_of_files_differ_where_regimens_differ():
    long = "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily"
    some = plan(regimens=(long, long + " until year 2"), years=5.0) + plan(regimens=(long,), years=2.0)

    assert len({one.slug for one in some}) == 3
    assert all(re.fullmatch(r"[a-z0-9.-]+", one.slug) for one in some)


def test_ticks_are_round_and_few():
    assert ticks_of((-43.0, 12.0)) == [-40, -30, -20, -10, 0, 10]
    assert ticks_of((-8.0, 3.0)) == [-8, -6, -4, -2, 0, 2]


def test_no_change_has_no_sign():
    assert [signed(number) for number in (-0.3, 0.4, 2.6, -7.2)] == ["0", "0", "+3", "-7"]


@pytest.mark.parametrize(
    "places", [[5.0, 5.0, 5.0], [94.0, 95.0, 95.0], [10.0, 50.0, 90.0], [40.0, 41.0, 42.0]]
)
def test_labels_never_touch_nor_leave_the_page(places):
    moved = spread(places)

    assert min(np.diff(moved)) >= 26.0 - 1e-9
    assert moved[0] >= 13.0 - 1e-9
    assert moved[-1] <= 87.0 + 1e-9


def contrast(one, other):
    """Contrast of two colors as the guidelines for accessibility define it."""

    def luminance(color):
        channels = [int(color[k : k + 2], 16) / 255.0 for k in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
def test_all_text_can_be_read_by_day_and_by_night(mode):
    style = Path(make.__file__).with_name("page.css").read_text(encoding="utf-8")
    colors = dict(re.findall(r"--(\w+): (#\w{6})", style.split(":root")[1 + mode]))

    for ink in ("ink", "muted", "accent", "poor", "middle", "good"):
        for paper in ("paper", "card"):
            assert contrast(colors[ink], colors[paper]) >= 4.5, (ink, paper)


def test_too_few_or_too_many_people_are_refused(tmp_path, drawn):
    for people in (9, 65):
        with pytest.raises(InputError, match="10 to 64"):
            gallery(tmp_path / "out", Crowd(), people=people)
    assert not (tmp_path / "out").exists()
