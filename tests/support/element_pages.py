"""Pages for tests of the elements: one of each, in the real frame, with a head that is quick to make."""

import io
from types import SimpleNamespace

import numpy as np
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from heads import even_scalp, hair_of
from jinja2 import ChoiceLoader, DictLoader
from PIL import Image

from anagen.evidence import known
from anagen.patient.person import Person
from anagen.web import templating
from anagen.web.heads import head_file
from anagen.web.packing import packed_response
from anagen.web.security.headers import Headers
from anagen.web.settings import Settings

MONTHS = (0, 6, 12)
HAIRS = 1500
COURSES = {
    "title": "Visible hairs",
    "unit": "per cm²",
    "months": [0, 6, 12],
    "options": [
        {"name": name, "untreated": name == "No treatment", "median": median, "low90": low, "high90": high}
        for name, low, median, high in (
            ("No treatment", [140, 130, 118], [150, 142, 133], [160, 155, 149]),
            ("Tablet", [140, 141, 142], [150, 155, 161], [160, 170, 181]),
            ("Lotion", [140, 142, 138], [150, 158, 156], [160, 175, 176]),
        )
    ],
}
PAGE = """{% extends "base.html.jinja" %}{% import "macros.html.jinja" as ui with context %}
{% set month = request.query_params.get("month", "0") | int %}
{% block title %}Elements{% endblock %}{% block content %}<h1>Elements</h1>
<time-slider><form method="get">{{ ui.slider("month", "Month", month, 0, 12, step=6) }}
<button class="button main">Show</button></form></time-slider>
<img id="picture" src="/picture/{{ month }}.png" alt="Head in month {{ month }}" width="40" height="40"
  data-month-src="{{ pictures | tojson | forceescape }}" data-month-alt="{{ alts | tojson | forceescape }}">
<p id="sentence" data-month-text="{{ sentences | tojson | forceescape }}">{{ sentences[month | string] }}</p>
<h2>Courses</h2>
<course-chart><script type="application/json">{{ courses | tojson }}</script>
<svg id="drawn" viewBox="0 0 10 10" width="10" height="10" role="img" aria-label="Courses"></svg></course-chart>
<h2>Head</h2>
<head-3d data-src="/head.bin" data-passes="1"><p id="instead">The picture of the server.</p></head-3d>
{% endblock %}"""
WAITING = """{% extends "base.html.jinja" %}{% import "macros.html.jinja" as ui with context %}
{% block title %}Waiting{% endblock %}{% block content %}<h1>Waiting</h1>{{ ui.job(job) }}{% endblock %}"""


def two_heads():
    """A head that loses the hair of its left side, and one that keeps all."""
    scalp = even_scalp()
    left = scalp.position_mm[:, 0] > 0.0
    days = np.array(MONTHS) * 365.25 / 12.0

    def history(diameters):
        states = {day: hair_of(scalp, um, day) for day, um in zip(days, diameters, strict=True)}
        person = Person(age_years=40, sex="male")
        return SimpleNamespace(
            scalp=scalp, person=person, regimen="", days=days, evidence=known(), state=states.__getitem__
        )

    lost = [np.where(left, um, 80.0) for um in (80.0, 40.0, 0.0)]
    return {"No treatment": history(lost), "Tablet": history([80.0, 80.0, 80.0])}


def element_site(*, bundle=True):
    """An application with these pages alone; its `state.job` is how the job stands, one of `JOB`."""
    app = FastAPI()
    app.state.settings, app.state.job = Settings(bundle=bundle), 0
    app.add_middleware(Headers, secure=False)
    app.mount("/static", StaticFiles(directory=templating.STATIC))
    head = head_file(two_heads(), hairs=HAIRS)
    shown = {
        "pictures": {str(one): f"/picture/{one}.png" for one in MONTHS},
        "alts": {str(one): f"Head in month {one}" for one in MONTHS},
        "sentences": {str(one): f"In month {one} some hair is there." for one in MONTHS},
        "courses": COURSES,
    }
    environment = templating.environment().overlay()
    environment.loader = ChoiceLoader(
        [DictLoader({"elements.jinja": PAGE, "waiting.jinja": WAITING}), templating.environment().loader]
    )
    environment.globals = {**environment.globals, **shown}

    def rendered(request, template, **more):
        """A page in the real frame."""
        context = {
            "request": request, "view": None, "visitor": None, "patient": None, "flash": "", "error": "",
            "version": "0", "settings": app.state.settings, "static": templating.static_url, "csrf_token": "",
            "csrf": lambda: "",
            "bundle": templating.bundle_url(app.state.settings), **more,
        }  # fmt: skip
        return Response(environment.get_template(template).render(context), media_type="text/html")

    @app.get("/")
    def page(request: Request):
        return rendered(request, "elements.jinja")

    @app.get("/waiting")
    def waiting(request: Request):
        return rendered(request, "waiting.jinja", job=JOB[app.state.job])

    @app.get("/jobs/j1.json")
    def job():
        return JSONResponse(JOB[app.state.job])

    @app.get("/picture/{month}.png")
    def picture(month: int):
        written = io.BytesIO()
        Image.new("RGB", (40, 40), (20 * month, 80, 80)).save(written, "PNG")
        return Response(written.getvalue(), media_type="image/png", headers={"Cache-Control": "no-store"})

    @app.get("/head.bin")
    def binary(request: Request):
        return packed_response(head, request.headers.get("accept-encoding", ""))

    return app


JOB = [
    {"id": "j1", "state": state, "place": place, "progress": progress, "says": says, "error": ""}
    for state, place, progress, says in (
        ("queued", 3, 0.0, ""),
        ("running", None, 0.42, "Counting."),
        ("done", None, 1.0, ""),
        ("running", None, 0.0, "Getting ready."),
    )
]
