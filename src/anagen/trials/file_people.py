"""Who takes part, as a trial's file says it: sex, ages, grades, and the count that a person must have to enroll."""

from __future__ import annotations

from anagen.tomlfile import Table
from anagen.trials import words
from anagen.trials.file_fields import LONGEST_WEEKS, made, number_of, word_of
from anagen.trials.file_measures import kind_of, settings_of
from anagen.trials.protocol import ANCESTRIES, REGIONS, SEXES, Enrolment, TrialPopulation

__all__ = ["population_of"]

YOUNGEST_YEARS, OLDEST_YEARS = 12.0, 110.0
HALF_RANGE_SD = 3.0**0.5
"""Half the range of a uniform law, in its standard deviations."""
MOST_SHIFT_SD = 6.0


def population_of(table: Table) -> TrialPopulation:
    """The table [population]."""
    sex = word_of(table, "sex", SEXES, words.SEX)
    site = table.text("site", "")
    usual = words.region_in(site) or ("mid_scalp" if sex == "female" else "vertex")
    told = "region" if "region" in table else "site"
    if words.corners_in(table.text(told, "")):
        table.fail(_two_places(table.text(told)), told)
    region = word_of(table, "region", REGIONS, words.REGION, usual)
    grades = table.texts("grades", ())
    for one in grades:
        if not words.grades_of(one, sex):
            table.fail(_no_grade(one, sex), "grades")
    mean = table.number("age_mean_years", None, low=YOUNGEST_YEARS, high=OLDEST_YEARS)
    sd = table.number("age_sd_years", None, low=0.1, high=OLDEST_YEARS)
    return made(
        table,
        TrialPopulation,
        sex=sex,
        female_share=table.number("female_share", None, low=0.0, high=1.0),
        ancestry=word_of(table, "ancestry", ANCESTRIES, words.ANCESTRY, "european"),
        age_years=_ages(table, mean, sd),
        age_mean_years=mean,
        age_sd_years=sd,
        region=region,
        site=site or region,
        grades=grades,
        condition=table.text("condition", ""),
        washout_weeks=table.number("washout_weeks", 0.0, low=0.0, high=LONGEST_WEEKS),
        severity_shift_sd=number_of(
            table, "severity_shift_sd", "1", 0.0, low=-MOST_SHIFT_SD, high=MOST_SHIFT_SD
        ),
        enrolment=_enrolment(table.table("enrolment")) if "enrolment" in table else None,
    )


def _two_places(given: str) -> str:
    """What to do about a place that may be one of two."""
    return (
        f"{given!r} may be the corners of the hairline, which belong to the region 'frontal', or the side of the head "
        "above the ear, 'temporal', which pattern loss spares. Give region = one of these."
    )


def _no_grade(given: str, sex: str) -> str:
    """What to do about a grade that cannot be read."""
    if sex == "female" and words.grades_of(given, "male"):
        return (
            f"A bare grade is Ludwig's for women, and {given!r} is none of them (I to III). "
            f"If it is Norwood's, write 'Norwood {given}'."
        )
    return (
        f"The grade {given!r} is none of Norwood's (I to VII, 'III vertex', 'IIIa'), Ludwig's (I to III) "
        "or Sinclair's (1 to 5). Write it like 'III vertex', 'Ludwig II' or 'Sinclair 3', a range with the milder "
        "first: 'III-V'."
    )


def _ages(table: Table, mean: float | None, sd: float | None) -> tuple[float, float]:
    """The range of ages; where only mean and standard deviation are given, the even range that has them."""
    if "age_years" not in table and mean is not None and sd is not None:
        half = HALF_RANGE_SD * sd
        return max(YOUNGEST_YEARS, mean - half), min(OLDEST_YEARS, mean + half)
    low, high = table.numbers("age_years", size=2, low=YOUNGEST_YEARS, high=OLDEST_YEARS)
    if low >= high:
        table.fail(
            f"The ages {low:g} to {high:g} are no range. Write the younger first: [20, 40].", "age_years"
        )
    if mean is not None and not low < mean < high:
        table.fail(f"The mean age {mean:g} lies outside {low:g} to {high:g}.", "age_mean_years")
    return low, high


def _enrolment(table: Table) -> Enrolment:
    kind = kind_of(table, "target_area_hair_count")
    values = {name: table.number(name, low=0.0) for name in ("low", "high") if name in table}
    return made(
        table,
        Enrolment,
        kind=kind,
        settings=settings_of(table, kind),
        softness=table.number("softness", 0.0, low=0.0),
        **values,
    )
