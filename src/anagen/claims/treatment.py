"""Treatment: each drug alone and together, starting, holding, stopping, early and late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from anagen.claims.checks import Measured, shows
from anagen.claims.people import HAIRS, man, means, share, visit
from anagen.claims.profiles import drawn, profiles
from anagen.consultation.options import options
from anagen.simulation.head import heads, likenesses
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.patient.person import Person

APPROVED = frozenset({"finasteride_oral", "minoxidil_topical"})
DRAWN = 300
"""People drawn at random, whom the rules may offer something."""
FINASTERIDE = "finasteride 1 mg oral daily"
MINOXIDIL = "minoxidil 5 % 1 mL topical twice daily"
SEED = 1
PERCENT = 100.0


@shows("M08")
def m08(evidence: Catalogue) -> Measured:
    """Visible hair after a year of each drug alone and of both in men, and a trial of minoxidil in women."""
    from anagen.trials.run import run_trial

    seen = means(
        man(age_years=30, norwood="IIIv"),
        [FINASTERIDE, MINOXIDIL, f"{FINASTERIDE} + {MINOXIDIL}"],
        years=1.0,
        evidence=evidence,
    )[HAIRS]
    untreated, finasteride, minoxidil, both = PERCENT * (seen[:, -1] / seen[:, 0] - 1.0)
    trial = run_trial("devillez_1994", people=200, follicles=200, seed=SEED, evidence=evidence, ensemble=())
    known_people = profiles()
    (women,) = (one for one in trial.contrasts if one.published is not None)
    return Measured(
        values={
            "finasteride_gain": finasteride - untreated,
            "minoxidil_gain": minoxidil - untreated,
            "together_gain": both - max(finasteride, minoxidil),
            "women_gain": women.predicted.mean,
            "may_take": sum(offered_of(one.answers) == one.may for one in known_people) / len(known_people),
            "women_offered": float(
                sum(
                    one.get("sex") == "female" and "finasteride_oral" in offered_of(one)
                    for one in drawn(DRAWN, seed=SEED)
                )
            ),
        },
        beside=f"Change in a year, men: untreated {untreated:+.1f}, finasteride {finasteride:+.1f}, minoxidil "
        f"{minoxidil:+.1f}, both {both:+.1f} %.",
    )


def offered_of(answers: Mapping[str, Any]) -> frozenset[str]:
    """Which of the two approved drugs somebody is offered, alone."""
    shown = [one for one in options(answers) if len(one.treatments) == 1 and one.status == "offered"]
    return frozenset(one.treatments[0] for one in shown) & APPROVED


@shows("M09")
def m09(evidence: Catalogue) -> Measured:
    """Untreated men fall, treated men rise and hold; after stopping, hormones and hair come back on their clocks."""
    from anagen.trials.run import run_trial

    long = run_trial("kaufman_1998", people=200, follicles=200, seed=SEED, evidence=evidence, ensemble=())
    counts = {
        (one.arm, one.week): one.predicted.mean
        for one in long.arms[0].outcomes + long.arms[1].outcomes
        if one.value_kind == "change_from_baseline"
    }
    first, last = 52.0, 260.0
    stopped = run_trial("price_1999", people=200, follicles=200, seed=SEED, evidence=evidence, ensemble=())
    left = [
        abs(one.predicted.mean)
        for one in stopped.contrasts
        if one.arm == "minoxidil_5pct" and one.published is not None
    ]
    hair, serum = after_finasteride(evidence)
    return Measured(
        values={
            "placebo_year_5": counts["placebo", last],
            "finasteride_year_1": counts["finasteride_1mg", first],
            "finasteride_year_5": counts["finasteride_1mg", last],
            "minoxidil_left": max(left),
            "dht_back": serum,
            "finasteride_left": hair,
        }
    )


def after_finasteride(evidence: Catalogue) -> tuple[float, float]:
    """A year of finasteride, then none: the share of the gain a year later, and serum DHT after two weeks. [%]"""
    from anagen.treatment.drives import dht_course
    from anagen.treatment.physiology import draw_physiology
    from anagen.treatment.regimen import Regimen

    course = f"{FINASTERIDE} until week 52"
    stop, later = 52.0 * DAYS_PER_WEEK, 104.0 * DAYS_PER_WEEK
    seen = means(man(age_years=30, norwood="IIIv"), [course], years=later / DAYS_PER_YEAR, evidence=evidence)
    _, treated = seen[HAIRS]
    gained = treated[visit(stop)] - treated[0]
    people = draw_physiology(100, SEED, evidence)
    dht = dht_course(Regimen.of(course), people, [stop + 2.0 * DAYS_PER_WEEK], seed=SEED, evidence=evidence)
    return PERCENT * share(treated[visit(later)] - treated[0], gained), PERCENT * float(dht.serum_dht.mean())


@shows("M10")
def m10(evidence: Catalogue) -> Measured:
    """The same men after twenty years: untreated, treated from the start, treated from year ten; and one head."""
    person = man(age_years=25, norwood="IIIv")
    late = f"{FINASTERIDE} from year 10"
    seen = means(person, [FINASTERIDE, late], years=20.0, evidence=evidence)[HAIRS]
    untreated, early_start, late_start = PERCENT * seen[:, -1] / seen[0, 0]
    never, late_head, early_head = heads_after(person, ["untreated", late, FINASTERIDE], 20.0, evidence)
    return Measured(
        values={
            "early_over_late": early_start - late_start,
            "late_over_none": late_start - untreated,
        },
        beside=f"Visible hair after 20 years, of that at 25: untreated {untreated:.0f}, finasteride from 35 on "
        f"{late_start:.0f}, from 25 on {early_start:.0f} %. The whole head of one of them at 45: untreated {never}; "
        f"from 35 on {late_head}; from 25 on {early_head}.",
    )


def heads_after(person: Person, regimens: list[str], years: float, evidence: Catalogue) -> list[str]:
    """The whole head of the first virtual man who fits, under each regimen: its type, and the hair of its vertex."""
    fitting = likenesses(person, seed=SEED, evidence=evidence)
    found = heads(
        person,
        regimens,
        candidate=fitting.take(np.array([0])),
        years=np.array([0.0, years]),
        seed=SEED,
        evidence=evidence,
    )
    last = float(found[0].days[-1])
    return [
        f"Norwood {one.grades(last).norwood[0]}, {one.visible_hair_density(last)['vertex']:.0f} hairs/cm2 at the vertex"
        for one in found
    ]
