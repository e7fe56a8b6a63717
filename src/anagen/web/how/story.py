"""What stands around the follicle: things to try, written answers with what they rest on, the path of a scalp."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from anagen.questions.curated import Entry, entries
from anagen.questions.documents import documents
from anagen.questions.figures import outcome
from anagen.web.evidence.shelf import address_of
from anagen.web.how.explorer import query_of
from anagen.web.how.follicle import Setting
from anagen.web.how.views import Preset, ScalpAge, Topic
from anagen.web.templating import STATIC, static_url

__all__ = ["heads", "heads_say", "presets", "topics"]

SCALP_DHT_OUTCOME = "drake_1999/finasteride_1mg/scalp_dht/6"
STEP_PERCENT = 5
FULL = 100
HEADS = STATIC / "scalp" / "heads.json"
"""Written by `scripts/make_scalp_path.py` beside its pictures."""


def presets(setting: Setting) -> list[Preset]:
    """Things to try on the same follicle, from the same age.

    Parameters
    ----------
    setting
        What is tried now.
    """
    plain = replace(setting, dht=FULL, minoxidil=0, healing=0)
    lowered = FULL + float(outcome(SCALP_DHT_OUTCOME)["value"])
    finasteride = replace(plain, dht=STEP_PERCENT * round(lowered / STEP_PERCENT))
    tried = {
        "Nothing": plain,
        "Finasteride 1 mg": finasteride,
        "Minoxidil 5 %": replace(plain, minoxidil=FULL),
        "Weekly rolling": replace(plain, healing=FULL),
        "Finasteride and minoxidil": replace(finasteride, minoxidil=FULL),
        "No DHT at all": replace(plain, dht=0),
    }
    return [
        Preset(name=name, address=f"/how-it-works?{query_of(one)}#follicle", is_here=one == setting)
        for name, one in tried.items()
    ]


def topics(names: Iterable[str]) -> list[Topic]:
    """Written answers, in the order of their names.

    Parameters
    ----------
    names
        Of answers.
    """
    by_name = _by_name()
    return [_topic(by_name[name]) for name in names]


@cache
def _by_name() -> dict[str, Entry]:
    return {one.name: one for one in entries()}


def _topic(one: Entry) -> Topic:
    rests_on = [
        {
            "title": found.title,
            "address": address_of(found.kind, found.name),
            "says": f"{found.kind}, {found.grade}",
        }
        for found in (documents()[key] for key in one.rests_on())
        if not found.for_clinicians
    ]
    return Topic(title=one.title, text=one.text, sure=one.sure, why_sure=one.why_sure, rests_on=rests_on)


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(HEADS.read_text(encoding="utf-8")) if HEADS.is_file() else {}
    return kept


def heads() -> dict[str, list[ScalpAge]]:
    """The path of a scalp, a man's and a woman's; nothing where the pictures were not made."""
    return {
        who: [
            ScalpAge(
                age=one["age"], picture=static_url(f"scalp/{one['file']}"), says=one["says"], alt=one["alt"]
            )
            for one in ages
        ]
        for who, ages in _kept().get("heads", {}).items()
    }


def heads_say() -> str:
    """How the people of the path were chosen, and by what they were made."""
    return str(_kept().get("says", ""))
