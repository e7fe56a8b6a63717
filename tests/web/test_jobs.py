"""Jobs wait their turn, are done by one process at a time, and leave results that are whole or absent."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx2
import job_tasks
import pytest
import web_clients
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from store_fixtures import new_database, open_store, server

from anagen.errors import InputError
from anagen.store import Store, tables
from anagen.web.errors import NotFoundError, TooMuchError
from anagen.web.jobs import Jobs, content_key
from anagen.web.jobs.carrying import run_waiting, write_down
from anagen.web.jobs.lane import LOOK_EVERY_S, InHand, Lane
from anagen.web.jobs.lease import Lease, LeaseLostError
from anagen.web.jobs.order import LARGE, SMALL, Waiting, in_turn
from anagen.web.jobs.tasks import Progress, StoppedError, tasks, warmers
from anagen.web.jobs.turns import MOST_TRIES, Turns
from anagen.web.jobs.worker import GONE, WARM, Worker
from anagen.web.outcomes.kinds import KINDS
from anagen.web.tasks.rolling import session_ready
from anagen.web.trials.packaged import text_of_trial

__all__ = ["new_database", "open_store", "server"]  # fixtures

PATIENCE_S = 90.0


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "store.sqlite")


@pytest.fixture
def store(database):
    with Store.open(database, who="a tester") as one:
        yield one


@pytest.fixture
def jobs(store, tmp_path):
    return Jobs(store, tmp_path / "data")


@pytest.fixture
def ann(store):
    return store.add_person("Ann")


@pytest.fixture
def running(database, tmp_path):
    """A function that starts a runner of the tests' tasks; all are killed after the test."""
    started = []

    def start(*how):
        script = [sys.executable, job_tasks.__file__, *how, database, str(tmp_path / "data")]
        started.append(subprocess.Popen(script, start_new_session=True, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for one in started:
        kill(one)
        one.stdout.close()


def kill(process):
    """Kill a process and the group that it leads."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE_S)


def awaited(condition):
    """Wait until something holds, and return it."""
    until = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)
    return found


def ended(jobs, job_id):
    """Wait until a job has ended, and return it."""
    return awaited(lambda: None if jobs.get(job_id).is_open else jobs.get(job_id))


# Asking


def test_a_job_waits_says_its_place_and_leaves_a_result_that_is_whole(jobs, ann):
    first = jobs.ask("write", key="a", person_id=ann, params={"name": "x"})
    second = jobs.ask("write", key="b", person_id=ann, params={"name": "y"})

    assert (first.state, first.place, second.place) == ("queued", 1, 2)
    assert not jobs.cache.has(ann, "a")
    assert run_waiting(jobs) == 2

    done = jobs.get(first.id)
    assert (done.state, done.place, done.progress) == ("done", None, 1.0)
    assert jobs.cache.read(ann, "a", "whole.txt") == b"whole"
    assert jobs.cache.names(ann, "a") == ("early.txt", "whole.txt")


def test_the_same_request_is_the_same_job_and_a_result_is_made_once(jobs, ann, tmp_path):
    notes = tmp_path / "notes"
    params = {"name": "x", "notes": str(notes)}
    asked = [jobs.ask("write", key="a", person_id=ann, params=params) for _ in range(3)]
    run_waiting(jobs)
    again = jobs.ask("write", key="a", person_id=ann, params=params)

    assert len({one.id for one in [*asked, again]}) == 1
    assert again.state == "done"
    assert notes.read_text(encoding="utf-8") == "x\n"


def test_what_is_about_nobody_is_made_once_but_is_a_job_of_each_who_asks(jobs, store, tmp_path):
    add_accounts(store, "a", "b")
    params = {"name": "x", "notes": str(tmp_path / "notes")}
    one = jobs.ask("write", key="k", params=params, account_id="a")
    run_waiting(jobs)
    other = jobs.ask("write", key="k", params=params, account_id="b")

    assert one.id != other.id
    assert (other.state, other.account_id) == ("done", "b")
    assert [job.id for job in jobs.of_account("a", "write")] == [one.id]


def test_a_result_that_was_removed_is_made_again(jobs, ann):
    job = jobs.ask("write", key="a", person_id=ann, params={})
    run_waiting(jobs)
    jobs.cache.forget(ann, "a")

    assert jobs.ask("write", key="a", person_id=ann, params={}).state == "queued"
    assert run_waiting(jobs) == 1
    assert jobs.get(job.id).state == "done"


def test_a_key_hangs_on_the_content_alone():
    assert content_key("x", age=31, sex="male") == content_key("x", sex="male", age=31)
    assert len({content_key("x", a=1), content_key("x", a=2), content_key("y", a=1)}) == 3
    with pytest.raises(ValueError, match="JSON"):
        content_key("x", a=float("nan"))


@pytest.mark.parametrize("key", ["", "../x", "a/b", ".hidden", "a" * 200, "a\0"])
def test_a_key_that_leads_out_of_its_folder_is_refused(jobs, key):
    with pytest.raises(InputError, match="no name of a result"):
        jobs.ask("write", key=key, params={})
    with pytest.raises(InputError, match="no name of a result"):
        jobs.cache.read(None, "a", f"../{key}")


def test_what_nobody_can_mean_is_refused(jobs, ann):
    with pytest.raises(InputError, match="No kind of job"):
        jobs.ask("dance", key="a", params={})
    with pytest.raises(NotFoundError):
        jobs.ask("write", key="a", person_id="f" * 32, params={})
    with pytest.raises(NotFoundError):
        jobs.get("runner")
    for number in range(24):
        jobs.ask("write", key=f"k{number}", person_id=ann, params={})
    with pytest.raises(TooMuchError, match="wait already"):
        jobs.ask("write", key="more", person_id=ann, params={})
    assert jobs.ask("write", key="more", params={}).state == "queued"


def add_accounts(store, *ids):
    with store.work(writes=True) as work:
        for one in ids:
            row = {"id": one, "name": one, "password_hash": "", "role": "person", "state": "active"}
            work.connection.execute(tables.accounts.insert().values(**row, created_at="2026-01-01"))


def test_the_queue_is_the_same_on_every_database(open_store, tmp_path):
    store = open_store()
    jobs, lease = Jobs(store, tmp_path / "data"), Lease(store)
    ann, ben = store.add_person("Ann"), store.add_person("Ben")
    for who, key in ((ann, "a"), (ann, "b"), (ben, "c")):
        jobs.ask("write", key=key, person_id=who, params={})
    assert lease.take()
    assert not Lease(store).take()
    turns = Turns(store, lease)
    first = turns.take()
    assert turns.beat(first, 0.5, "Half")

    assert [(job.key, job.state, job.place) for job in jobs.of_person(ann)] == [
        ("b", "queued", 2),
        ("a", "running", None),
    ]
    turns.recover()
    assert run_waiting(jobs) == 3
    assert {jobs.find("write", key=key, person_id=who).state for who, key in ((ann, "a"), (ben, "c"))} == {
        "done"
    }


# Whose turn it is


@settings(max_examples=100, deadline=None)
@given(
    given_=st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 30)), max_size=40),
    served=st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["1", "2", "3"])),
)
def test_persons_come_in_turn_and_the_jobs_of_each_as_they_were_asked_for(given_, served):
    waiting = [
        Waiting(id=f"{k:03d}", owner=owner, asked_at=f"{at:02d}") for k, (owner, at) in enumerate(given_)
    ]

    ordered = in_turn(waiting, served)

    assert sorted(one.id for one in ordered) == [one.id for one in waiting]
    assert in_turn(waiting[::-1], served) == ordered
    for owner in {one.owner for one in waiting}:
        own = [(one.asked_at, one.id) for one in ordered if one.owner == owner]
        assert own == sorted(own)
    firsts = [served.get(one, "") for one in dict.fromkeys(one.owner for one in ordered)]
    assert firsts == sorted(firsts)


@settings(max_examples=100, deadline=None)
@given(owners=st.lists(st.sampled_from("abcd"), max_size=30))
def test_nobody_has_a_second_turn_before_everybody_who_waits_had_one(owners):
    waiting = [Waiting(id=f"{k:03d}", owner=owner, asked_at=f"{k:03d}") for k, owner in enumerate(owners)]
    had, left = Counter(), Counter(owners)

    for one in in_turn(waiting, {}):
        had[one.owner] += 1
        left[one.owner] -= 1
        assert all(had[one.owner] <= had[other] + 1 for other in left if left[other] > 0)


def test_who_asks_for_much_does_not_keep_others_waiting():
    many = [Waiting(id=f"m{k}", owner="many", asked_at=f"0{k}") for k in range(5)]
    one = Waiting(id="one", owner="one", asked_at="99")

    assert [job.id for job in in_turn([*many, one], {})][:3] == ["m0", "one", "m1"]
    assert next(iter(in_turn([*many, one], {"many": "1"}))).id == "one"


@pytest.mark.parametrize("sizes", [(SMALL, LARGE), (LARGE, SMALL), (SMALL,)])
def test_places_agree_with_the_order_in_which_each_line_is_done(jobs, store, sizes):
    people = [store.add_person(name) for name in "abc"]
    for number in range(9):
        kind, who = "small" if number % 2 else "write", people[0 if number < 5 else number % 3]
        jobs.ask(kind, key=f"{number}", person_id=who, params={})
    places = {(job.kind, job.place): job.id for who in people for job in jobs.of_person(who) if job.is_open}
    taken = Counter()
    turns = Turns(store)

    while (turn := turns.take(sizes)) is not None:
        taken[turn.kind] += 1
        assert places[turn.kind, taken[turn.kind]] == turn.id
        turns.finish(turn)
    assert taken == {name: count for name, count in (("small", 4), ("write", 5)) if size_of(name) in sizes}


def size_of(kind):
    return SMALL if kind == "small" else LARGE


def test_what_happens_in_one_line_moves_no_place_in_the_other(jobs, store):
    ann, ben = store.add_person("Ann"), store.add_person("Ben")
    mine, others = (
        jobs.ask("write", key=key, person_id=who, params={}) for key, who in (("a", ann), ("b", ben))
    )
    jobs.ask("small", key="c", person_id=ann, params={})
    assert jobs.get(mine.id).place == 1

    turns = Turns(store)
    turns.finish(turns.take((SMALL,)))
    assert (jobs.get(mine.id).place, jobs.get(others.id).place) == (1, 2)


def test_a_job_that_is_asked_for_again_while_it_still_stops_is_left_until_it_has(jobs, store, ann):
    hand = InHand(Turns(store))
    job = jobs.ask("write", key="a", person_id=ann, params={})
    with hand.taken((LARGE, SMALL)) as turn:
        jobs.cancel(job.id)
        assert jobs.ask("write", key="a", person_id=ann, params={}).state == "queued"
        with hand.taken((LARGE, SMALL)) as other:
            assert other is None
        assert turn.id == job.id
    with hand.taken((LARGE, SMALL)) as turn:
        assert turn.id == job.id


class Deaf:
    """A child that says nothing; how often it was started and killed is noted."""

    def __init__(self):
        self.noted, self.says = [], None

    def start(self):
        self.noted.append("start")

    def kill(self):
        self.noted.append("kill")

    def heard(self, _wait_s):
        return self.says


@pytest.mark.parametrize("says", [WARM, GONE])
def test_the_second_child_starts_when_the_first_is_warm_or_will_never_be(jobs, store, says):
    turns, one, other, over = Turns(store), Deaf(), Deaf(), threading.Event()
    given = (turns, jobs.cache, InHand(turns))
    first = Lane(*given, one, sizes=(SMALL,), ends=over.is_set)
    second = Lane(*given, other, sizes=(LARGE,), ends=over.is_set, after=first.ready)
    with ThreadPoolExecutor(2) as pool:
        lanes = [pool.submit(lane.run) for lane in (first, second)]
        awaited(lambda: one.noted)
        time.sleep(2.0 * LOOK_EVERY_S)
        assert other.noted == []
        one.says = says
        awaited(lambda: other.noted)
        over.set()
        assert [lane.result(PATIENCE_S) for lane in lanes] == [None, None]
    assert one.noted == other.noted == ["start", "kill"]


def test_what_is_small_is_left_to_its_own_lane_until_the_other_child_is_warm(jobs, store):
    small = jobs.ask("small", key="a", params={})
    turns, child, over = Turns(store), Deaf(), threading.Event()
    second = Lane(turns, jobs.cache, InHand(turns), child, sizes=(LARGE, SMALL), ends=over.is_set)
    child.begin = lambda turn, _folder: child.noted.append(turn.id)
    with ThreadPoolExecutor(1) as pool:
        lane = pool.submit(second.run)
        awaited(lambda: child.noted)
        time.sleep(2.0 * LOOK_EVERY_S)
        assert (child.noted, jobs.get(small.id).state) == (["start"], "queued")
        child.says = WARM
        awaited(lambda: small.id in child.noted)
        over.set()
        lane.result(PATIENCE_S)


# What becomes of a job


def test_what_cannot_be_is_said_in_plain_words_and_a_bug_says_nothing_of_what_was_answered(jobs, caplog):
    refused = jobs.ask("refuse", key="a", params={})
    broken = jobs.ask("bug", key="b", params={})
    assert run_waiting(jobs) == 1 + MOST_TRIES

    assert jobs.get(refused.id).error == "Nobody is 300 years old. Give an age up to 110."
    assert jobs.get(broken.id).error.startswith("The simulation broke off 3 times")
    assert "RuntimeError < bug" in caplog.text
    assert "secret" not in caplog.text
    assert jobs.cache.names(None, "b") == ()


def test_a_job_that_failed_is_begun_anew_when_it_is_asked_for_again(jobs):
    job = jobs.ask("bug", key="b", params={})
    run_waiting(jobs)
    again = jobs.ask("bug", key="b", params={})

    assert (again.id, again.state, again.error) == (job.id, "queued", "")


def test_a_job_that_waits_is_cancelled_at_once_and_one_that_ended_stays(jobs):
    waits, done = (jobs.ask("write", key=key, params={}) for key in "ab")
    jobs.cancel(waits.id)

    assert run_waiting(jobs) == 1
    assert jobs.cancel(waits.id).state == "cancelled"
    assert jobs.cancel(done.id).state == "done"
    assert not jobs.cache.has(None, "a")


def test_a_job_that_is_forgotten_takes_its_result_along_unless_another_has_the_same(jobs, store):
    add_accounts(store, "a", "b")
    one, other = (jobs.ask("write", key="k", params={}, account_id=who) for who in "ab")
    run_waiting(jobs)

    jobs.forget(one.id)
    assert jobs.cache.has(None, "k")
    jobs.forget(other.id)
    assert not jobs.cache.has(None, "k")


MAN = {"age": 31, "sex": "male", "norwood": "III"}
BEGUN_WITH = {
    "head_today": {"answers": MAN},
    "forecasts": {"answers": MAN, "depth": "self"},
    "heads": {"answers": MAN, "regimens": ["untreated"], "centile": 50, "course": 0},
    "gallery": {"kind": KINDS[0].name},
    "trial": {"text": text_of_trial("kaufman_1998")},
    "what_if": {"question": "what if I stop finasteride after a year?", "person": MAN, "who": "somebody"},
    "diary_forecast": {"records": [], "today": "2026-03-01"},
}


@pytest.mark.parametrize(
    "kind", sorted(one for one, task in tasks().items() if task.run.__module__ != "job_tasks")
)
def test_every_job_says_from_its_start_what_it_does_and_shows_that_it_has_begun(kind, tmp_path):
    said = []

    def say(share, words):
        said.append((share, words))
        raise StoppedError

    with pytest.raises(StoppedError):
        tasks()[kind].run(BEGUN_WITH[kind], tmp_path, Progress(say, lambda _name, _data: None))
    assert said[0][0] > 0.0
    assert said[0][1]


def test_a_job_of_which_no_share_is_known_yet_shows_a_bar_that_moves_by_itself(tmp_path):
    browser = web_clients.owner(tmp_path)
    jobs = browser.app.state.jobs
    job = jobs.ask("write", key="a", params={})
    turns = Turns(jobs.store)
    turn = turns.take()
    shown = []
    for share in (0.0, 0.25):
        turns.beat(turn, share, "Getting ready to simulate.")
        page = browser.get(f"/jobs/{job.id}").text
        assert ">Look again</a>" in page
        assert "Getting ready to simulate." in page
        shown.append(re.search(r"<progress[^>]*>", page)[0])
    jobs.store.close()

    assert shown == ['<progress max="1">', '<progress max="1" value="0.250">']


# Whoever is erased


def test_jobs_and_results_go_with_the_person(jobs, store, ann):
    job = jobs.ask("write", key="a", person_id=ann, params={})
    run_waiting(jobs)
    store.erase(ann)
    jobs.forget_person(ann)

    with pytest.raises(NotFoundError):
        jobs.get(job.id)
    assert not jobs.cache.folder(ann, "a").parent.exists()


def test_a_result_of_somebody_erased_meanwhile_is_not_kept(jobs, store, ann):
    jobs.ask("write", key="a", person_id=ann, params={})
    turns = Turns(store)
    turn = turns.take()
    draft = jobs.cache.draft(ann, "a")
    (draft / "whole.txt").write_bytes(b"whole")
    store.erase(ann)

    write_down(turns, jobs.cache, turn, "done", "")
    assert not jobs.cache.has(ann, "a")


def test_a_runner_that_begins_removes_what_is_of_nobody_and_drafts(jobs, store, ann):
    for who in (ann, "f" * 32, None):
        (jobs.cache.draft(who, "k") / "x").write_bytes(b"x")
        jobs.cache.settle(who, "k")
    jobs.cache.draft(ann, "half")
    jobs.cache.sweep({ann})

    root = jobs.cache.folder(None, "k").parent.parent
    assert sorted(str(one.relative_to(root)) for one in root.glob("*/*")) == sorted([f"{ann}/k", "public/k"])


# Who may read what


def test_files_are_their_owners_alone_whatever_the_umask(jobs, ann):
    before = os.umask(0)
    try:
        jobs.ask("write", key="a", person_id=ann, params={})
        run_waiting(jobs)
    finally:
        os.umask(before)
    folder = jobs.cache.folder(ann, "a")

    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}
    assert {one.stat().st_mode & 0o777 for one in (folder, *folder.parents[:3])} == {0o700}


def test_where_the_store_is_sealed_so_are_parameters_errors_and_results(tmp_path, monkeypatch):
    from anagen.store import sealing

    monkeypatch.setattr(sealing, "COST", {"n": 2**10, "r": 8, "p": 1})
    with Store.open(tmp_path / "sealed.sqlite", who="x", passphrase="correct horse battery") as store:
        jobs = Jobs(store, tmp_path / "data")
        ann = store.add_person("Ann")
        job = jobs.ask("write", key="a", person_id=ann, params={"name": "Norwood IV"})
        refused = jobs.ask("refuse", key="b", person_id=ann, params={})
        run_waiting(jobs)
        with store.work() as work:
            rows = work.connection.execute(select(tables.jobs.c.params, tables.jobs.c.error)).all()

        assert all(one.startswith("sealed:") for row in rows for one in row if one is not None)
        assert jobs.params(job.id) == {"name": "Norwood IV"}
        assert "300 years" in jobs.get(refused.id).error
        assert b"whole" not in (jobs.cache.folder(ann, "a") / "whole.txt").read_bytes()
        assert jobs.cache.read(ann, "a", "whole.txt") == b"whole"


# The lease


def test_one_runner_has_the_lease_and_another_takes_over_when_its_heart_is_silent(store):
    one, other = Lease(store), Lease(store)
    assert one.take()
    assert one.take()
    assert not other.take()
    with store.work(writes=True) as work:
        work.connection.execute(update(tables.jobs).values(beat_at="2026-01-01T00:00:00.000000Z"))
    assert other.take()

    with pytest.raises(LeaseLostError):
        one.beat()
    with pytest.raises(LeaseLostError):
        Turns(store, one).recover()
    one.release()
    assert not Lease(store).take()
    other.release()
    assert one.take()


def test_a_lease_of_a_process_that_has_ended_is_free_at_once(database, store):
    code = (
        "import sys; from anagen.store import Store; from anagen.web.jobs.lease import Lease\n"
        "assert Lease(Store.open(sys.argv[1])).take()"
    )
    subprocess.run([sys.executable, "-c", code, database], check=True)

    assert Lease(store).take()


# Processes that are killed


def test_a_child_that_says_nothing_more_is_started_anew_even_if_it_has_not_ended_yet(tmp_path):
    notes = tmp_path / "notes"
    worker = Worker(["sh", "-c", f"echo begun >> '{notes}'; exec >&-; exec sleep 600"])
    for _ in range(2):
        worker.start()
        assert worker.heard(PATIENCE_S) == GONE
    assert notes.read_text(encoding="utf-8").split() == ["begun", "begun"]


def test_a_runner_that_is_killed_leaves_nothing_half_and_the_next_one_finishes(jobs, ann, running, tmp_path):
    notes, gate = tmp_path / "notes", tmp_path / "gate"
    params = {"name": "x", "notes": str(notes), "gate": str(gate)}
    job = jobs.ask("write", key="a", person_id=ann, params=params)
    first = running()
    awaited(lambda: jobs.cache.read(ann, "a", "early.txt"))
    stands_by = running()
    kill(first)

    assert not jobs.cache.has(ann, "a")
    awaited(lambda: notes.read_text(encoding="utf-8") == "x\nx\n")
    gate.touch()
    assert ended(jobs, job.id).state == "done"
    assert jobs.cache.read(ann, "a", "whole.txt") == b"whole"
    assert stands_by.poll() is None


def both_running(jobs, ann, running, tmp_path):
    """A runner, and a job in each of its lanes that waits for the file `gate`."""
    runner = running()
    warm = jobs.ask("small", key="warm", person_id=ann, params={})  # the other lane begins after it
    assert ended(jobs, warm.id).state == "done"
    params = {"gate": str(tmp_path / "gate")}
    both = [jobs.ask(kind, key=kind, person_id=ann, params=params) for kind in ("small", "write")]
    for job in both:
        awaited(lambda job=job: jobs.get(job.id).progress == 0.5)
    return runner, both


def test_a_runner_that_is_asked_to_end_puts_its_jobs_back_and_releases_the_lease(
    jobs, ann, running, tmp_path
):
    runner, both = both_running(jobs, ann, running, tmp_path)
    runner.send_signal(signal.SIGINT)

    assert runner.wait(PATIENCE_S) == 0
    assert [jobs.get(job.id).state for job in both] == ["queued", "queued"]
    with jobs.store.work() as work:
        assert (
            work.connection.execute(text("SELECT count(*) FROM jobs WHERE kind = 'lease'")).scalar_one() == 0
        )
    assert run_after(jobs, tmp_path / "gate") == 2


def run_after(jobs, gate):
    gate.touch()
    return run_waiting(jobs)


def test_one_runner_survives_what_dies_does_not_listen_or_takes_too_long(jobs, running, tmp_path):
    notes = tmp_path / "notes"
    deaf = jobs.ask("deaf", key="a", params={"name": "deaf", "notes": str(notes)})
    runner = running()
    awaited(notes.exists)
    dies = jobs.ask("die", key="b", params={"name": "dies", "notes": str(notes)})
    endless = jobs.ask("endless", key="c", params={})
    good = jobs.ask("write", key="d", params={})
    assert jobs.cancel(deaf.id).state == "cancelled"

    assert ended(jobs, good.id).state == "done"
    assert "took longer" in ended(jobs, endless.id).error
    assert "broke off 3 times" in ended(jobs, dies.id).error
    assert notes.read_text(encoding="utf-8").split() == ["deaf", *["dies"] * 3]
    assert jobs.get(deaf.id).state == "cancelled"
    assert runner.poll() is None


def test_jobs_that_are_cancelled_while_they_run_leave_no_result_in_either_lane(jobs, ann, running, tmp_path):
    _, both = both_running(jobs, ann, running, tmp_path)
    for job in both:
        jobs.cancel(job.id)
    after = [jobs.ask(kind, key=f"{kind}-2", params={}) for kind in ("small", "write")]

    assert [ended(jobs, job.id).state for job in after] == ["done", "done"]
    left = jobs.cache.folder(ann, "write").parent
    # one lane may have done both while the other still stops
    awaited(lambda: [one.name for one in left.iterdir()] == ["warm"])
    assert [jobs.get(job.id).state for job in both] == ["cancelled", "cancelled"]


def test_each_lane_goes_on_whatever_becomes_of_the_other(jobs, ann, running, tmp_path):
    def asked(kind, name):
        files = {what: str(tmp_path / f"{name}.{what}") for what in ("gate", "pid", "notes")}
        return jobs.ask(kind, key=name, person_id=ann, params={"name": name, **files})

    def pid_of(name):
        return int((tmp_path / f"{name}.pid").read_text(encoding="utf-8"))

    def killed_and_begun_again(name):
        before = pid_of(name)
        os.kill(before, signal.SIGKILL)
        awaited(lambda: pid_of(name) != before)

    large = asked("write", "large")
    running()
    awaited(lambda: jobs.get(large.id).progress == 0.5)
    quick = jobs.ask("small", key="quick", person_id=ann, params={})
    assert ended(jobs, quick.id).state == "done"

    small = asked("small", "small")
    awaited(lambda: jobs.get(small.id).progress == 0.5)
    killed_and_begun_again("small")
    assert jobs.get(large.id).state == "running"
    killed_and_begun_again("large")
    assert jobs.get(small.id).state == "running"
    for name in ("small", "large"):
        (tmp_path / f"{name}.gate").touch()

    assert {ended(jobs, one.id).state for one in (small, large)} == {"done"}
    for name in ("small", "large"):
        assert (tmp_path / f"{name}.notes").read_text(encoding="utf-8").split() == [name, name]
        assert jobs.cache.read(ann, name, "whole.txt") == b"whole"


def test_what_pages_work_out_themselves_is_compiled_by_the_child_that_does_large_jobs():
    assert session_ready in warmers(only_small=False)
    assert session_ready not in warmers(only_small=True)  # nobody's first head waits for it


def test_what_does_the_jobs_loads_nothing_of_the_web():
    loaded = "import anagen.web.jobs.runner, anagen.web.jobs.work, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout

    assert not {"fastapi", "starlette", "jinja2"} & set(told.split())


@pytest.mark.slow
def test_a_server_that_is_killed_in_the_middle_of_a_simulation_goes_on_with_it(jobs, ann, running, tmp_path):
    notes, gate = tmp_path / "notes", tmp_path / "gate"
    params = {"name": "x", "notes": str(notes), "gate": str(gate)}
    job = jobs.ask("write", key="a", person_id=ann, params=params)
    server = running("serve")
    awaited(lambda: jobs.get(job.id).progress == 0.5)
    kill(server)

    # Its runner notices, puts the job back and ends; nothing of the result is there.
    awaited(lambda: jobs.get(job.id).state == "queued")
    assert not jobs.cache.has(ann, "a")
    address = running("serve").stdout.readline()
    gate.touch()
    assert ended(jobs, job.id).state == "done"
    assert jobs.cache.read(ann, "a", "whole.txt") == b"whole"
    assert notes.read_text(encoding="utf-8") == "x\nx\n"

    with httpx2.Client(base_url=address.strip(), timeout=PATIENCE_S) as browser:
        a_gallery_is_made_and_shown(browser)


def a_gallery_is_made_and_shown(browser):
    """Ask a server for a part of the gallery, as its page does, wait, and look at the pictures."""
    asked = {"sex": "female", "grade": "III"}
    token = re.search(r'name="csrf" value="(\w+)"', browser.get("/gallery", params=asked).text)[1]
    (absent,) = browser.get("/gallery.json", params=asked).json()["absent"]
    made = browser.post("/gallery/make", data={"kind": absent["name"], "csrf": token})
    assert made.status_code == 303

    def shown():
        kinds = browser.get("/gallery.json", params=asked).json()["kinds"]
        return [one for one in kinds if one["name"] == absent["name"] and one["state"] == "made"]

    (kind,) = awaited(shown)
    page = browser.get(made.headers["location"].partition("#")[0]).text
    assert [len(entry["people"]) for entry in kind["entries"]] == [3, 3]
    for entry in kind["entries"]:
        for one in entry["people"]:
            for place in (one["before"], one["after"]):
                assert place in page
                assert browser.get(place).content[8:12] == b"WEBP"
