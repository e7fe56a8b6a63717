"""The gallery: virtual people with poor, middle and good outcomes, under each treatment."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from anagen.errors import unknown_name
from anagen.web.errors import NotFoundError
from anagen.web.jobs_dependency import JobsDep
from anagen.web.outcomes.kinds import KINDS, TREATMENTS, kind_of
from anagen.web.outcomes.shelf import SEXES, gallery_view, key_of
from anagen.web.outcomes.views import GalleryView
from anagen.web.security.visitor import VisitorDep
from anagen.web.tasks.gallery import GALLERY
from anagen.web.twins import Done, Pages

__all__ = ["pages"]

pages = Pages(tag="gallery")

Short = Annotated[str, Query(max_length=120)]
KEY = re.compile(r"[0-9a-f]{64}")
PICTURE = re.compile(r"[a-z0-9-]+\.webp")
KEPT = {"Cache-Control": "private, max-age=86400"}


class MakeForm(BaseModel):
    """Which kind of people to make."""

    kind: str = Field(max_length=80)


@pages.show("/gallery", "gallery/page.html.jinja")
def gallery(
    visitor: VisitorDep, jobs: JobsDep, sex: Short = "", grade: Short = "", treatment: Short = ""
) -> GalleryView:
    """How people fare: all who are there, or those of a sex, a grade and a treatment."""
    grades = {one.grade for one in KINDS}
    for what, given, allowed in (
        ("sex", sex, SEXES),
        ("grade", grade, grades),
        ("treatment", treatment, TREATMENTS),
    ):
        if given and given not in allowed:
            raise unknown_name(what, given, allowed)
    return gallery_view(jobs, visitor.account_id, sex=sex, grade=grade, treatment=treatment)


@pages.act("/gallery/make")
def make(visitor: VisitorDep, jobs: JobsDep, form: MakeForm) -> Done:
    """Have a kind of people simulated and drawn."""
    kind = kind_of(form.kind)
    jobs.ask(GALLERY, key=key_of(kind), params={"kind": kind.name}, account_id=visitor.account_id)
    return Done(to=f"/gallery?sex={kind.sex}&grade={kind.grade}#{kind.name}")


@pages.file("/gallery/pictures/{key}/{name}")
def picture(visitor: VisitorDep, jobs: JobsDep, key: str, name: str) -> Response:  # noqa: ARG001  signed in
    """A picture that was made here."""
    there = KEY.fullmatch(key) and PICTURE.fullmatch(name)
    data = jobs.cache.read(None, key, name) if there else None
    if data is None:
        raise NotFoundError
    return Response(data, media_type="image/webp", headers=KEPT)
