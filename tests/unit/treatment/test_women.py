"""How women are drawn, and what drugs do to what thins their hair."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from anagen.errors import InputError, RegimenError, UnknownNameError
from anagen.evidence import known, trial_files
from anagen.treatment.drives import dht_course, drives
from anagen.treatment.physiology import draw_physiology, typical_physiology, untreated_drive
from anagen.treatment.regimen import Regimen
from anagen.treatment.women import womens_androgens

KNOWN = known()
WOMEN = draw_physiology(60, 4, KNOWN, sex="female")
MEN = draw_physiology(60, 4, KNOWN)
SPIRONOLACTONE = "spironolactone 100 mg oral daily"


def end(text, people, evidence=KNOWN):
    """What thins hair after half a year, person by person."""
    return drives(Regimen.of(text), people, cells=26, cell_days=7.0, seed=1, evidence=evidence).androgen[
        :, -1
    ]


def test_men_are_what_they_were():
    said = draw_physiology(60, 4, KNOWN, sex="male")

    assert said.sex == MEN.sex == "male"
    assert said.values.keys() == MEN.values.keys()
    for name in MEN.values:
        np.testing.assert_array_equal(said.values[name], MEN.values[name])
    assert not {"menopause_age", "female_androgen_share"} & MEN.values.keys()


def test_a_woman_is_drawn_by_the_same_chance_as_a_man_of_her_number():
    mass = KNOWN.value("female_body_mass_ratio", "1")
    power = KNOWN.value("clearance_size_exponent", "1")

    np.testing.assert_array_equal(WOMEN.values["minoxidil_response"], MEN.values["minoxidil_response"])
    np.testing.assert_allclose(
        WOMEN.values["finasteride_clearance"], MEN.values["finasteride_clearance"] * mass**power
    )
    np.testing.assert_allclose(WOMEN.values["dutasteride_volume"], MEN.values["dutasteride_volume"] * mass)
    np.testing.assert_allclose(WOMEN.values["finasteride_volume"], KNOWN["finasteride_volume"].value * mass)


def test_the_half_life_of_a_drug_goes_with_its_volume_over_its_clearance():
    mass = KNOWN.value("female_body_mass_ratio", "1")
    power = KNOWN.value("clearance_size_exponent", "1")
    half_life = typical_physiology(KNOWN, "female").of("minoxidil_half_life", "day", KNOWN)

    assert half_life[0] == pytest.approx(KNOWN.value("minoxidil_half_life", "day") * mass ** (1.0 - power))


def test_women_have_a_bit_less_of_type_2_and_more_weight_on_testosterone():
    woman, man = typical_physiology(KNOWN, "female"), typical_physiology(KNOWN)

    assert woman.of("serum_srd5a2_share", "1", KNOWN)[0] < man.of("serum_srd5a2_share", "1", KNOWN)[0]
    assert woman.of("testosterone_drive_share", "1", KNOWN)[0] == pytest.approx(0.0637, abs=0.001)


def test_women_keep_their_sex_when_some_are_taken():
    assert WOMEN.take([3, 1]).sex == "female"
    assert WOMEN.aged(np.full(60, 40.0)).sex == "female"


def test_menopause_comes_at_fifty_one_and_ends_a_protection():
    many = draw_physiology(20_000, 4, KNOWN, sex="female").values["menopause_age"]
    factor = KNOWN.value("menopause_androgen_factor", "1")

    assert many.mean() == pytest.approx(51.3, abs=0.15)
    assert many.std() == pytest.approx(4.0, abs=0.1)
    np.testing.assert_array_equal(untreated_drive(WOMEN, 30.0, KNOWN), 1.0)
    np.testing.assert_array_equal(untreated_drive(WOMEN, 80.0, KNOWN), factor)
    np.testing.assert_array_equal(untreated_drive(MEN, 80.0, KNOWN), 1.0)
    assert 1.0 < untreated_drive(WOMEN, 51.3, KNOWN).mean() < factor


def test_women_have_little_testosterone_and_relatively_much_dht():
    levels = womens_androgens(KNOWN)

    assert 0.05 <= levels.serum_testosterone <= 0.1
    assert levels.serum_dht == pytest.approx(levels.serum_testosterone * 13 / 4, rel=0.01)
    assert levels.follicle_drive < levels.serum_testosterone


def test_in_women_a_part_stays_whatever_is_done_to_androgens():
    share = WOMEN.values["female_androgen_share"]
    left = end("dutasteride 0.5 mg oral daily", WOMEN)

    assert (left >= 1.0 - share).all()
    assert left.mean() > end("dutasteride 0.5 mg oral daily", MEN).mean()


def test_a_woman_whose_hair_loss_hangs_on_androgen_alone_is_treated_like_a_man():
    alone = KNOWN.replace(because="as in men", female_androgen_share=1.0)
    woman, man = typical_physiology(alone, "female"), typical_physiology(KNOWN)

    assert end("finasteride 1 mg oral daily", woman, alone)[0] == pytest.approx(
        end("finasteride 1 mg oral daily", man)[0], abs=0.1
    )


def test_untreated_women_are_untreated():
    np.testing.assert_array_equal(end("untreated", WOMEN), 1.0)


def test_more_spironolactone_blocks_more_and_leaves_hormones_alone():
    woman = typical_physiology(KNOWN, "female")
    seen = [end(f"spironolactone {dose} mg oral daily", woman)[0] for dose in (25, 50, 100, 200)]
    hormones = dht_course(Regimen.of(SPIRONOLACTONE), woman, [30.0], evidence=KNOWN)

    assert seen == sorted(seen, reverse=True)
    assert 0.55 < hormones.androgen[0, 0] < 0.9
    assert hormones.serum_dht[0, 0] == hormones.scalp_dht[0, 0] == 1.0


def test_spironolactone_and_finasteride_add_up():
    woman = typical_physiology(KNOWN, "female")
    both = end(f"{SPIRONOLACTONE} + finasteride 5 mg oral daily", woman)[0]

    assert both < min(end(SPIRONOLACTONE, woman)[0], end("finasteride 5 mg oral daily", woman)[0])


def test_men_are_not_given_spironolactone():
    regimen = Regimen.of(SPIRONOLACTONE)

    with pytest.raises(RegimenError, match="given to women only"):
        drives(regimen, MEN, cells=2, cell_days=7.0, seed=1, evidence=KNOWN)
    with pytest.raises(RegimenError, match="given to women only"):
        dht_course(regimen, MEN, [1.0], evidence=KNOWN)


def test_a_sex_is_one_of_two():
    with pytest.raises((InputError, UnknownNameError), match="sex"):
        draw_physiology(2, 1, KNOWN, sex="woman")


@pytest.mark.parametrize(
    "name", [name for name, path in trial_files().items() if 'sex = "female"' in path.read_text()]
)
def test_what_women_got_in_a_packaged_trial_has_drives(name):
    arms = tomllib.loads(trial_files()[name].read_text(encoding="utf-8"))["arms"]
    given = [part["regimen"] for arm in arms for part in (arm, *arm.get("phases", ())) if "regimen" in part]
    woman = typical_physiology(KNOWN, "female")

    assert given
    for text in given:
        seen = drives(Regimen.of(text), woman, cells=4, cell_days=7.0, seed=1, evidence=KNOWN)
        assert np.isfinite(seen.androgen).all()
        assert np.isfinite(seen.minoxidil).all()
