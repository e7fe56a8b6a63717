"""Questions: whether they find their answers, whether danger is seen, what-ifs, and what waits for a clinician."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from anagen.claims.checks import Measured, NotBuiltError, shows
from anagen.errors import InputError
from anagen.questions import relevance
from anagen.questions.answer import REPLIED, UNANSWERED, answer, written_index
from anagen.questions.curated import entries
from anagen.questions.red_flags import raised
from anagen.questions.what_if import read_what_if

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

HELD_OUT = "held_out"
LOOKED_AT = 10
STOP = "what if I stop minoxidil after a year?"
UNANSWERABLE = "does creatine harm follicles in rabbits"
PEOPLE, FOLLICLES = 40, 200


@shows("M13")
def m13(evidence: Catalogue) -> Measured:
    """Questions against the answers they should find, signs of danger, what-ifs, and one that waits for a reply."""
    asked = relevance.questions(HELD_OUT)
    found = relevance.judge(asked, lambda one: [hit.name for hit in written_index().search(one, LOOKED_AT)])
    elsewhere = relevance.unanswerable(HELD_OUT)
    signs = relevance.signs()
    return Measured(
        values={
            "first": found.first,
            "among_three": found.among_three,
            "declined": sum(answer(one).kind == UNANSWERED for one in elsewhere) / len(elsewhere),
            "signs_seen": sum(one.expected in {flag.name for flag in raised(one.question)} for one in signs)
            / len(signs),
            "unfounded": float(sum(not any(one.rests_on()) for one in entries())),
            "read_rightly": read_rightly(),
            "stop_costs": stop_costs(evidence),
            "replied": float(replied()),
        },
        beside=f"{len(entries())} written answers; {found.questions} questions held out, "
        f"mean reciprocal rank {found.reciprocal_rank:.2f}; {len(signs)} questions with a sign.",
    )


def read_rightly() -> float:
    """Share of what-ifs, and of questions that only sound like one, that are read as they are meant. [ratio]"""
    right = 0
    for question, regimens in relevance.what_ifs().items():
        found = read_what_if(question)
        right += found is not None and tuple(arm.regimen for arm in found.arms) == regimens
    right += sum(read_what_if(one) is None for one in relevance.no_what_ifs())
    return right / (len(relevance.what_ifs()) + len(relevance.no_what_ifs()))


def stop_costs(evidence: Catalogue) -> float:
    """Mean loss of visible hair by stopping minoxidil, two years after the stop. [hairs/cm2]"""
    from anagen.questions.simulated import MEASURE, simulate_what_if
    from anagen.questions.typical import person_for

    what_if = read_what_if(STOP)
    if what_if is None:
        return float("nan")
    person, who = person_for(what_if, None)
    done = simulate_what_if(
        what_if, person, who, people=PEOPLE, follicles=FOLLICLES, seed=1, evidence=evidence
    )
    stopped, kept = (done.history.of(MEASURE, place)[:, -1].mean() for place in (1, 2))
    return float(kept - stopped)


def replied() -> bool:
    """Whether a question that nothing answers waits, gets a reply, and is answered with it from then on."""
    try:
        from anagen.store import Store
    except InputError as error:
        raise NotBuiltError(str(error)) from None
    from anagen.questions.queue import Queue

    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "store.sqlite", who="claim") as store,
    ):
        if answer(UNANSWERABLE).kind != UNANSWERED:
            return False
        queue = Queue(store)
        kept = queue.keep(store.add_person("somebody"), UNANSWERABLE)
        if [one.id for one in queue.waiting()] != [kept]:
            return False
        queue.reply(kept, "Not that anybody has shown.", who="a clinician")
        again = answer(UNANSWERABLE, replies=queue.replies())
        return again.kind == REPLIED and not queue.waiting()
