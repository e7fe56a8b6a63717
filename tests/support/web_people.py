"""People of the web application for tests: who they are, what they answered, and what was worked out for them."""

import io
import json
from functools import cache

from consulted import MAN as ANSWERED
from consulted import WOMAN as ANSWERED_BY_A_WOMAN
from PIL import Image

from anagen.consultation.consult import consult
from anagen.evidence import known
from anagen.web.consult.forms import filled_in
from anagen.web.interview import kept_interview
from anagen.web.outlook import asking
from anagen.web.tasks.consultation import CENTILES, FORECASTS, HEAD_TODAY, MONTHS, picture_name

MAN = ANSWERED | {"conditions": ["none"], "partner_pregnant_or_trying": False, "accepts_needles": True}
WOMAN = ANSWERED_BY_A_WOMAN | {"conditions": ["none"], "blood_donor": False}
FEW = {"people": 16, "follicles": 32}


class Somebody:
    """A person of a store, through the pages."""

    def __init__(self, browser, name="Ben"):
        self.browser = browser
        self.id = browser.post("/start", data={"name": name}).headers["location"].split("/")[2]
        self.home = f"/p/{self.id}"

    def begin(self, depth="self", **more):
        """Begin the questions."""
        return self.browser.post(f"{self.home}/consult/begin", data={"depth": depth, **more})

    def answer(self, field, *values, **more):
        """Answer a screen, or skip it with no values."""
        given = {"value": list(values)} if values else {"skip": "true"}
        return self.browser.post(f"{self.home}/consult/ask", data={"field": field, **given, **more})

    def interview(self):
        """The interview as it is kept."""
        return kept_interview(self.browser.app.state.store, self.id)

    def walk(self, wanted):
        """Answer all that is asked, screen by screen; the fields of the screens, in order."""
        asked = []
        while (shown := self.browser.get(f"{self.home}/consult/ask.json")).status_code == 200:
            field = shown.json()["field"]
            asked.append(field)
            assert (
                self.answer(field, *filled_in(self.interview().screen_of(field), wanted)).status_code == 303
            )
            assert len(asked) < 60, asked
        return asked

    def upload(self, text):
        """Take the answers of a file."""
        return self.browser.post(
            f"{self.home}/consult/upload", files={"file": ("me.toml", text.encode(), "application/toml")}
        )

    def told(self, answers):
        """Answers that are all there at once."""
        text = "\n".join(f"{name} = {json.dumps(value)}" for name, value in answers.items())
        assert self.upload(text).status_code == 303
        return self

    def worked_out(self, *, pictures=False):
        """Have results at hand as the runner leaves them, of few virtual people, and ask for them."""
        place_results(self.browser.app.state.jobs, self.id, self.interview(), pictures=pictures)
        assert self.browser.post(f"{self.home}/consult/finish", data={}).status_code == 303
        return self


def place_results(jobs, person_id, interview, *, pictures):
    """Put results into the cache."""
    kept = forecasts_kept(json.dumps(dict(interview.answers), sort_keys=True), interview.depth)
    if kept is None:
        return
    for one in asking.asked_for(interview):
        if one.kind == FORECASTS:
            place(jobs, person_id, one.key, {"forecasts.json": kept})
        elif one.kind == HEAD_TODAY and pictures:
            about = json.dumps({"grade": "Norwood III", "hairs_per_cm2": 200}).encode()
            place(jobs, person_id, one.key, {"head.json": about, "head.webp": spot(0)})
    if pictures:
        regimens = asking.regimens_of(interview)
        for course in range(len(regimens)):
            key = asking.heads_asked(interview, regimens, CENTILES[0], course).key
            heads = {str(month): {"grade": "Norwood III", "hairs_per_cm2": 200 - month} for month in MONTHS}
            told = {
                "regimen": regimens[course],
                "centile": 50,
                "place": 48 if course else None,
                "heads": heads,
            }
            drawn = {picture_name(month): spot(month + course) for month in MONTHS if month or not course}
            place(jobs, person_id, key, {"heads.json": json.dumps(told).encode(), **drawn})


@cache
def forecasts_kept(answers, depth):
    """What the runner keeps of forecasts; none where nothing is forecast."""
    found = consult(json.loads(answers), depth=depth, evidence=known(), **FEW)
    if found.ahead is None:
        return None
    forecasts = {words: one.as_dict() for words, one in found.ahead.forecasts.items()}
    return json.dumps({"forecasts": forecasts, "provenance": found.provenance.as_dict()}).encode()


def place(jobs, person_id, key, files):
    """One result, whole."""
    draft = jobs.cache.draft(person_id, key)
    for name, data in files.items():
        (draft / name).write_bytes(data)
    jobs.cache.settle(person_id, key)


def spot(shade):
    """A small picture, unlike those of another shade."""
    written = io.BytesIO()
    Image.new("RGB", (24, 24), (4 * shade % 256, 90, 120)).save(written, "WEBP", lossless=True)
    return written.getvalue()
