"""
How common pattern hair loss is, by age
=======================================

Virtual people at large live untreated to their age; the pattern on each head is then graded by a classifier, as a
survey's dermatologist would. Nothing sets a grade. Points are the Korean survey of Paik and others: men with Norwood
III or worse, women with Ludwig I or worse.
"""

from anagen.evidence.epidemiology import surveys
from anagen.plot.style import color_of, finish, new_figure
from anagen.simulation.prevalence import OLDEST_YEARS, graded_people

figure, (ax,) = new_figure(8.0, 4.5)
for place, (sex, scale, threshold) in enumerate([("male", "norwood", "III"), ("female", "ludwig", "I")]):
    bands = [
        one
        for one in surveys()
        if (one.source, one.sex, one.scale, one.threshold) == ("Paik2001", sex, scale, threshold)
    ]
    ages = [(one.age_low_years + min(one.age_high_years + 1.0, OLDEST_YEARS)) / 2.0 for one in bands]
    seen = graded_people(sex=sex, ancestry="east_asian", age_years=(20.0, OLDEST_YEARS), people=4000, seed=1)
    has = seen.steps(scale, threshold)
    years = range(22, 80, 2)
    around = [abs(seen.people.age_years - year) < 4.0 for year in years]
    color = color_of(place, control=False)
    who = "men, Norwood III or worse" if sex == "male" else "women, Ludwig I or worse"
    ax.plot(years, [100.0 * has[near].mean() for near in around], color=color, label=f"{who}: simulated")
    ax.plot(ages, [one.percent for one in bands], "o", color=color, label=f"{who}: Paik2001")
ax.legend(frameon=False)
finish(
    ax,
    title="Who has pattern hair loss",
    note="4000 virtual people of each sex with Korean frequencies; within four years of each age",
    x="age [year]",
    y="people [%]",
)
