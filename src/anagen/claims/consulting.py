"""The consultation: screening, safe options, forecasts with reasons, what is kept, and supportive products."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.claims.browsing import answered_in_a_browser
from anagen.claims.checks import Measured, shows
from anagen.claims.profiles import drawn, profiles, safety, signs, well
from anagen.consultation.options import UNTREATED, Option, options
from anagen.consultation.rules import groups
from anagen.consultation.screening import screen

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.evidence import Catalogue

SEED = 1
DRAWN = 300
"""People drawn at random."""
PEOPLE, FOLLICLES, YEARS = 16, 32, 1.0
"""Of the consultation that is held: few, for their number tells nothing here."""
YEAR_MONTHS = 12
PERCENT = 100.0
PLAN, OFFERED = "plan", "offered"
GRAVE = ("plan", "refer", "stop")
"""What screening says, the gravest last."""
NO_SUBSTITUTE = "PLN-14"
"""The rule that supportive products are no substitute."""
HIDING = "supportive"
"""Fibers, styling and wigs: no product that claims to do something."""


@shows("M11")
def m11(evidence: Catalogue) -> Measured:
    """People written by hand and drawn at random: screening, signs, open questions, reasons, forecasts."""
    known_people = profiles()
    right = sum(screen(one.answers).outcome == one.outcome for one in known_people)
    crowd = list(drawn(DRAWN, seed=SEED))
    shown = [options(one) for one in crowd]
    held = consultation(evidence)
    offered = [one for one in held.options if one.status == OFFERED and one.simulated]
    forecast = [one for one in offered if has_interval(held, one)]
    pairs = [(name, field) for name, fields in safety().items() for field in fields]
    plans = sum(screen(one).outcome == PLAN for one in crowd)
    return Measured(
        values={
            "screened": right / len(known_people),
            "signs_missed": float(signs_missed(crowd)),
            "offered_open": float(sum(offered_without(name, field) for name, field in pairs)),
            "unfounded": float(sum(not founded(one) for some in shown for one in some)),
            "forecast": len(forecast) / len(offered),
            "narrowest": narrowest(held),
            "not_open": float(sum(held.option(name).status != OFFERED for name in held.forecasts)),
        },
        beside=f"{len(known_people)} people written by hand; {DRAWN} drawn, of whom {plans} may have a plan; "
        f"{len(signs())} signs put to each; {len(pairs)} open questions of safety; {len(offered)} options forecast.",
    )


@shows("M12")
def m12(evidence: Catalogue) -> Measured:
    """Interviews in terminal and browser, broken off after every screen, and each form of what comes of them."""
    screens, lost, changed, differ = 0, 0, 0, 0
    for sex in ("male", "female"):
        said, broken = interviewed(well(sex))
        in_browser, broken_there = answered_in_a_browser(well(sex))
        screens = max(screens, len(broken), len(broken_there))
        lost += sum(broken) + sum(broken_there)
        changed += options(said) != options({name: well(sex)[name] for name in said})
        differ += options(in_browser) != options(said)
    held = consultation(evidence)
    written = exported(held)
    wanted = [one.name for one in held.options if one.status == OFFERED and one.regimen]
    whole = [name for name, text in written.items() if all(one in text for one in wanted)]
    return Measured(
        values={
            "screens": float(screens),
            "lost": float(lost),
            "changed": float(changed),
            "differ": float(differ),
            "exported": float(len(whole)),
            "pages": float(pages(held)),
        },
        beside=f"Forms that name all {len(wanted)} treatments that are open: {', '.join(whole)}.",
    )


@shows("M14")
def m14(_evidence: Catalogue) -> Measured:
    """Supportive products among the options of random people: grade, place, words, and what they displace."""
    seen: dict[str, str] = {}
    ungraded = instead = before = unsaid = alone = people = 0
    for answers in drawn(DRAWN, seed=SEED):
        shown = options(answers)
        products = [one for one in shown if one.supportive]
        treatments = [one for one in shown if not one.supportive and one.name != UNTREATED]
        given = [one for one in products if one.status == OFFERED and one.treatments != (HIDING,)]
        people += bool(given)
        seen |= {one.name: one.grade for one in products}
        ungraded += sum(not one.grade.strip(" ();") for one in products)
        instead += sum(bool(one.regimen) or one.simulated or len(one.treatments) > 1 for one in products)
        before += sum(shown.index(one) < shown.index(last) for one in products for last in treatments[-1:])
        unsaid += sum(NO_SUBSTITUTE not in {reason.rule for reason in one.because} for one in given)
        alone += bool(given) and not {part for one in treatments for part in one.treatments} & drugs()
    return Measured(
        values={
            "products": float(len(seen)),
            "ungraded": float(ungraded),
            "instead": float(instead),
            "before": float(before),
            "unsaid": float(unsaid),
            "alone": float(alone),
        },
        beside=f"Offered to {people} of {DRAWN} people: "
        + "; ".join(f"{name}: {grade}" for name, grade in sorted(seen.items()))
        + ".",
    )


def drugs() -> set[str]:
    """Treatments that act on pattern loss."""
    return set(groups()["active"])


_HELD: dict[str, Consultation] = {}
"""The last consultation, by the fingerprint of its numbers: one serves two claims."""


def consultation(evidence: Catalogue) -> Consultation:
    """A small consultation of the well man."""
    from anagen.consultation.consult import consult

    if evidence.fingerprint not in _HELD:
        found = consult(
            well("male"), seed=SEED, years=YEARS, people=PEOPLE, follicles=FOLLICLES, evidence=evidence
        )
        _HELD.clear()
        _HELD[evidence.fingerprint] = found
    return _HELD[evidence.fingerprint]


def signs_missed(crowd: list[dict[str, Any]]) -> int:
    """How often a sign, put to random people, ends milder than it must or leaves something that acts on offer."""
    missed = 0
    for answers in crowd:
        for sign in signs():
            with_it = answers | {sign["field"]: sign["value"]}
            missed += GRAVE.index(screen(with_it).outcome) < GRAVE.index(sign["outcome"])
    for sign in signs():
        shown = options(well("male") | {sign["field"]: sign["value"]})
        missed += any(one.status == OFFERED and set(one.treatments) & drugs() for one in shown)
    return missed


def offered_without(treatment: str, field: str) -> bool:
    """Whether a treatment is offered to the well man or woman while a question is open."""
    for sex in ("male", "female"):
        person = well(sex)
        if person.pop(field, None) is None:
            continue
        if any(one.status == OFFERED and treatment in one.treatments for one in options(person)):
            return True
    return False


def founded(one: Option) -> bool:
    """Whether an option says why, and every reason has its words, its source and where to read it."""
    return bool(one.because) and all(reason.says and reason.source for reason in one.because)


def has_interval(held: Consultation, one: Option) -> bool:
    """Whether an option has a forecast a year on, with a range about its middle."""
    found = held.forecasts.get(one.name)
    if found is None:
        return False
    band = found.at(YEAR_MONTHS).density
    return band.low90 <= band.median <= band.high90 and band.low90 < band.high90


def narrowest(held: Consultation) -> float:
    """Narrowest 90 % range of visible hair a year on, of its middle. [%]"""
    bands = [one.at(YEAR_MONTHS).density for one in held.forecasts.values()]
    return min((PERCENT * (one.high90 - one.low90) / one.median for one in bands), default=float("nan"))


def interviewed(person: Mapping[str, Any]) -> tuple[dict[str, Any], list[bool]]:
    """An interview that is taken up again from its file before every screen.

    Parameters
    ----------
    person
        What somebody would answer; what is not there is left open.

    Returns
    -------
    tuple
        What the file holds at the end; and by screen, whether something of it was lost.
    """
    from anagen.consultation.answers_file import keep, kept
    from anagen.consultation.questionnaire import next_questions

    said: dict[str, Any] = {"respondent": "self"}
    left_open: set[str] = set()
    lost = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.toml"
        while asked := next_questions(said, asked=left_open):
            said |= {one.field: person[one.field] for one in asked if one.field in person}
            left_open |= {one.field for one in asked if one.field not in person}
            keep(path, said, left_open)
            found = kept(path)
            lost.append(
                found.answers != said
                or next_questions(found.answers, asked=found.left_open)
                != next_questions(said, asked=left_open)
            )
        return dict(kept(path).answers), lost


def exported(held: Consultation) -> dict[str, str]:
    """A consultation in every form of text in which it is written."""
    from anagen.consultation.report import html_report, json_report, markdown_report
    from anagen.consultation.report.fhir import fhir_bundles

    bundles = fhir_bundles(held, when=datetime(2026, 1, 1, tzinfo=UTC))
    return {
        "web page": html_report(held),
        "Markdown": markdown_report(held).replace("\\", ""),
        "JSON": json_report(held),
        "FHIR": json.dumps(bundles, ensure_ascii=False),
    }


def pages(held: Consultation) -> int:
    """Pages of the report as a PDF; none if it is no whole file."""
    from anagen.consultation.report import pdf_report

    pdf = pdf_report(held)
    whole = pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    return len(re.findall(rb"/Type\s*/Page\b", pdf)) if whole else 0
