"""Questions that wait: kept once, replied to once, found again."""

import pytest

pytest.importorskip("sqlalchemy")

from anagen.errors import InputError
from anagen.questions.queue import Queue
from anagen.store import Store

ODD = "does creatine harm follicles in rabbits?"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store.sqlite", who="test") as opened:
        yield opened


@pytest.fixture
def queue(store):
    return Queue(store)


@pytest.fixture
def me(store):
    return store.add_person("me")


def test_a_question_waits_until_it_is_replied_to(queue, me):
    kept = queue.keep(me, ODD)

    (waiting,) = queue.waiting()
    assert (waiting.id, waiting.person, waiting.question) == (kept, "me", ODD)
    done = queue.reply(kept[:6], "Not shown.", who="Dr. A")
    assert queue.waiting() == ()
    (reply,) = queue.replies()
    assert (reply.name, reply.question, reply.text, reply.who) == (kept, ODD, "Not shown.", "Dr. A")
    assert done.when == reply.when[:10]


def test_a_question_that_waits_is_not_kept_twice(queue, me, store):
    other = store.add_person("you")
    kept = queue.keep(me, ODD)

    assert queue.keep(me, "Does CREATINE harm follicles in rabbits") == kept
    assert queue.keep(other, ODD) != kept
    assert len(queue.waiting()) == 2


def test_a_question_may_wait_again_after_its_reply(queue, me):
    first = queue.keep(me, ODD)
    queue.reply(first, "Not shown.", who="Dr. A")

    assert queue.keep(me, ODD) != first


@pytest.mark.parametrize("identifier", ["", "abc", "zzzzzz", "%", "' OR 1=1"])
def test_a_reply_to_nothing_that_waits_is_refused(identifier, queue, me):
    queue.keep(me, ODD)

    with pytest.raises(InputError, match="1 questions wait"):
        queue.reply(identifier, "Not shown.", who="Dr. A")
    assert queue.replies() == ()


def test_a_reply_twice_is_refused(queue, me):
    kept = queue.keep(me, ODD)
    queue.reply(kept, "Not shown.", who="Dr. A")

    with pytest.raises(InputError, match="No question waits"):
        queue.reply(kept, "Shown.", who="Dr. B")
    assert [one.text for one in queue.replies()] == ["Not shown."]


@pytest.mark.parametrize(
    ("text", "who"), [("", "Dr. A"), ("\x1b\x00", "Dr. A"), ("a" * 5000, "Dr. A"), ("No.", " ")]
)
def test_a_reply_without_words_or_name_is_refused_and_nothing_kept(text, who, queue, me):
    kept = queue.keep(me, ODD)

    with pytest.raises(InputError):
        queue.reply(kept, text, who=who)
    assert queue.replies() == ()


def test_what_controls_a_terminal_is_not_kept(queue, me):
    queue.keep(me, "does\x1b[2J creatine harm rabbits")
    kept = queue.waiting()[0]
    queue.reply(kept.id, "No\x1b[31m.", who="Dr.\x07 A")

    assert kept.question.isprintable()
    assert queue.replies()[0].text.isprintable()
    assert queue.replies()[0].who.isprintable()


def test_records_of_other_makers_do_no_harm(queue, me, store):
    store.put(me, "question", "2026-01-01", {"something": "else"})
    store.put(me, "answer", "2026-01-01", {"text": "to nothing"})

    assert queue.waiting() == ()
    assert queue.replies() == ()


def test_what_is_erased_is_gone_from_the_queue(queue, me, store):
    queue.keep(me, ODD)
    store.erase(me)

    assert queue.waiting() == ()
