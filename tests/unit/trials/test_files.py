"""Trial files: what is read, and what is refused with the line it stands on."""

import math

import pytest

from anagen.errors import TrialFileError, UnknownNameError
from anagen.trials.files import find_trial, read_trial

VALID = """\
id = "mine"
title = "A trial"
source = "Kaufman1998"
visits_weeks = [0, 24, 48]

[population]
sex = "male"
age_years = [20, 40]

[population.enrolment]
low = 500.0

[[arms]]
name = "drug"
regimen = "finasteride 1 mg oral daily until week 24"
people = 20

[[arms]]
name = "placebo"
regimen = "untreated"
control = true

[[instruments]]
kind = "target_area_hair_count"
measure = "count"
area_cm2 = 1.0

[[drifts]]
measure = "count"
adds = 3.0
because = "a season"

[[outcomes]]
arm = "drug"
versus = "placebo"
measure = "count"
week = 48
value_kind = "change_from_baseline"
value = 10.0
source = "Kaufman1998"
where = "abstract"
published = "10 hairs"
role = "validation"
"""


@pytest.fixture
def read(tmp_path):
    """Read a trial from a text."""

    def read_text(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return read_trial(path)

    return read_text


def test_a_trial_is_read_as_it_is_written(read):
    trial = read(VALID)

    assert trial.id == "mine"
    assert trial.visits_weeks == (0.0, 24.0, 48.0)
    assert [arm.name for arm in trial.arms] == ["drug", "placebo"]
    assert trial.control is trial.arms[1]
    assert trial.instrument("count").settings == {"area_cm2": 1.0}
    assert trial.population.enrolment.low == 500.0
    assert trial.outcomes[0].versus == "placebo"
    assert trial.drifts[0].adds == 3.0


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('title = "A trial"', 'titel = "A trial"', "'title' is missing"),
        ("people = 20", "poeple = 20", "Did you mean 'people'"),
        ("people = 20", "people = 0", "people = 0 is not a whole number of at least 1"),
        ("area_cm2 = 1.0", "arae_cm2 = 1.0", "Did you mean 'area_cm2'"),
        ('sex = "male"', 'sex = "neither"', "No sex named 'neither'"),
        ('sex = "male"', 'sex = "male"\nfemale_share = 0.5', "does not fit sex = 'male'"),
        ('sex = "male"', 'sex = "male"\nregion = "frontotemporal"', "'frontotemporal' may be the corners"),
        (
            'sex = "male"',
            'sex = "male"\nsite = "circle at the temples"',
            "the side of the head above the ear",
        ),
        ('sex = "male"', 'sex = "male"\nancestry = "asian"', "No ancestry named 'asian'"),
        ('sex = "male"', 'sex = "male"\ngrades = ["VIII"]', "The grade 'VIII' is none of"),
        ('sex = "male"', 'sex = "male"\nwashout_weeks = -1', "washout_weeks = -1 is not a number from 0"),
        ('sex = "male"', 'sex = "male"\nseverity_shift_sd = "nosuch"', "No parameter named 'nosuch'"),
        ("age_years = [20, 40]", "age_years = [40, 20]", "The ages 40 to 20 are no range"),
        ('sex = "male"', 'sex = "female"\ngrades = ["III-IV"]', "If it is Norwood's, write 'Norwood III-IV'"),
        ('sex = "male"', 'sex = "male"\ngrades = ["V-III"]', "a range with the milder first"),
        ("age_years = [20, 40]", "age_years = [20]", "not a list of 2 numbers"),
        ("visits_weeks = [0, 24, 48]", "visits_weeks = [1, 24, 48]", "must begin with 0"),
        ("visits_weeks = [0, 24, 48]", "visits_weeks = [0, 48, 24]", "and grow"),
        ("visits_weeks = [0, 24, 48]", "visits_weeks = [0, 24, 24.05, 48]", "fall on one day"),
        ("week = 48", "week = 50", "There is no visit in week 50"),
        ('arm = "drug"', 'arm = "drugs"', "Did you mean 'drug'"),
        ('versus = "placebo"', 'versus = "plaecbo"', "Did you mean 'placebo'"),
        ('value_kind = "change_from_baseline"', 'value_kind = "level"', "cannot have 'versus'"),
        ('value_kind = "change_from_baseline"', 'value_kind = "chance"', "No value_kind named 'chance'"),
        ("value = 10.0", "value = inf", "value = inf is not a number"),
        ("value = 10.0", "value = 10.0\nlow = 11.0\nhigh = 12.0", "lies outside its interval 11 to 12"),
        ("value = 10.0", "value = 10.0\nlow = 9.0", "give both 'low' and 'high'"),
        ("value = 10.0", "value = 10.0\nsd = -1.0", "sd = -1.0 is not a number of at least 0"),
        ('role = "validation"', 'role = "test"', "No role named 'test'"),
        (
            'kind = "target_area_hair_count"',
            'kind = "target_area_hair_cuont"',
            "Did you mean 'target_area_hair_count'",
        ),
        ("finasteride 1 mg oral", "finastride 1 mg oral", "Did you mean 'finasteride'"),
        ("finasteride 1 mg oral", "finasteride 1 oral", "has no unit"),
        ("finasteride 1 mg oral", "spironolactone 100 mg oral", "given to women only: give sex = 'female'"),
        ("daily until week 24", "daily from month 12", "the last is in week 48. Let it begin earlier"),
        ("people = 20", 'adherence_fraction = "60 %"', "Write a number from 0 to 1, without quotation marks"),
        ("people = 20", "adherence_fraction = 1.2", "adherence_fraction = 1.2 is not a number from 0 to 1"),
        ("people = 20", "adherence_fraction = 80", "evidence. 80 % is 0.8."),
        ("people = 20", "dropout_fraction = 15", "from 0 to 0.99. 15 % is 0.15."),
        ('versus = "placebo"', 'versus = "nobody"', "No arm named 'nobody'"),
        ("people = 20", "adherence_fraction = -0.1", "adherence_fraction = -0.1 is not a number from 0 to 1"),
        ("people = 20", 'adherence_fraction = "nosuch"', "No parameter named 'nosuch'"),
        ("people = 20", 'adherence_fraction = "target_area"', "is in 'cm2', not in '1'"),
        ("people = 20", "dropout_fraction = 1.0", "dropout_fraction = 1.0 is not a number from 0 to 0.99"),
        ("people = 20", "dropout_per_year = -0.1", "dropout_per_year = -0.1 is not a number from 0 to 50"),
        ("people = 20", "dropout_per_year = 0.1\ndropout_fraction = 0.1", "not both"),
        ("area_cm2 = 1.0", "threshold_um = 0.04", "is in micrometers: give 1 to 500. 1 mm is 1000"),
        ("area_cm2 = 1.0", "threshold_um = 4000", "is in micrometers: give 1 to 500"),
        ("area_cm2 = 1.0", "threshold_um = -30.0", "threshold_um = -30.0 is not a number of at least 0"),
        ("area_cm2 = 1.0", 'threshold_um = "nosuch"', "No parameter named 'nosuch'"),
        ("area_cm2 = 1.0", 'threshold_um = "target_area"', "is in 'cm2', not in 'um'"),
        ("area_cm2 = 1.0", "area_cm2 = 0.0", "leaves nothing to look at"),
        ("area_cm2 = 1.0", "noise_share = 1.5", "noise_share = 1.5 is not a number from 0 to 1"),
        ("area_cm2 = 1.0", 'noise_share = "nosuch"', "No parameter named 'nosuch'"),
        ("value = 10.0", "value = 10.0\np_value = 2.0", "p_value = 2.0 is not a number from 0 to 1"),
        ('versus = "placebo"', 'versus = "drug"', "cannot be compared with itself"),
        ("week = 48", "week = 0", "There is no change at the baseline"),
        ('name = "placebo"', 'name = "drug"', "There are two arms with name = 'drug'"),
        ("low = 500.0", "low = 500.0\nhigh = 400.0", "window from 500 to 400 is empty"),
        ('because = "a season"', "", "'because' is missing"),
        ("[[drifts]]", "[drifts]", "is not a list of tables"),
        (
            'regimen = "untreated"',
            'regimen = "untreated"\nadherence_fraction = true',
            "adherence_fraction = True",
        ),
    ],
)
def test_a_wrong_field_is_refused_with_the_line_it_stands_on(read, was, becomes, says):
    """The line is that of the field, or of its table where the field is missing or the table as a whole is wrong."""
    assert was in VALID
    text = VALID.replace(was, becomes, 1)

    with pytest.raises(TrialFileError) as caught:
        read(text)

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    line = caught.value.line
    assert line is None or line <= len(text.splitlines())
    field = becomes.splitlines()[-1].split(" = ")[0] if becomes else ""
    if line is not None and not text.splitlines()[line - 1].startswith("["):
        shown = text.splitlines()[line - 1].split(" = ")[0]
        assert shown in (field, was.split(" = ")[0], "regimen")


@pytest.mark.parametrize(
    ("ages", "says"),
    [
        ("age_years = [40, 20]", "Write the younger first"),
        ("age_years = [20, 40]\nage_mean_years = 50", "The mean age 50 lies outside"),
    ],
)
def test_ages_that_do_not_fit_are_said_with_their_own_line_not_that_of_their_table(read, ages, says):
    text = VALID.replace("age_years = [20, 40]", ages)

    with pytest.raises(TrialFileError, match=says) as caught:
        read(text)

    assert text.splitlines()[caught.value.line - 1] == ages.splitlines()[-1]


PHASED = """
[[arms]]
name = "crossover"

[[arms.phases]]
from_week = 0
regimen = "minoxidil 5 % 1 mL topical twice daily"

[[arms.phases]]
from_week = 16
regimen = "minoxidil 5 % 1 mL topical twice daily + finasteride 1 mg oral daily for 8 weeks"

[[arms.phases]]
from_week = 32
regimen = "untreated"
"""


def test_an_arm_may_change_its_regimen(read):
    """What goes on is one course; the last phase ends what it does not name."""
    trial = read(VALID.replace("[[instruments]]", PHASED + "\n[[instruments]]"))

    assert trial.arm("crossover").regimen == (
        "minoxidil 5 % 1 mL topical twice daily until week 32"
        " + finasteride 1 mg oral daily from week 16 until week 24"
    )
    assert [one.from_week for one in trial.arm("crossover").phases] == [0.0, 16.0, 32.0]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("from_week = 16", "from_week = 0", "begins no later than the one before, 0"),
        ('name = "crossover"', 'name = "crossover"\nregimen = "untreated"', "not both"),
        (
            "from_week = 16",
            "from_weeks = 16",
            "'from_week' is missing in [arms.phases]. If 'from_weeks' is meant",
        ),
        ("from_week = 32", "from_week = 320", "in week 320 and is seen at no visit: the last is in week 48"),
        (
            "daily for 8 weeks",
            "daily from month 8",
            "is seen at no visit: the last is in week 32 of this phase",
        ),
        ("from_week = 16", "from_week = 16\nuntil_week = 20", "No field in [arms.phases] named 'until_week'"),
        ("finasteride 1 mg", "finastride 1 mg", "Did you mean 'finasteride'"),
    ],
)
def test_a_wrong_phase_is_refused_with_its_line(read, was, becomes, says):
    text = VALID.replace("[[instruments]]", PHASED.replace(was, becomes) + "\n[[instruments]]")

    with pytest.raises(TrialFileError) as caught:
        read(text)

    assert says in str(caught.value)
    assert caught.value.line is not None
    assert 26 <= caught.value.line <= 42


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('regimen = "finasteride', 'regime = "finasteride', "If 'regime' is meant to be it, write regimen ="),
        ('[[arms]]\nname = "drug"', '[[arm]]\nname = "drug"', "No field named 'arm'. Did you mean 'arms'?"),
        ("[population]", "[populaton]", "If 'populaton' is meant to be it, write the table [population]"),
        ("[[instruments]]", "[[instrument]]", "write [[instruments]] above each"),
        ('name = "drug"', 'name = "drug"\ncontrol = true', "Two arms have control = true"),
    ],
)
def test_a_slip_of_the_pen_is_named_on_its_own_line_and_not_by_what_it_entails(read, was, becomes, says):
    text = VALID.replace("[population.enrolment]\nlow = 500.0\n", "")
    assert was in text
    text = text.replace(was, becomes, 1)

    with pytest.raises(TrialFileError) as caught:
        read(text)

    assert says in str(caught.value)
    slip = "control = true" if "control" in becomes else becomes.splitlines()[0]
    last = max(place for place, line in enumerate(text.splitlines(), start=1) if line.startswith(slip))
    assert caught.value.line == last


def test_an_arm_among_arms_without_its_second_brackets_is_told_of_them(read):
    with pytest.raises(TrialFileError, match=r"It stands there twice.*\[\[arms\]\]"):
        read(VALID.replace("[[arms]]", "[arms]"))
    with pytest.raises(TrialFileError, match=r"It stands there twice.*\[\[arms\]\]"):
        read(VALID.replace("[[arms]]", "[arms]", 1))


def test_an_outcome_stands_once(read):
    again = VALID[VALID.index("[[outcomes]]") :]

    with pytest.raises(TrialFileError, match="This outcome stands in line 33 already") as caught:
        read(VALID + "\n" + again)

    assert caught.value.line == 45


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ('sex = "Women"', {"sex": "female", "region": "mid_scalp"}),
        ('sex = "mixed"\nfemale_share = 0.3', {"sexes": (("male", 0.7), ("female", 0.3))}),
        ('sex = "men"\nregion = "Mid-scalp"', {"region": "mid_scalp"}),
        ('sex = "men"\nsite = "tattooed circle at the crown"', {"region": "vertex"}),
        ('sex = "men"\nancestry = "Korean"', {"ancestry": "east_asian"}),
        (
            'sex = "m"\ngrades = ["Norwood II-IV"]',
            {
                "graded": (
                    ("norwood", "II"),
                    ("norwood", "IIa"),
                    ("norwood", "III"),
                    ("norwood", "IIIa"),
                    ("norwood", "IIIv"),
                    ("norwood", "IV"),
                )
            },
        ),
        ('sex = "f"\ngrades = ["II", "Sinclair 3"]', {"graded": (("ludwig", "II"), ("sinclair", "3"))}),
    ],
)
def test_what_a_paper_would_say_is_understood(read, field, meant):
    population = read(VALID.replace('sex = "male"', field)).population

    assert {name: getattr(population, name) for name in meant} == meant


def test_a_mean_and_a_spread_of_ages_make_a_range(read):
    """An even law on mean +- sqrt(3) sd has that mean and that spread."""
    given = "age_mean_years = 40.0\nage_sd_years = 5.0"
    low, high = read(VALID.replace("age_years = [20, 40]", given)).population.age_years

    assert (low + high) / 2 == pytest.approx(40.0)
    assert (high - low) / 12**0.5 == pytest.approx(5.0)


def test_a_share_that_left_becomes_a_rate(read):
    arm = read(VALID.replace("people = 20", "dropout_fraction = 0.2")).arms[0]

    assert math.exp(-arm.dropout_per_year * 48 * 7 / 365.25) == pytest.approx(0.8)


def test_other_names_of_instruments_and_values_are_understood(read):
    text = VALID.replace('kind = "target_area_hair_count"', 'kind = "hair count"')
    trial = read(text.replace('value_kind = "change_from_baseline"', 'value_kind = "change"'))

    assert trial.instruments[0].kind == "target_area_hair_count"
    assert trial.outcomes[0].value_kind == "change_from_baseline"


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        ("target_area_hair_count", "count_noise_share"),
        ("hair_density", "count_noise_share"),
        ("mean_shaft_diameter", "shaft_diameter_error"),
        ("serum_dht", "serum_dht_noise_share"),
        ("anagen_share", 0.0),
    ],
)
def test_an_instrument_of_which_nothing_is_said_errs_as_is_usual_for_it(read, kind, usual):
    before = VALID.split("[[instruments]]", maxsplit=1)[0]
    text = f'{before}[[instruments]]\nkind = "{kind}"\n'

    assert read(text).instruments[0].noise_share == usual
    assert read(text + "noise_share = 0.0\n").instruments[0].noise_share == 0.0


def test_a_source_that_is_not_listed_is_kept_and_marked(read):
    trial = read(
        VALID.replace('published = "10 hairs"', "")
        .replace('where = "abstract"', "")
        .replace('value = 10.0\nsource = "Kaufman1998"', 'value = 10.0\nsource = "our own clinic, 2025"')
    )

    assert trial.outcomes[0].source == "our own clinic, 2025"
    assert not trial.outcomes[0].source_listed
    assert read(VALID).outcomes[0].source_listed


def test_an_unknown_field_names_its_line_and_what_is_allowed(read):
    with pytest.raises(TrialFileError) as caught:
        read(VALID.replace("people = 20", "poeple = 20"))

    assert caught.value.line == 16
    assert "No field in [arms] named 'poeple'. Did you mean 'people'?" in str(caught.value)


def test_a_trial_is_found_by_name_and_by_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(VALID, encoding="utf-8")

    assert find_trial(path).id == "mine"
    assert find_trial("kaufman_1998").id == "kaufman_1998"
    with pytest.raises(UnknownNameError, match="Did you mean 'kaufman_1998'"):
        find_trial("kaufmann_1998")
    with pytest.raises(TrialFileError, match="There is no such file"):
        find_trial(tmp_path / "none.toml")
