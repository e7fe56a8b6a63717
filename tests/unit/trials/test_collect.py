"""Batches done in any order, on any number of threads, after any loss: the same people, the same digits."""

from dataclasses import replace

import numpy as np
import pytest
from small_trial import small_trial

from anagen.cluster.parts import Parts
from anagen.errors import InputError
from anagen.evidence import known
from anagen.trials import collect as collecting
from anagen.trials.batches import BATCH, look_at
from anagen.trials.collect import Intake, Need, batches_of_a_task, collect
from anagen.trials.protocol import Enrolment, TrialPopulation
from anagen.trials.run import needs_of, readings, run_people

FOLLICLES = 40


class Muddled:
    """Runs tasks in whatever order, as many workers would."""

    def __init__(self, slots, seed):
        self.slots, self.ahead = slots, 3 * slots
        self.chance, self.tasks, self.run = np.random.default_rng(seed), [], 0

    @property
    def waiting(self):
        return len(self.tasks)

    def share(self, value):
        return value

    def submit(self, ticket, work, *arguments):
        self.tasks.append((ticket, work, arguments))

    def finished(self):
        ticket, work, arguments = self.tasks.pop(int(self.chance.integers(len(self.tasks))))
        self.run += 1
        return ticket, work(*arguments)

    def abandon(self):
        self.tasks.clear()


def needs(*sizes, trial=None):
    return [
        one
        for k, size in enumerate(sizes)
        for one in needs_of(trial or small_trial(), size, 3 + k, FOLLICLES, known())
    ]


@pytest.fixture(scope="module")
def plain():
    """What one process finds, batch after batch."""
    return collect(needs(150, 30))


@pytest.mark.parametrize(("slots", "seed"), [(1, 1), (2, 2), (5, 3), (16, 4)])
def test_tasks_done_in_any_order_give_the_same_digits(plain, slots, seed):
    found = collect(needs(150, 30), executor=Muddled(slots, seed))

    assert [one.shape[0] for one in found] == [150, 30]
    assert all(np.array_equal(one, other) for one, other in zip(found, plain, strict=True))


def test_batches_too_many_of_one_trial_never_reach_the_next(plain):
    """Workers are kept from trial to trial, and a trial ends when its places are filled, not when all are back."""
    executor, handed_in = Muddled(5, 0), []
    submit = executor.submit
    executor.submit = lambda *task: (handed_in.append(task), submit(*task))
    other = needs(150, trial=small_trial(visits_weeks=(0.0, 10.0)))

    collect(other, executor=executor)

    assert executor.run < len(handed_in), "every batch was needed, so this would show nothing"
    assert np.array_equal(collect(needs(150), executor=executor)[0], plain[0])


@pytest.mark.parametrize("threads", ["1", "2", "3"])
def test_threads_change_no_digit(plain, threads, monkeypatch):
    monkeypatch.setenv("ANAGEN_THREADS", threads)

    assert np.array_equal(collect(needs(150))[0], plain[0])


@pytest.mark.parametrize("seconds", [1e-6, 0.05, 1e6])
def test_how_long_tasks_take_changes_no_digit(plain, seconds, monkeypatch):
    """A slow machine makes small tasks, a quick one large."""

    def timed(*arguments):
        return replace(look_at(*arguments), seconds=seconds)

    monkeypatch.setattr(collecting, "look_at", timed)

    assert np.array_equal(collect(needs(150), executor=Muddled(3, 5))[0], plain[0])


def test_fewer_people_are_the_first_of_more(plain):
    some = readings(small_trial(), people=40, seed=3, follicles=FOLLICLES, evidence=known())

    assert np.array_equal(some["drug", "density"], plain[0][:40, 0, 0])


def test_those_who_are_taken_fit(plain):
    window = small_trial().population.enrolment
    before = plain[0][:, 0, 0, 0]

    assert ((before > window.low - 40.0) & (before < window.high + 40.0)).all()


def test_all_places_are_told_once(plain):
    told = []

    collect(needs(150, 30), executor=Muddled(4, 1), tell=told.append)

    assert sum(told) == 180


def test_kept_work_is_not_done_again_whatever_is_missing(plain, tmp_path):
    folder = tmp_path / "work"
    collect(needs(150, 30), parts=Parts(folder, {}, resume=False))
    files = sorted(folder.glob("*.npz"))
    assert len(files) >= 4
    for lost in (files[0], files[2]):
        lost.unlink()
    left = {path: path.stat().st_mtime_ns for path in folder.glob("*.npz")}
    executor = Muddled(2, 7)

    found = collect(needs(150, 30), parts=Parts(folder, {}, resume=True), executor=executor)

    assert all(np.array_equal(one, other) for one, other in zip(found, plain, strict=True))
    assert {path: path.stat().st_mtime_ns for path in left} == left
    assert 1 <= executor.run <= 6


def test_work_that_is_all_there_needs_no_task(plain, tmp_path):
    collect(needs(150), parts=Parts(tmp_path / "work", {}, resume=False))
    executor = Muddled(2, 7)

    (found,) = collect(needs(150), parts=Parts(tmp_path / "work", {}, resume=True), executor=executor)

    assert executor.run == 0
    assert np.array_equal(found, plain[0])


def test_kept_work_of_other_numbers_is_refused(tmp_path):
    asked = {"people": 20, "follicles": 20, "ensemble": (), "work": tmp_path / "work"}
    run_people(small_trial(), **asked)

    for changed in (
        {"seed": 9},
        {"follicles": 21},
        {"evidence": known().replace(catagen_duration=20.0, because="a test")},
    ):
        with pytest.raises(InputError, match="another run"):
            run_people(small_trial(), **asked | changed, resume=True)
    with pytest.raises(InputError, match="protocol differ"):
        run_people(small_trial(visits_weeks=(0.0, 26.0)), **asked, resume=True)


def test_criteria_that_nobody_meets_end_in_one_line():
    population = replace(
        small_trial().population,
        enrolment=Enrolment(kind="target_area_hair_density", low=5000.0, high=6000.0),
    )

    with pytest.raises(InputError, match="virtual people 0 fit"):
        collect(needs(8, trial=small_trial(population=population)), executor=Muddled(4, 1))


def test_another_version_on_a_worker_is_refused():
    job = replace(needs(10)[0].job, source="another")

    with pytest.raises(InputError, match="another version of anagen"):
        look_at(job, 0, 1)


def test_no_more_batches_are_started_than_are_likely_needed():
    intake = Intake(Need(job=needs(10)[0].job, people=10 * BATCH))

    assert intake.missing() == 10
    assert intake.start(4) == (0, 4)
    assert intake.missing() == 6
    assert intake.start(20) == (4, 20)
    assert intake.missing() == 0


def test_a_task_takes_a_second_or_two_and_less_near_the_end():
    intake = Intake(Need(job=needs(10)[0].job, people=100 * BATCH))
    assert batches_of_a_task(intake, 100, 2) == 1

    intake.seconds, intake.timed = 1.0, 10
    assert batches_of_a_task(intake, 1000, 2) == 15
    assert batches_of_a_task(intake, 40, 2) == 5
    assert batches_of_a_task(intake, 3, 2) == 1


def test_a_batch_in_which_nobody_fits_is_a_batch_like_any_other():
    population = TrialPopulation(sex="male", age_years=(18.0, 19.0), grades=("VII",))
    (need,) = needs(5, trial=small_trial(population=population))

    seen = look_at(need.job, 0, 2)

    assert seen.taken.tolist() == [0, 0]
    assert seen.values.shape == (0, 2, 1, 3)
