"""What a session says to the person, with this session's numbers in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anagen.evidence import Catalogue, known
from anagen.evidence.side_effects import side_effects
from anagen.rolling.dose import LABEL_PERCENT, Delivery, Dose, Rolled, delivery, dose
from anagen.rolling.guide import Line, guide, topical
from anagen.rolling.plan import SessionPlan, Step
from anagen.units import HOURS_PER_DAY

__all__ = ["Briefing", "aftercare", "briefing", "duration_of", "hours_in_words", "moment_in_words"]

RULE_OF_THREE = 3.0
"""No event among n people rules out more than 3 in n."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The numbers and sentences of one session."""

    dose: Dose
    """If every section gets all its passes."""
    delivery: Delivery | None
    """If minoxidil is planned."""
    values: Mapping[str, str]
    """What stands for the names in the guide's texts."""

    def says(self, step: Step) -> tuple[str, ...]:
        """The sentences of a step."""
        return tuple(line for one in step.says for line in one.format(**self.values).split("\n"))


def briefing(
    plan: SessionPlan, *, past: Sequence[Rolled] = (), evidence: Catalogue | None = None
) -> Briefing:
    """The numbers and sentences of a session.

    Parameters
    ----------
    plan
        The session.
    past
        Sessions before it, on days before today, which is day 0.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    session = Rolled(
        day=0.0, needle_mm=plan.needle_mm, passes=float(plan.passes), drum_needles=plan.drum_needles
    )
    made = dose(session, past, evidence=numbers)
    planned = topical(plan.topical)
    brought = delivery(session, evidence=numbers) if planned.drug else None
    facts = facts_of(made, numbers)
    return Briefing(
        dose=made,
        delivery=brought,
        values={
            "needle_mm": f"{plan.needle_mm:g}",
            "use_number": f"{plan.use_number}",
            "topical": topical_says(plan, brought),
            "roller": roller_says(plan),
            "aftercare": paragraphs(
                f"For {hours_in_words(one.hours or 0.0)}: {one.says}" for one in guide().aftercare
            ),
            "usual": paragraphs(sourced(one, facts) for one in guide().usual),
            "rare": paragraphs(sourced(one, facts) for one in guide().rare),
            "doctor": paragraphs(one.says.format(**facts) for one in guide().doctor),
        },
    )


def facts_of(made: Dose, evidence: Catalogue) -> dict[str, str]:
    """Numbers that the sentences on aftercare need, in words."""
    trial_people = people_without_events()
    return {
        "redness": f"{'about ' if made.redness_h >= 1.0 else ''}{duration_of(made.redness_h)}",
        "transient_days": f"{evidence.value('needling_transient_time', 'day'):g}",
        "trial_people": f"{trial_people}",
        "rule_of_three": f"{round(trial_people / RULE_OF_THREE)}",
        "reviewed_people": f"{evidence.value('needling_reviewed_people', '1'):g}",
        "granuloma_people": f"{evidence.value('needling_granuloma_people', '1'):g}",
    }


def people_without_events() -> int:
    """People among whom no serious event of needling was counted."""
    counted = [
        one.people
        for one in side_effects()
        if one.treatment == "microneedling" and one.percent == 0.0 and one.people
    ]
    return max(counted)


def aftercare(made: Dose, *, evidence: Catalogue | None = None) -> dict[str, list[dict[str, Any]]]:
    """What is kept of the aftercare with a session: what is usual, rare, to be done, and for a doctor.

    Parameters
    ----------
    made
        What the session does.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    facts = facts_of(made, numbers)

    def listed(lines: Sequence[Line]) -> list[dict[str, Any]]:
        return [
            {
                "says": one.says.format(**facts),
                "hours": one.hours,
                "rules": list(one.rules),
                "sources": list(one.sources),
            }
            for one in lines
        ]

    words = guide()
    return {
        "do": listed(words.aftercare),
        "usual": listed(words.usual),
        "rare": listed(words.rare),
        "doctor": listed(words.doctor),
        "scope": listed((words.scope,)),
    }


def topical_says(plan: SessionPlan, brought: Delivery | None) -> str:
    """What may go on and when, and, of a drug, what waiting costs: the label's word and the clinic's beside it."""
    planned = topical(plan.topical)
    rests_on = ", ".join((*planned.rules, *planned.claims)) or "project"
    first = f"{planned.timing[:1].upper()}{planned.timing[1:]} ({rests_on})."
    if brought is None:
        return first
    whole = 10.0 * LABEL_PERCENT  # a milliliter
    extra = brought.at(0.0) - brought.intact_percent
    left = brought.at(1.0) - brought.intact_percent
    given_up = extra - (brought.at(24.0) - brought.intact_percent)
    gone = 100.0 * (extra - left) / extra
    return (
        f"{first} The clinic's guide says the opposite: at once, since channels close within an hour. By the model, "
        f"of one dose of {LABEL_PERCENT:g} % (1 mL) the blood receives {brought.at(0.0):.1f} % if it goes on at once, "
        f"{brought.at(1.0):.1f} % an hour later and {brought.at(24.0):.1f} % after a day, as through skin that was not "
        f"rolled ({brought.intact_percent:.1f} %). So waiting a day gives up {given_up:.1f} % of that one dose, "
        f"{whole * given_up / 100.0:.1f} mg ({gone:.0f} % of it is gone after an hour anyway); "
        "and what goes into the blood can trouble the heart. The label is followed here."
    )


def roller_says(plan: SessionPlan) -> str:
    """How far the roller is used up."""
    care = guide().roller
    after = plan.use_number
    if plan.setting == "clinic":
        return "A clinic throws this head away now: one head, one person, one session."
    left = care.remind_after_uses - after
    worn = (
        "Replace it before the next session."
        if left <= 0
        else f"Replace it after {left} more {'session' if left == 1 else 'sessions'}."
    )
    single = (
        f" Makers mean needles from {care.single_use_from_mm:g} mm on for one use."
        if plan.needle_mm >= care.single_use_from_mm
        else ""
    )
    return f"{after} {'session' if after == 1 else 'sessions'} done with this head. {worn}{single}"


def duration_of(hours: float) -> str:
    """A time in words: less than an hour, 15 hours, 2 days."""
    if hours < 1.0:
        return "less than an hour"
    return hours_in_words(hours)


def hours_in_words(hours: float) -> str:
    """A number of hours in words; whole days as days. [h]"""
    if hours >= 2.0 * HOURS_PER_DAY:
        days = round(hours / HOURS_PER_DAY)
        return f"{days} days"
    return "1 hour" if round(hours) == 1 else f"{round(hours)} hours"


def clock_of(seconds: float) -> str:
    """A countdown: 4:05, or 23:59:00."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def moment_in_words(moment: datetime) -> str:
    """A moment at this place: Sat 21 Nov 2026, 17:05."""
    return moment.astimezone().strftime("%a %d %b %Y, %H:%M")


def allowed_from(plan: SessionPlan, rolled_until: datetime) -> datetime | None:
    """When what is planned may go on; None if nothing is."""
    planned = topical(plan.topical)
    if planned.name == "none":
        return None
    return rolled_until + timedelta(hours=planned.wait_h)


def wait_left_s(plan: SessionPlan, rolled_until: datetime, now: datetime) -> float:
    """Time until what is planned may go on; never more than the whole wait, whatever the clock does. [s]"""
    allowed = allowed_from(plan, rolled_until)
    if allowed is None:
        return 0.0
    whole = 3600.0 * topical(plan.topical).wait_h
    return min(whole, max(0.0, (allowed - now).total_seconds()))


def sourced(line: Line, facts: Mapping[str, str]) -> str:
    """A sentence with its numbers, and its papers behind it."""
    says = line.says.format(**facts).removesuffix(".")
    return f"{says} ({', '.join(line.sources)})" if line.sources else says


def paragraphs(parts: Iterable[str]) -> str:
    """Parts, each as a sentence on a line of its own."""
    lines = [part.removesuffix(".") for part in parts]
    return "\n".join(f"{line[:1].upper()}{line[1:]}." for line in lines)
