"""Instruments: what they add up, and how that becomes a reading."""

import math

import numpy as np
import pytest

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.instruments import KINDS, REFERENCE_DIAMETER_UM, HairSum, instrument
from anagen.instruments.kinds import add
from anagen.kernel.record import REFERENCE_UM

NEEDED = {"daily_shed": {"area_cm2": 100.0}, "hair_weight": {"interval_days": 30.0}}


@pytest.fixture
def made():
    """Set up an instrument with what it must be told."""

    def make(kind, **settings):
        return instrument(kind, NEEDED.get(kind, {}) | settings, known())

    return make


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_set_up_from_the_evidence(kind, made):
    one = made(kind)

    assert one.kind == kind
    assert one.unit
    assert KINDS[kind].says
    assert bool(one.sums) == (one.source == "hairs")


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_reads_one_number_a_person_and_visit(kind, made):
    one = made(kind)
    sums = np.linspace(1.0, 2.0, 3 * max(1, len(one.sums)) * 4).reshape(3, -1, 4)

    assert one.read(sums).shape == (3, 4)


def test_the_diameter_that_powers_are_taken_of_is_the_kernels():
    assert REFERENCE_DIAMETER_UM == REFERENCE_UM


def test_a_target_area_count_is_density_times_area(made):
    count = made("target_area_hair_count", area_cm2=2.0)

    assert count.read(np.full((1, 1, 1), 150.0)) == 300.0


def test_a_threshold_may_be_a_number_or_the_name_of_one(made):
    by_name = made("hair_density", threshold_um="visible_hair_diameter")
    by_number = made("hair_density", threshold_um=known().value("visible_hair_diameter", "um"))

    assert by_name.sums == by_number.sums


def test_mean_diameter_is_that_of_the_counted_hairs(made):
    mean = made("mean_shaft_diameter")
    diameters = np.array([40.0, 60.0, 80.0])
    sums = np.array([(diameters / REFERENCE_DIAMETER_UM).sum(), diameters.size])[None, :, None]

    assert mean.read(sums)[0, 0] == pytest.approx(60.0)


def test_nobody_counted_gives_no_mean_and_no_share(made):
    nothing = np.zeros((1, 2, 1))

    assert np.isnan(made("mean_shaft_diameter").read(nothing)).all()
    assert np.isnan(made("anagen_share").read(nothing)).all()


def test_a_share_is_of_the_counted_hairs(made):
    assert made("anagen_share").read(np.array([[[62.0], [100.0]]])) == pytest.approx(62.0)


def test_a_telogen_share_is_what_growing_hairs_leave(made):
    growing = made("telogen_share").read(np.array([[[62.0], [100.0]]]))

    assert growing == pytest.approx(38.0)


def test_fine_and_thick_hairs_are_shares_of_all_and_their_ratio_follows(made):
    sums = np.array([[[80.0, 100.0], [100.0, 100.0]]])  # at least as thick, all; at two visits

    assert made("thick_hair_share").read(sums)[0] == pytest.approx([80.0, 100.0])
    assert made("vellus_hair_share").read(sums)[0] == pytest.approx([20.0, 0.0])
    ratio = made("terminal_vellus_ratio").read(sums)[0]
    assert ratio[0] == pytest.approx(4.0)
    assert np.isnan(ratio[1])
    assert made("vellus_hair_share").sums[1].threshold_um == 0.0


def test_weight_is_that_of_the_cylinders_that_grew(made):
    days, diameter_um = 30.0, 70.0
    evidence = known()
    exponent = evidence.value("hair_growth_diameter_exponent", "1")
    relative = diameter_um / evidence.value("hair_growth_reference_diameter", "um")
    length_cm = evidence.value("hair_growth_rate", "um/day") * relative**exponent * days * 1e-4
    one_hair_mg = (
        math.pi * (diameter_um * 1e-4 / 2) ** 2 * length_cm * evidence.value("hair_shaft_density", "mg/cm3")
    )

    weight = made("hair_weight", interval_days=days)
    (one,) = weight.sums
    sums = np.full((1, 1, 1), 120.0 * (diameter_um / REFERENCE_DIAMETER_UM) ** one.power)

    assert weight.read(sums)[0, 0] == pytest.approx(120.0 * one_hair_mg)


def test_a_biopsy_holds_the_hairs_of_one_disc_and_the_vellus_of_every_scalp(made):
    shown = math.pi * 0.2**2 * known().value("biopsy_units_over_living", "1")
    share = known().value("lifelong_vellus_share", "1")
    vellus = known().value("follicle_density_per_cm2", "1/cm2") * share / (1 - share)
    terminal, fine = made("biopsy_terminal_count"), made("biopsy_miniaturized_count")

    assert terminal.read(np.full((1, 1, 1), 100.0)) == pytest.approx(100.0 * shown)
    assert fine.read(np.array([[[160.0], [100.0]]])) == pytest.approx((60.0 + vellus) * shown)
    assert fine.sums[0].threshold_um == 0.0


def test_a_wider_punch_holds_more_hairs_as_its_area_and_none_of_them_thicker(made):
    usual, wide = made("biopsy_miniaturized_count"), made("biopsy_miniaturized_count", punch_diameter_um=6e3)
    sums = np.array([[[160.0], [100.0]]])

    assert wide.read(sums) == pytest.approx(2.25 * usual.read(sums))
    assert wide.sums == usual.sums


def test_a_hair_that_is_at_the_threshold_in_the_section_was_thicker_alive(made):
    shrunk = known().value("biopsy_diameter_over_living", "1")
    assert 0.0 < shrunk < 1.0

    for kind in ("biopsy_terminal_count", "biopsy_miniaturized_count", "biopsy_vellus_share"):
        assert made(kind, threshold_um=30.0).sums[-1].threshold_um == pytest.approx(30.0 / shrunk)


def test_counts_share_and_ratio_of_one_biopsy_tell_the_same(made):
    sums = np.array([[[160.0], [100.0]]])
    terminal = made("biopsy_terminal_count").read(sums[:, 1:]).item()
    fine = made("biopsy_miniaturized_count").read(sums).item()

    assert made("biopsy_vellus_share").read(sums) == pytest.approx(100.0 * fine / (fine + terminal))
    assert made("biopsy_terminal_vellus_ratio").read(sums) == pytest.approx(terminal / fine)


def test_a_healthy_scalp_has_the_share_of_vellus_hairs_that_was_counted_in_it(made):
    healthy = known().value("follicle_density_per_cm2", "1/cm2")
    share = made("biopsy_vellus_share").read(np.full((1, 2, 1), healthy)).item()

    assert share == pytest.approx(100.0 * known().value("lifelong_vellus_share", "1"))


def test_an_unknown_kind_or_setting_and_a_missing_one_are_refused(made):
    with pytest.raises(UnknownNameError, match="Did you mean 'hair_weight'"):
        made("hair_wieght")
    with pytest.raises(UnknownNameError, match="threshold_um"):
        made("hair_density", treshold_um=30.0)
    with pytest.raises(InputError, match="needs 'area_cm2'"):
        instrument("daily_shed", {}, known())


@pytest.mark.parametrize("kind", ["serum_dht", "scalp_dht", "scalp_dht_assay"])
def test_a_hormone_is_read_in_percent_of_its_level_before(kind, made):
    assert made(kind).read(np.full((1, 1, 1), 0.3)) == pytest.approx(30.0)


def test_shed_hairs_are_those_of_a_day_from_the_whole_area(made):
    assert made("daily_shed", area_cm2=600.0).read(np.full((1, 1, 1), 0.1)) == pytest.approx(60.0)


def test_hairs_that_count_from_a_length_on_count_later_by_the_time_to_grow_it(made):
    rate = known().value("hair_growth_rate", "um/day")
    (usual,) = made("hair_density").sums
    (long,) = made("hair_density", min_length_mm=3.0).sums

    assert long.lag_days - usual.lag_days == pytest.approx(3000.0 / rate)
    assert made("hair_density", lag_days=4.0).sums[0].lag_days == 4.0


def test_a_sum_counts_every_hair_from_its_first_day_unless_told_otherwise():
    assert HairSum("hair", 30.0) == HairSum("hair", 30.0, lag_days=0.0, power=0.0)


def test_hairs_that_grow_are_held_to_all_and_thick_ones_to_the_finest(made):
    growing, every = made("anagen_share").sums
    thick, finest = made("thick_hair_share").sums

    assert (growing.window, every.window) == ("anagen", "hair")
    assert growing.threshold_um == every.threshold_um > 0.0
    assert thick.threshold_um > finest.threshold_um == 0.0
    assert thick.lag_days == finest.lag_days > 0.0
    assert made("telogen_share").read(np.array([[[80.0], [100.0]]])) == pytest.approx(20.0)


def test_a_kind_is_there_once_and_what_was_set_is_on_record(made):
    with pytest.raises(ValueError, match="two kinds"):
        add(KINDS["hair_density"])
    assert dict(made("daily_shed", area_cm2=600.0).settings)["area_cm2"] == 600.0


def test_a_ratio_is_of_a_part_to_the_rest_also_where_the_part_is_small(made):
    ratio = made("terminal_vellus_ratio").read(np.array([[[20.0], [100.0]]]))

    assert ratio == pytest.approx(0.25)


def test_an_instrument_cannot_be_changed_once_it_is_made(made):
    with pytest.raises(AttributeError):
        made("hair_density").unit = "hairs"
