"""An interview: screen after screen, every answer kept at once, back and forth as one likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anagen.cli.screens import BACK, GO_ON, LEAVE, SKIP, Page, Pick, Row, Screen, screen_of
from anagen.consultation.answering import answered
from anagen.consultation.answers_file import keep
from anagen.consultation.questionnaire import (
    Question,
    Stop,
    crisis_contacts,
    next_questions,
    progress,
    question,
    questions,
    stops,
)
from anagen.consultation.reviewing import CONSENT, said_on, screens_asked

__all__ = ["Interview"]

Show = Callable[[Screen, str], Any]
"""Shows a screen and how far the interview is, and gives what came of it."""
Say = Callable[[str, str], None]
"""Leaves a question and its answer standing on the terminal."""
REVIEW = "Your answers"
SHORT = 60
"""Letters of a question that are shown where all answers are listed."""


@dataclass(slots=True, kw_only=True)
class Interview:
    """Who is asked what, and what was answered so far."""

    path: Path
    """Where answers are kept, once there is consent to keep any."""
    depth: str
    full: bool
    show: Show
    say: Say
    answers: dict[str, Any] = field(default_factory=dict)
    left_open: set[str] = field(default_factory=set)
    """Fields that were asked and not answered."""
    own_file: bool = True
    """Whether the file is one that only this program writes, and may remove."""
    asked: list[tuple[str, ...]] = field(default_factory=list)
    """Screens that were answered or left open, in order: the way back."""
    left: bool = False
    """Whether the person left before the end."""

    def run(self) -> dict[str, Any]:
        """Ask until all is asked, an answer ends it, or the person leaves; give the answers."""
        self.asked = [
            tuple(one.field for one in group) for group in screens_asked(self.answers, self.left_open)
        ]
        self.heed_stops(questions())
        while not self.left:
            group = self.next()
            if group:
                self.ask(group)
            elif self.ended or self.reviewed():
                break
        return self.answers

    @property
    def ended(self) -> bool:
        """Whether an answer has ended the questions."""
        return any(one.ends for one in stops(self.answers))

    def next(self) -> tuple[Question, ...]:
        """The next screen; none once an answer has ended the questions."""
        if self.ended:
            return ()
        return next_questions(self.answers, depth=self.depth, asked=self.left_open, full=self.full)

    def ask(self, group: tuple[Question, ...]) -> None:
        """One screen, and what comes of it."""
        came = self.show(screen_of(group, self.answers), self.place())
        fields = tuple(one.field for one in group)
        if came == LEAVE:
            self.left = True
        elif came == BACK:
            self.back(fields)
        else:
            self.take(fields, dict.fromkeys(fields) if came == SKIP else came)
            self.say(group[0].group_text if len(group) > 1 else group[0].text, said_on(group, self.answers))
            self.heed_stops(group)

    def take(self, fields: tuple[str, ...], given: dict[str, Any]) -> None:
        """Take the answers of a screen, and keep all there are."""
        before = self.answers
        self.answers = answered(before, given)
        self.left_open = (self.left_open | set(fields)) - set(self.answers)
        if fields not in self.asked:
            self.asked.append(fields)
        self.keep()

    def keep(self) -> None:
        """Write what there is, if it may be written."""
        if self.answers.get(CONSENT):
            keep(self.path, self.answers, self.left_open)
        elif self.answers.get(CONSENT) is False and self.own_file:
            self.path.unlink(missing_ok=True)

    def back(self, fields: tuple[str, ...]) -> None:
        """Ask the screen before once more, with its answer as it stands."""
        place = self.asked.index(fields) if fields in self.asked else len(self.asked)
        if place > 0:
            self.ask(tuple(question(one) for one in self.asked[place - 1]))

    def heed_stops(self, group: Sequence[Question]) -> None:
        """Say at once what the answers to some questions bring to an end."""
        for stop in stops(self.answers):
            asked = next((one for one in group if stop in one.stops), None)
            if asked is None:
                continue
            came = self.show(self.stop_page(asked, stop), "")
            if came == BACK:
                self.ask((asked,))
            elif came == LEAVE:
                self.left = True
            if came != GO_ON or stop.ends:
                return

    def stop_page(self, asked: Question, stop: Stop) -> Page:
        """What an answer means."""
        contacts = crisis_contacts(self.answers.get("region")) if stop.contacts else ()
        lines = [stop.says, *([""] if contacts else []), *(f"  {one}" for one in contacts)]
        return Page(
            questions=(asked,),
            answers=self.answers,
            heading=stop.title,
            page="Please read this",
            lines=lines,
            ends=stop.ends,
        )

    def reviewed(self) -> bool:
        """Show all answers, of which each can be changed; whether all is well."""
        groups = screens_asked(self.answers, self.left_open)
        rows = [Row(label="All is well: show the result")]
        rows += [
            Row(label=f"{short(group)} {said_on(group, self.answers)}", question=group[0]) for group in groups
        ]
        screen = Review(
            questions=(),
            answers=self.answers,
            heading="All is asked. Change an answer?",
            page=REVIEW,
            rows=rows,
        )
        came = self.show(screen, f"{len(self.answers)} answers")
        if came == LEAVE:
            self.left = True
        elif came == BACK:
            self.back(())
        elif came in {0, SKIP}:
            return True
        else:
            self.ask(groups[came - 1])
        return False

    def place(self) -> str:
        """How far it is, in words."""
        far = progress(self.answers, depth=self.depth, asked=self.left_open, full=self.full)
        return f"question {min(far.done + 1, far.total)} of about {far.total}"


def short(group: Sequence[Question]) -> str:
    """What a screen asks, in few words."""
    text = group[0].group_text if len(group) > 1 else group[0].text
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} ..."


@dataclass(slots=True, kw_only=True)
class Review(Pick):
    """All answers, one of which may be chosen to be changed."""

    @property
    def keys(self) -> str:
        """What the keys do, in one line."""
        return "Enter chooses · ← back · q leave"

    @property
    def why(self) -> str:
        """Nothing is asked here."""
        return "Every answer can be changed, and what follows from it is asked again."

    def answer(self) -> Any:
        """Which line was chosen."""
        return self.cursor
