"""What-if questions, read by a small grammar into regimens that can be simulated and compared.

Everything that a question says has to be understood: who is meant, treatments with their doses and pace, times, and
what is done with them. If a word is left over that the grammar does not know, nothing is simulated: a question that is
half understood is answered by what was written, not by a number for another question.
"""

from __future__ import annotations

import re
from functools import cache

from anagen.errors import InputError
from anagen.questions.mentions import Mention, find_mentions, find_person
from anagen.questions.reading import AGE_THEN, SPAN, UNTREATED, Reading, WhatIf, counted, timed
from anagen.questions.what_if_words import tables
from anagen.questions.words import corrected, normal
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK

__all__ = ["read_what_if"]

USUAL_CHANGE_YEARS, USUAL_UNTREATED_YEARS = 1.0, 10.0
"""When a change is taken to be, and how far to look without treatment, if nothing is said."""
MANY_MISSED, MOST_MISSED = 30.0, 70.0
"""What 'many doses' and 'most doses' are taken for. [%]"""
WITH_NUMBERS = (
    re.compile(SPAN),
    AGE_THEN,
    re.compile(r"\b\d+(?:\.\d+)? percent of\b"),
    re.compile(r"\b\d (?:doses?|times?|days)\b"),
    *(re.compile(rf"\b\d+(?:\.\d+)? {unit}\b") for unit in ("mg", "mcg", "ug", "percent", "mm", "ml")),
)
"""What a number may belong to beside a treatment: a number that belongs to nothing is not understood."""
DAYS_OF_WEEKEND = 2.0


def read_what_if(question: str, *, sex: str | None = None, age_years: float | None = None) -> WhatIf | None:
    """The courses of action that a question asks to compare; None if it asks for nothing of the kind.

    Parameters
    ----------
    question
        In plain words.
    sex
        Of whoever is meant, where that is known; else what the question says, else male.
    age_years
        Likewise; it turns "at 40" into a time. [year]

    Examples
    --------
    >>> [arm.regimen for arm in read_what_if("what if I stop finasteride after 2 years?").arms]
    ['finasteride 1 mg oral daily until year 2', 'finasteride 1 mg oral daily']
    """
    text = counted(corrected(normal(question), vocabulary()))
    if not any(re.search(rf"\b{trigger}\b", text) for trigger in tables()["triggers"]):
        return None
    person, text = find_person(text)
    reading = Reading(
        text=text,
        person=person,
        mentions=find_mentions(text),
        sex=sex or person.sex or "male",
        age_years=age_years if age_years is not None else person.age_years,
    )
    if left_over(reading):
        return None
    for read in (nothing, missed, instead, switch, stop, combined, versus, dose_changed, start):
        found = read(reading)
        if found is not None:
            return found if all(can_be_followed(arm.regimen) for arm in found.arms) else None
    return None


def can_be_followed(regimen: str) -> bool:
    """Whether a regimen is one: a question may ask for two courses of a drug at a time, or rolling thrice a day."""
    try:
        Regimen.of(regimen)
    except InputError:
        return False
    return True


@cache
def vocabulary() -> frozenset[str]:
    """The words that may stand in a what-if."""
    return frozenset([*" ".join(tables()["words"]["beside"]).split(), *tables()["usual"], "female"])


def left_over(reading: Reading) -> list[str]:
    """Words that say something the grammar does not know."""
    understood = [range(*part) for one in reading.mentions for part in one.parts]
    understood += [range(*found.span()) for one in WITH_NUMBERS for found in one.finditer(reading.text)]
    return [
        found.group()
        for found in re.finditer(r"\S+", reading.text)
        if found.group() not in vocabulary() and not any(found.start() in part for part in understood)
    ]


# How a question may be read, the most special first.


def nothing(reading: Reading) -> WhatIf | None:
    """No treatment at all."""
    if reading.found("nothing") is None or reading.mentions:
        return None
    years = reading.span_years()
    if years is None:
        years = USUAL_UNTREATED_YEARS
        reading.assume("Ten years, as no time was said.")
    return reading.made(("no treatment", UNTREATED), years=years)


def missed(reading: Reading) -> WhatIf | None:
    """Doses that are left out; one dose alone is nothing to simulate, and an answer was written for it."""
    if reading.found("missed") is None or len(reading.mentions) != 1:
        return None
    percent = missed_percent(reading)
    if percent is None or not 0.0 < percent < 100.0:
        return None
    usual = reading.course(reading.mentions[0])
    what = "sessions done" if reading.mentions[0].is_procedure else "doses taken"
    return reading.made(
        (f"missing {percent:g} %", f"{usual} with {100.0 - percent:g} % of {what}"), ("missing none", usual)
    )


def missed_percent(reading: Reading) -> float | None:
    """How much is left out. [%]"""
    said = re.search(r"(\d+(?:\.\d+)?) percent of", reading.text)
    weekly = re.search(
        r"(\d) (?:doses? |times? |days )?(?:a|per|every|each|out of 7|1) (?:weeks|7)\b", reading.text
    )
    days = float(weekly.group(1)) if weekly else DAYS_OF_WEEKEND if reading.has("weekends") else None
    if said:
        percent = float(said.group(1))
    elif days is not None:
        percent = float(round(100.0 * days / DAYS_PER_WEEK))
    elif reading.has("half", "every (?:other|second|2)"):
        percent = 50.0
    elif reading.has("quarter"):
        percent = 25.0
    elif reading.has("many", "most", "doses", "often") and not reading.has(r"\d+ (?:doses|days)"):
        percent = MOST_MISSED if reading.has("most") else MANY_MISSED
        reading.assume(f"How many doses are missed was not said in numbers and is taken as {percent:g} %.")
    else:
        return None
    return percent


def instead(reading: Reading) -> WhatIf | None:
    """One dose, pace or drug against another."""
    found = reading.found("instead")
    if found is None:
        return None
    before = [one for one in reading.mentions if one.at < found.start()]
    after = [one for one in reading.mentions if one.at >= found.end()]
    if len(before) == 1 and len(after) == 1:
        return compared(reading, before[0], after[0])
    like = next(iter((*before, *after)), None)
    if like is None and "instead" in found.group():
        like = guessed(reading)
    if like is None or len(before) + len(after) > 1:
        return None
    # One drug with two doses or paces, on either side of the word.
    new = find_mentions(reading.text[: found.start()], like=like, context=reading.text)
    old = find_mentions(reading.text[found.end() :], like=like, context=reading.text)
    if len(new) != 1 or len(old) != 1:
        return None
    return compared(reading, new[0], old[0])


def dose_changed(reading: Reading) -> WhatIf | None:
    """The dose of one drug raised or lowered, against the usual one."""
    if len(reading.mentions) != 1 or (reading.found("lower") is None and reading.found("raise") is None):
        return None
    (new,) = reading.mentions
    usual = reading.course(Mention(drug=new.drug, route=new.route))
    if new.says_dose:
        course = reading.course(new)
    else:
        factor = 2.0 if reading.found("raise") else 0.5
        course = re.sub(
            r"\d+(?:\.\d+)?", lambda number: f"{factor * float(number.group()):g}", usual, count=1
        )
        reading.assume(f"The dose is taken as {'twice' if factor > 1.0 else 'half'} the usual one.")
    return None if course == usual else reading.made((course, course), (usual, usual))


def guessed(reading: Reading) -> Mention | None:
    """The drug that two doses are of, where none is named."""
    doses = {float(one) for one in re.findall(r"(\d+(?:\.\d+)?) mg\b", reading.text)}
    drug = "finasteride" if 1.0 in doses else None
    if reading.has(r"\d percent"):
        drug = "minoxidil"
    if reading.has(r"\d mm"):
        drug = "microneedling"
    if drug is None:
        return None
    reading.assume(f"No treatment was named; the doses were read as those of {drug}.")
    return Mention(drug=drug)


def compared(reading: Reading, new: Mention, old: Mention) -> WhatIf | None:
    """Two courses side by side."""
    one, other = reading.course(new), reading.course(old)
    return None if one == other else reading.made((one, one), (other, other))


def switch(reading: Reading) -> WhatIf | None:
    """One drug, then another."""
    if reading.found("switch") is None or len(reading.mentions) != 2:
        return None
    first, second = reading.mentions
    if re.search(rf"\bto {first.drug}.*\bfrom {second.drug}", reading.text):
        first, second = second, first
    when = change_years(reading, "The switch")
    one, other = reading.course(first), reading.course(second)
    return reading.made(
        (f"switching to {second.drug}", f"{timed(one, 'until', when)} + {timed(other, 'from', when)}"),
        (f"staying on {first.drug}", one),
        changes_year=when,
    )


def stop(reading: Reading) -> WhatIf | None:
    """Some treatments end, others may go on."""
    if reading.found("stop") is None or not reading.mentions:
        return None
    ended = reading.after("stop") or (list(reading.mentions) if len(reading.mentions) == 1 else [])
    if not ended:
        return None
    when = change_years(reading, "The stop")
    before = [reading.course(one) for one in ended]
    kept = [reading.course(one) for one in reading.mentions if one not in ended]
    reading.assume("Treatment begins today in the simulation, and the stop is counted from then.")
    return reading.made(
        (
            f"stopping {' and '.join(one.drug for one in ended)}",
            reading.together(*(timed(one, "until", when) for one in before), *kept),
        ),
        ("keeping on", reading.together(*before, *kept)),
        changes_year=when,
    )


def change_years(reading: Reading, what: str) -> float:
    """When something changes, filled in if it was not said. [year]"""
    said = reading.moment_years()
    if said is None:
        said = reading.span_years()
    if said is None:
        said = USUAL_CHANGE_YEARS
        reading.assume(f"{what} was put at year {said:g}, as no time was said.")
    return said


def combined(reading: Reading) -> WhatIf | None:
    """Two treatments against one of them alone."""
    if reading.found("both") is None or len(reading.mentions) != 2:
        return None
    first, second = reading.mentions
    if first.drug == second.drug or (
        reading.has("better") and not reading.has("combine", "both", "plus", "add", "with")
    ):
        return None
    new, old = added(reading.text, first, second)
    one, other = reading.course(old), reading.course(new)
    return reading.made(("both", reading.together(one, other)), (f"{old.drug} alone", one))


def added(text: str, first: Mention, second: Mention) -> tuple[Mention, Mention]:
    """What is new and what is there: X in "X on top of Y" and "add X to Y", the second in "X and Y"."""
    alone = re.search(r"\b(\w+) alone\b", text)
    if alone and alone.group(1) in (first.drug, second.drug):
        return (second, first) if alone.group(1) == first.drug else (first, second)
    on_top = re.search(rf"\b(?:combine|to)\b.*\b{second.drug}", text[first.at :])
    return (first, second) if on_top else (second, first)


def versus(reading: Reading) -> WhatIf | None:
    """Two treatments against each other."""
    if reading.found("versus") is None or len(reading.mentions) != 2:
        return None
    return compared(reading, *reading.mentions)


def start(reading: Reading) -> WhatIf | None:
    """Treatments begun: now, later, or for some time."""
    named = [one.drug for one in reading.mentions]
    if not named or len(set(named)) != len(named) or reading.found("hypothetical") is None:
        return None
    if reading.has("missed", "better") or reading.found("stop") is not None:
        return None
    if reading.found("start") is None and not any(one.is_procedure for one in reading.mentions):
        return None
    course = reading.together(*(reading.course(one) for one in reading.mentions))
    drugs, lasting, later = " and ".join(named), reading.span_years("for"), reading.moment_years()
    if later is not None:
        return reading.made(
            (f"{drugs} now", course), (f"{drugs} later", timed(course, "from", later)), changes_year=later
        )
    if lasting is not None:
        return reading.made(
            (f"{drugs} for a time", timed(course, "until", lasting)),
            ("going on", course),
            changes_year=lasting,
        )
    return reading.made((drugs, course))
