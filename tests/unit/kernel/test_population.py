"""People of the kernel: who they are, whom a part of them is, which visits there can be."""

import numpy as np
import pytest
from biology import BUSY, CELL_DAYS
from sizes import number

from anagen.kernel.device_choice import CPU, CUDA, chosen_device, on_device
from anagen.kernel.population import (
    CHUNK_LIMIT,
    Channel,
    all_entering_anagen,
    as_rows,
    chunks_of,
    follow,
    grow_up,
    keys_of,
)
from anagen.kernel.readings import check_visits, visits_after
from anagen.kernel.record import HAIR

STEADY = {"androgen": np.ones(20), "minoxidil": 0.0, "cell_days": CELL_DAYS}
VISITS = np.array([0.0, 70.0, 140.0])


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ([], "must grow"),
        ([7.0, 7.0], "must grow"),
        ([14.0, 7.0], "must grow"),
        ([-7.0, 7.0], "must grow"),
        ([0.0, 8.0], "multiples"),
        ([0.0, 147.0], "end on day 140.0"),
    ],
)
def test_visits_that_the_grid_cannot_hold_are_refused(days, says):
    with pytest.raises(ValueError, match=says):
        check_visits(np.array(days), CELL_DAYS, 20)


@pytest.mark.parametrize("days", [[0.0], [7.0], [0.0, 140.0], [0.0, 7.0 + 1e-10]])
def test_visits_from_day_0_to_the_last_day_are_taken(days):
    check_visits(np.array(days), CELL_DAYS, 20)


def test_an_event_of_a_cell_is_seen_at_the_first_visit_at_or_after_its_end():
    after = visits_after(np.array([0.0, 14.0, 21.0]), -14.0, 7.0, 6)

    assert after.tolist() == [0, 0, 1, 1, 2, 3, 3]


@pytest.mark.parametrize("seed", [0, 5, 2**32 - 1, 2**32, 7 * 2**32 + 3])
def test_two_words_hold_a_seed(seed):
    low, high = keys_of(seed)

    assert int(low) + 2**32 * int(high) == seed


def test_people_are_cut_into_chunks_only_where_there_are_few_with_many_follicles():
    assert chunks_of(1, 10) == 1
    assert chunks_of(0, 10) == 1
    assert chunks_of(1, 10**9) == CHUNK_LIMIT
    assert chunks_of(100, 10**9) == 3
    assert chunks_of(10_000, 10**9) == 1


def test_one_number_or_one_row_stands_for_all_people():
    assert as_rows(0.5, 2, 3).tolist() == [[0.5] * 3] * 2
    assert as_rows([1.0, 2.0, 3.0], 2, 3).tolist() == [[1.0, 2.0, 3.0]] * 2


def grown(**more):
    given = {"sensitivity": [0.6, 1.4, 2.5], "onset_day": -3000.0, "follicles": number(400, 40), "seed": 9}
    return grow_up(BUSY, **given | more)


def seen(people, **more):
    return follow(people, visit_days=VISITS, **{"channels": [Channel(HAIR, 30.0, 0.0, 0.0)]} | STEADY | more)


def test_a_part_of_the_people_is_what_it_is_among_all():
    people = grown()
    whole, part = seen(people), seen(people.take(np.array([2, 0])))

    np.testing.assert_array_equal(part.sums, whole.sums[[2, 0]])
    np.testing.assert_array_equal(part.phases, whole.phases[[2, 0]])


def test_a_first_number_counts_people_on_and_a_list_names_them():
    counted, named = grown(person=7), grown(person=[7, 8, 9])

    assert counted.person.tolist() == named.person.tolist() == [7, 8, 9]
    np.testing.assert_array_equal(counted.state.entry_day, named.state.entry_day)


@pytest.mark.parametrize("other", [10, 9 + 2**32])
def test_another_seed_is_another_chance(other):
    assert (grown().state.entry_day != grown(seed=other).state.entry_day).mean() > 0.9


def test_follicles_that_enter_anagen_together_all_grow_and_draw_a_stay_of_their_own():
    people = all_entering_anagen(BUSY, sensitivity=[1.0], follicles=number(500, 60), seed=2)
    read = follow(people, visit_days=np.array([7.0, 14.0]), channels=[], **STEADY)

    assert read.phases[0, 0].tolist() == [people.follicles] * 2
    assert read.sums[0, 0].tolist() == [people.follicles] * 2
    assert (people.state.first_phase == -1).all()
    assert (people.state.cycle >= 1).all()
    assert (people.state.size == 1.0).all()


def test_the_first_visit_sees_no_hair_shed_and_later_ones_none_thinner_than_asked():
    people = grown()
    every, thick = seen(people).shed, seen(people, shed_threshold_um=20.0).shed

    assert (every[:, 0] == 0).all()
    assert (thick <= every).all()
    assert 0 < thick.sum() < every.sum()
    assert seen(people, shed_threshold_um=1e4).shed.sum() == 0


def test_other_numbers_rule_the_future_and_not_the_past():
    people = grown()
    hasty = BUSY._replace(telogen_duration=5.0)
    usual, hurried = seen(people), seen(people, numbers=hasty)

    np.testing.assert_array_equal(people.state.entry_day, grown().state.entry_day)
    assert hurried.shed.sum() > usual.shed.sum()


def test_every_follicle_is_in_one_phase_or_lost():
    read = seen(grown())

    assert (read.phases >= 0).all()
    assert (read.phases.sum(axis=1) == read.follicles).all()


def test_what_is_called_inside_uses_the_device_that_was_chosen():
    assert chosen_device() == CPU
    with on_device(CUDA):
        assert chosen_device() == CUDA
        assert chosen_device(CPU) == CPU
    assert chosen_device() == CPU
    with pytest.raises(ValueError, match="there are: cpu, cuda"):
        chosen_device("abacus")
