"""From a question to what is shown: warnings first, then the answer, then what is simulated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError
from anagen.patient.person import Person, person_of
from anagen.questions.answer import UNANSWERED, Answer, Reply, answer
from anagen.questions.documents import Document, claim_documents
from anagen.questions.permission import HeldBack, held_back, ruled_out
from anagen.questions.reading import WhatIf
from anagen.questions.typical import person_for
from anagen.questions.what_if import read_what_if
from anagen.web.asking.views import AnswerView, Held, ReadAs, Rested, Warned, WhatIfShown
from anagen.web.evidence.shelf import address_of

if TYPE_CHECKING:
    from anagen.questions.answer import Warned as WarnedOf

__all__ = ["Asked", "asked", "read_as", "view_of"]

AT_THE_TERMINAL = " (--clinician)"
NOT_SIMULATED, NOT_FOR_YOU = "This is not simulated here", "Not for this person"


class Asked:
    """A question, its answer, and the what-if in it, if there is one.

    Parameters
    ----------
    question
        In plain words.
    answers
        What is known of who asks, by the names of a person's file; nothing if nobody in particular does.
    replies
        What clinicians replied to earlier questions.
    clinician
        Whether a clinician asks.

    Raises
    ------
    InputError
        If the question holds no word, or too many.
    """

    def __init__(
        self, question: str, answers: Mapping[str, Any], replies: Sequence[Reply], *, clinician: bool
    ) -> None:
        self.clinician = clinician
        self.found: Answer = answer(
            question,
            claims=claim_documents(),
            replies=replies,
            clinician=clinician,
            region=answers.get("region"),
        )
        self.question = self.found.question
        self.what_if: WhatIf | None = None
        self.person: Person | None = None
        self.who = ""
        self.held: tuple[HeldBack, ...] = ()
        if not self.found.warnings:
            self._read(answers)

    def _read(self, answers: Mapping[str, Any]) -> None:
        given = _someone(answers)
        self.what_if = read_what_if(
            self.question,
            sex=None if given is None else given.sex,
            age_years=None if given is None else given.age_years,
        )
        if self.what_if is None:
            self.held = ruled_out(self.question, answers, clinician=self.clinician)
            return
        self.person, _ = person_for(self.what_if, given)
        source = "a typical one" if given is None else "as in the answers"
        self.who = f"{self.person.describe()}, {source}"
        known = dict(answers) | self.person.as_dict()
        self.held = held_back(self.what_if, known, clinician=self.clinician)

    @property
    def can_run(self) -> bool:
        """Whether there is something to simulate, and nothing stands in its way."""
        return self.what_if is not None and not self.held

    @property
    def is_open(self) -> bool:
        """Whether nothing here answers it, so that a clinician may."""
        return self.found.kind == UNANSWERED and self.what_if is None


def asked(
    question: str, answers: Mapping[str, Any], replies: Sequence[Reply], *, clinician: bool = False
) -> Asked:
    """A question, answered; arguments as in `Asked`."""
    return Asked(question, answers, replies, clinician=clinician)


def view_of(one: Asked, what_if: WhatIfShown | None, *, ask_at: str, keep_at: str) -> AnswerView:
    """What is shown of it.

    Parameters
    ----------
    one
        The question with its answer.
    what_if
        The simulation of the what-if in it.
    ask_at, keep_at
        Where the next question is asked, and where this one can be kept.
    """
    found = one.found
    return AnswerView(
        question=one.question,
        kind=found.kind,
        warnings=[_warned(each) for each in found.warnings],
        title=found.title,
        text=found.text,
        sure=found.sure,
        why_sure=found.why_sure,
        rests_on=_rested(found.rests_on),
        claims=_rested(found.claims),
        near=list(found.near.values()),
        held=[
            Held(
                title=NOT_FOR_YOU if one.what_if is None else NOT_SIMULATED,
                says=each.says.replace(AT_THE_TERMINAL, ""),
                rules=_rested(each.rules),
            )
            for each in one.held
        ],
        what_if=what_if,
        ask_at=ask_at,
        keep_at=keep_at if one.is_open else "",
    )


def read_as(what_if: WhatIf) -> list[ReadAs]:
    """How a what-if was understood."""
    return [ReadAs(name=arm.name, regimen=arm.regimen) for arm in what_if.arms]


def _someone(answers: Mapping[str, Any]) -> Person | None:
    """Who asks, if enough is known to simulate them."""
    try:
        return person_of(answers)
    except InputError:
        return None


def _warned(one: WarnedOf) -> Warned:
    return Warned(
        title=one.flag.title,
        says=one.flag.says,
        ends=one.flag.ends,
        contacts=list(one.contacts),
        rules=_rested(one.rules),
    )


def _rested(found: Iterable[Document]) -> list[Rested]:
    return [
        Rested(
            title=one.title,
            address=address_of(one.kind, one.name),
            says=one.says if one.kind in ("rule", "claim", "parameter") else one.source,
            where=f"{one.kind}, {one.grade}",
        )
        for one in found
    ]
