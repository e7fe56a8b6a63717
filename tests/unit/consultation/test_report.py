"""Reports: every sentence has its source, no output promises anything, pages are whole."""

import json
import re
from html.parser import HTMLParser

import pypdfium2
import pytest
from consultations import MAN, consulted

from anagen.consultation.consult import consult
from anagen.consultation.forecast import forecast
from anagen.consultation.outlook import Stopping
from anagen.consultation.report import html_report, json_report, markdown_report, pdf_report, report_of
from anagen.consultation.report.charts import HEIGHT, WIDTH, drawn, grid
from anagen.consultation.report.document import Chart
from anagen.consultation.summary import Band
from anagen.consultation.wording import (
    barred_words,
    cover_percent,
    hold_beside,
    of_hundred,
    shed_text,
    stopping_text,
)
from anagen.evidence import known
from anagen.patient.person import Person

EVERYBODY = [("man", "self"), ("woman", "self"), ("scarred", "self"), ("man", "clinician")]


def pdf_text(found):
    pages = pypdfium2.PdfDocument(pdf_report(found))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


@pytest.fixture(scope="module", params=EVERYBODY, ids=[" ".join(one) for one in EVERYBODY])
def found(request):
    return consulted(*request.param)


def test_every_sentence_has_a_source_that_is_listed(found):
    document = report_of(found)

    for one in document.sentences():
        assert one.says.strip()
        assert one.marks, one.says
        assert set(one.marks) <= document.sources.keys()
    assert all(source.says.strip() for source in document.sources.values())


def test_who_answered_little_has_a_short_report_that_says_what_is_missing():
    few = markdown_report(consult({"age": 31, "sex": "male", "norwood": "IIIv"}, depth="self"))

    assert "Nothing in the answers is alarming" in few
    assert "Finasteride by mouth: it waits for an answer to" in few
    assert few.count("Have you ever been told that you have any of these?") == 1
    assert "Not known yet" not in few
    assert len(few) < 20_000


def test_whoever_is_turned_away_is_told_the_reason_once():
    answers = {"age": 31, "sex": "male", "norwood": "IIIv", "region": "UK", "suicidal_now": True}
    text = markdown_report(consult(answers, depth="self"))

    assert text.startswith("# Hair loss: what the answers say\n")
    assert text.count("thoughts of harming yourself") == 1
    assert "Minoxidil on the scalp" in text.partition("## Not for this person")[2]
    assert "course without treatment" not in text


def test_no_form_holds_a_barred_word(found):
    page = re.sub(r"<style>.*?</style>", "", html_report(found), flags=re.DOTALL)
    for text in (page, markdown_report(found), json_report(found), pdf_text(found)):
        assert barred_words(text) == ()


def test_the_page_needs_nothing_from_elsewhere(found):
    page = html_report(found)

    assert "<script" not in page
    assert not re.search(r'(?:src|@import|url\()\s*=?\s*["\']?https?:', page)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in {"meta", "br", "img", "link", "hr"}:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("href", "").startswith("#"):
            self.links.append(given["href"][1:])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_its_marks_lead_to_their_sources(found):
    outline = Outline()
    outline.feed(html_report(found))

    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.links) <= set(outline.ids)


def test_what_was_answered_cannot_become_markup():
    odd = consult(MAN | {"areas": ["patches"]}, people=8, follicles=8, evidence=known())
    named = html_report(odd, {"<script>alert(1)</script>": b"png"})

    assert "<script>alert" not in named
    assert "data:image/png;base64,cG5n" in named


def test_all_forms_tell_the_options_and_that_this_is_no_device(found):
    told = [one.name for one in found.options if one.name in found.forecasts and one.regimen]
    for text in (html_report(found), markdown_report(found), json_report(found), pdf_text(found)):
        plain = " ".join(text.split())
        assert "Not a medical device" in plain
        for name in told[:3]:
            assert name[:20] in plain


def test_a_referral_reports_findings_and_no_forecast():
    scarred = consulted("scarred")
    text = markdown_report(scarred)

    assert "Let a doctor look: " in text
    assert "clear gain" not in text


def test_the_json_is_one_object_with_the_sentences():
    plain = json.loads(json_report(consulted("man")))

    assert plain["report"]["sections"]
    assert plain["report"]["sources"]
    assert plain["options"]


def test_the_pdf_is_the_same_each_time_and_has_few_pages():
    man = consulted("man")
    first = pdf_report(man)

    assert first == pdf_report(man)
    assert 3 <= len(pypdfium2.PdfDocument(first)) <= 12


def test_charts_stay_inside_their_frame(found):
    charts = [
        block for section in report_of(found).sections for block in section.blocks if isinstance(block, Chart)
    ]
    for chart in charts:
        shapes = drawn(chart)
        for stroke in shapes.strokes:
            assert all(0.0 <= x <= WIDTH and 0.0 <= y <= HEIGHT for x, y in stroke.points)
        assert {stroke.role for stroke in shapes.strokes} >= {"band-0", "line-0", "axis"}


@pytest.mark.parametrize(
    ("top", "lines"),
    [(350.0, [0, 100, 200, 300]), (250.0, [0, 50, 100, 150, 200, 250]), (50.0, [0, 10, 20, 30, 40, 50])],
)
def test_lines_of_a_chart_stand_at_round_numbers(top, lines):
    assert grid(top) == lines


def test_charts_of_one_report_have_one_scale():
    blocks = [block for section in report_of(consulted("man")).sections for block in section.blocks]

    assert len({block.top for block in blocks if isinstance(block, Chart)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a cure",
        "It cured him",
        "guaranteed",
        "permanently",
        "100 % of men",
        "100% sure",
        "your diagnosis",
        "diagnosed",
    ],
)
def test_barred_words_are_found(text):
    assert barred_words(text)


@pytest.mark.parametrize(
    "text", ["no diagnosis", "secure", "obscure", "1100 % more", "100 people", "0.100 %"]
)
def test_other_words_are_not(text):
    assert barred_words(text) == ()


@pytest.mark.parametrize("share", [0.0, 0.31, 0.994, 0.995, 1.0, 1.2])
def test_hair_cover_is_never_said_as_a_barred_word(share):
    assert barred_words(f"{cover_percent(share)} % of healthy") == ()


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (0.0, "none of the virtual people"),
        (0.003, "fewer than 1 of 100"),
        (0.42, "42 of 100"),
        (1.0, "nearly all of them"),
    ],
)
def test_chances_are_told_as_people_of_a_hundred(share, says):
    assert of_hundred(share) == says


@pytest.mark.parametrize("people", [(15, 144, 1), (1, 158, 1), (0, 160, 0), (159, 0, 1)])
def test_people_with_a_gain_without_a_clear_change_and_with_a_loss_are_a_hundred_together(people):
    gain, hold, loss = (one / 160 for one in people)

    told = (gain, hold_beside(gain, hold, loss), loss)

    assert sum(round(100.0 * share) for share in told) == 100


def test_what_stopping_leaves_is_told_in_every_case():
    band = Band(median=10.0, low90=1.0, high90=20.0)
    given = {"stop_month": 12, "month": 24, "density": band, "versus_untreated": band}

    assert "little to lose" in stopping_text(
        Stopping(benefit_left=None, half_lost_after_months=None, **given)
    )
    assert "50 %" in stopping_text(Stopping(benefit_left=0.5, half_lost_after_months=3.0, **given))
    assert "ends by itself" in stopping_text(None)
    assert "No early shed" in shed_text(None)


def test_a_person_without_visible_hair_is_told_without_numbers_that_are_none():
    bald = forecast(
        Person(age_years=80, sex="male", norwood="VII"), [], people=8, follicles=8, evidence=known()
    )

    json.dumps(bald["untreated"].as_dict(), allow_nan=False)
