"""The look: readable tints by day and night, no style or script within a page, every class known to the style sheet."""

import re
from html.parser import HTMLParser
from itertools import product
from types import SimpleNamespace

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup

from anagen.web.templating import HERE, STATIC
from anagen.web.templating import environment as templates

STYLE = (STATIC / "style.css").read_text(encoding="utf-8")
TEMPLATES = sorted((HERE / "templates").rglob("*.jinja"))
TEXT, LARGE = 4.5, 3.0
"""Least contrast of text, and of what is not text (WCAG 2.2, AA)."""
GROUNDS = ("paper", "card", "well")
INKS = ("ink", "soft", "mine", "mine-deep", "other", "warn", "stop", "good")
PAIRS = [
    *product(INKS, ("paper", "card")),
    ("soft", "well"), ("ink", "well"), ("on-mine", "mine"), ("on-mine", "mine-deep"), ("ink", "mine-paper"),
    ("soft", "mine-paper"), ("mine-deep", "mine-paper"), ("warn", "warn-paper"), ("stop", "stop-paper"),
    ("good", "good-paper"),
]  # fmt: skip


def tints(mode):
    """The tokens of a mode; the night changes some of the day's."""
    blocks = re.findall(r":root \{(.*?)\n\s*\}", STYLE, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0]))
    return found if mode == "day" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[1]))


def luminance(tint):
    parts = [int(tint[k : k + 2], 16) / 255.0 for k in (1, 3, 5)]
    light = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one, other):
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


class Parts(HTMLParser):
    """What a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.classes, self.tags, self.ids = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append((tag, named))
        self.classes |= set((named.get("class") or "").split())
        if "id" in named:
            self.ids.append(named["id"])


@pytest.fixture(scope="module")
def parts(request):
    """The page that shows every part."""
    folders = [FileSystemLoader(HERE / "templates"), FileSystemLoader(request.path.parent / "style")]
    environment = templates().overlay(loader=ChoiceLoader(folders))
    return environment.get_template("style.html.jinja").render(
        request=SimpleNamespace(url=SimpleNamespace(path="/p/7/diary")),
        visitor=SimpleNamespace(csrf="token", role="clinician"),
        patient=SimpleNamespace(person=SimpleNamespace(id="7", name="Ada <b>Example</b>")),
        settings=SimpleNamespace(clinic=True),
        csrf=lambda: Markup('<input type="hidden" name="csrf" value="token">'),
        static=lambda name: f"/static/{name}",
        flash="Logged.",
        error="",
        bundle="/static/bundle/anagen.js",
        pixel="/static/mark.svg",
        view=None,
    )


@pytest.mark.parametrize("mode", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(mode, ink, ground):
    assert contrast(tints(mode)[ink], tints(mode)[ground]) >= TEXT


@pytest.mark.parametrize("mode", ["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_fields_can_be_seen(mode, ground):
    assert contrast(tints(mode)["edge"], tints(mode)[ground]) >= LARGE


def test_the_printed_report_has_the_same_tints():
    report = (HERE.parent / "consultation" / "report" / "page.css").read_text(encoding="utf-8")
    for name in ("paper", "card", "ink", "mine", "other", "rule"):
        assert f"--{name}: {tints('day')[name]};" in report


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_has_a_style_or_a_script_of_its_own(template):
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


def test_no_page_promises_what_nobody_can():
    from anagen.consultation.wording import barred_words

    texts = [re.sub(r"<[^>]*>", "", one.read_text(encoding="utf-8")) for one in TEMPLATES]
    said = {word for text in texts for word in barred_words(" ".join(text.split()))}
    assert said == set()


def test_every_class_of_the_parts_is_known_to_the_style_sheet(parts):
    known = set(re.findall(r"\.([a-z][\w-]*)", STYLE))

    assert Parts(parts).classes - known == set()


def test_every_field_has_a_label_and_every_form_its_token(parts):
    page = Parts(parts)
    fields = [named for tag, named in page.tags if tag in ("input", "select", "textarea") and "id" in named]

    assert len(page.ids) == len(set(page.ids))
    for one in fields:
        assert f'for="{one["id"]}"' in parts
        for described in (one.get("aria-describedby") or "").split():
            assert described in page.ids
    forms = re.findall(r'<form method="post".*?</form>', parts, re.DOTALL)
    assert forms
    assert all('name="csrf"' in one for one in forms)


def test_the_frame_has_its_landmarks_and_marks_where_one_is(parts):
    tags = [tag for tag, _ in Parts(parts).tags]
    links = [named for tag, named in Parts(parts).tags if tag == "a"]

    for landmark in ("header", "main", "footer", "nav", "h1"):
        assert landmark in tags
    assert tags.count("main") == tags.count("h1") == 1
    assert links[0]["href"] == "#main"
    assert [one["href"] for one in links if one.get("aria-current") == "page"][:1] == ["/p/7/diary"]
    assert "no\n    diagnosis" in parts or "no diagnosis" in parts


def test_what_people_write_is_escaped(parts):
    assert "Ada <b>" not in parts
    assert "Ada &lt;b&gt;Example" in parts


def test_who_has_no_script_looks_again_at_work_that_is_under_way(parts):
    assert '<noscript><a class="button plain" href="">Look again</a></noscript>' in parts
