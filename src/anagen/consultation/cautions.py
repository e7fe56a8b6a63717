"""What must be said beside a forecast: where the model is known to miss, and what else a regimen may do."""

from __future__ import annotations

from collections.abc import Sequence

from anagen.consultation.measurements import Measurement
from anagen.consultation.outlook import Note
from anagen.evidence import Catalogue
from anagen.evidence.side_effects import SideEffect, side_effects
from anagen.patient.person import Person
from anagen.treatment.agents import agents
from anagen.treatment.notes import regimen_notes
from anagen.treatment.procedures import Injections, Rolling
from anagen.treatment.regimen import Regimen

__all__ = ["FEW_PEOPLE", "NOT_SIMULATED", "cautions", "side_effects_of", "topics_of"]

FEW_PEOPLE = 20.0
"""Effective number of people below which a forecast rests on hardly anyone."""
FULL_LIKELIHOOD, HALF_LIKELIHOOD = 0.999, 0.5
"""Powers of likelihoods below which it is told, and below which it is a warning."""
BY = {"self": "seen at home", "doctor": "graded by a doctor", "automatic": "graded by a program"}

NOT_SIMULATED = {
    "lllt": "Laser and light devices are not simulated: nothing in the model responds to light. "
    "What trials say of them stands in the rule.",
    "ketoconazole_shampoo": "Ketoconazole shampoo is not simulated: its effect on hair counts is known too poorly.",
    "supplement": "Supplements are not simulated: no trial gives an effect to simulate.",
    "adenosine_topical": "Adenosine is not simulated: the model has no law for it.",
    "supportive": "Camouflage, styling and wigs change how hair looks at once and nothing of how it grows.",
    "camouflage": "Camouflage, styling and wigs change how hair looks at once and nothing of how it grows.",
}
"""Why there is no forecast, by topic."""
NO_FORECAST = "This is not simulated, so there is no forecast of it."


def topics_of(regimen: Regimen) -> tuple[str, ...]:
    """The treatments of a regimen, by the names that rules and side effects have."""
    found = [agents()[one.agent].topic(one.route) for one in regimen.courses]
    found += ["microneedling" for one in regimen.procedures if isinstance(one, Rolling)]
    found += ["prp" for one in regimen.procedures if isinstance(one, Injections)]
    return tuple(dict.fromkeys(found))


def side_effects_of(regimen: Regimen, sex: str) -> tuple[SideEffect, ...]:
    """What is known to happen, unwanted, to people of a sex on a regimen.

    Parameters
    ----------
    regimen
        What is taken.
    sex
        Of the person; effects that were counted in the other sex only are left out.
    """
    topics = topics_of(regimen)
    return tuple(one for one in side_effects() if one.treatment in topics and one.sex in (None, sex))


def cautions(
    regimen: Regimen,
    person: Person,
    evidence: Catalogue,
    effective_people: float,
    tempering: float,
    doubtful: Sequence[Measurement] = (),
) -> tuple[Note, ...]:
    """What must be said beside a forecast.

    Parameters
    ----------
    regimen
        What is taken.
    person
        By whom.
    evidence
        Where limits of regimens stand.
    effective_people, tempering
        How many virtual people count, and how far their likelihoods were tempered.
    doubtful
        Grades that hardly fit the answers.
    """
    notes = [_contradiction(one) for one in doubtful]
    if effective_people < FEW_PEOPLE or tempering < FULL_LIKELIHOOD:
        notes.append(_few(effective_people, tempering))
    topics = topics_of(regimen)
    if "microneedling" in topics and any(one.startswith("minoxidil") for one in topics):
        notes.append(
            _warning(
                "Trials of needling with minoxidil differ fifty-fold. Pooled they found about three times as much over "
                "minoxidil alone as is shown here.",
                "claims R02",
            )
        )
    elif "microneedling" in topics:
        notes.append(
            _overstated(
                "Needling alone has been tried in few people, and the model may show too much.", "claims R02"
            )
        )
    if "prp" in topics:
        notes.append(
            _overstated(
                "A trial against salt water found no difference (30 men); others found some. "
                "The forecast may show too much.",
                "Gressenberger2020",
            )
        )
    if person.sex == "female" and "minoxidil_oral" in topics:
        notes.append(
            _note(
                "Trials of minoxidil by mouth in women were small and disagree on what a low dose does.",
                "VahabiAmlashi2021",
            )
        )
    notes += [_note(says, "docs/regimens.md") for says in regimen_notes(regimen, evidence, sex=person.sex)]
    return tuple(notes)


def _contradiction(grade: Measurement) -> Note:
    return _warning(
        f"{grade.kind.capitalize()} {grade.value}, as {BY[grade.by]}, hardly fits the answers: fewer than one in two "
        "hundred virtual people of that age who would answer so would be given it. One of them may be a slip: "
        "look at both again. The forecast stands between them.",
        "docs/consultation-reports.md",
    )


def _few(effective_people: float, tempering: float) -> Note:
    if tempering < HALF_LIKELIHOOD:
        return _warning(
            f"Hardly any virtual person fits all that was said and measured, so it counts less than it should "
            f"(to the power of {tempering:.2f}), and about {effective_people:.0f} people stand behind the forecast. "
            "Check the answers; take the bands as too wide or too narrow.",
            "docs/model.md",
        )
    if tempering < FULL_LIKELIHOOD:
        return _note(
            f"Few virtual people fit all that was said and measured, so it counts a little less than it should "
            f"(to the power of {tempering:.2f}); about {effective_people:.0f} people stand behind the forecast.",
            "docs/model.md",
        )
    return _warning(
        f"Only about {effective_people:.0f} virtual people stand behind this forecast: its bands are rough.",
        "docs/model.md",
    )


def _note(says: str, mark: str) -> Note:
    return Note(says=says, mark=mark)


def _warning(says: str, mark: str) -> Note:
    return Note(says=says, mark=mark, severity="warning")


def _overstated(says: str, mark: str) -> Note:
    return Note(says=says, mark=mark, severity="warning", overstates=True)
