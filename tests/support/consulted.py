"""Somebody who sits before `anagen consult` in a real terminal: keys for the answers that they want to give."""

from __future__ import annotations

import os
import signal
import sys

import pexpect

from anagen.cli.screens import Pick, Tick, screen_of
from anagen.consultation.answering import answered
from anagen.consultation.questionnaire import next_questions

DOWN, UP, LEFT, ENTER = "\x1b[B", "\x1b[A", "\x1b[D", "\r"

MAN = {
    "consent_data": True,
    "suicidal_now": False,
    "age": 32,
    "sex": "male",
    "follicle_openings": "visible",
    "region": "UK",
    "hormone_therapy": "none",
    "partner_pregnant_or_trying": True,
    "infant_contact": False,
    "blood_donor": False,
    "psa_planned": False,
    "areas": ["temples", "crown"],
    "onset_months": 30,
    "onset_speed": "gradual",
    "pattern_seen": "crown",
    "norwood": "IIIv",
    "family_history": "yes",
    "triggers_6m": ["none"],
    "tension_styling": False,
    "pulling_habit": False,
    "shaved_scalp": False,
    "bdd_screen_positive": False,
    "scalp_symptoms": ["itch"],
    "scalp_signs": ["none"],
    "broken_or_exclamation_hairs": False,
    "nail_pits": False,
    "neck_glands": False,
    "systemic_symptoms": ["none"],
    "conditions": ["hypertension"],
    "medicines": ["none"],
    "allergies": ["none"],
    "tried": ["none"],
    "goal": "keep",
    "accepts_daily": True,
    "accepts_twice_daily": True,
    "accepts_needles": False,
    "accepts_offlabel": False,
}
"""A typical man, by field."""

OF_MEN = {"norwood", "partner_pregnant_or_trying", "psa_planned"}
WOMAN = {
    **{
        name: value
        for name, value in MAN.items()
        if name not in {"norwood", "partner_pregnant_or_trying", "psa_planned"}
    },
    "sex": "female",
    "preg_status": "not_possible",
    "areas": ["midline_part"],
    "pattern_seen": "parting",
    "ludwig": "I",
    "androgen_signs": ["none"],
    "blood_donor": True,
}
"""A typical woman, by field."""


def walk(wanted, **options):
    """Each screen that somebody is shown who gives the wanted answers, with those before."""
    answers, left_open = {"respondent": "self"}, set()
    while group := next_questions(answers, asked=left_open, **options):
        yield group, dict(answers)
        given = {one.field: wanted.get(one.field) for one in group}
        left_open |= {name for name, value in given.items() if value is None}
        answers = answered(answers, given)


def keys_for(group, answers, wanted):
    """The keys that give the wanted answers on a fresh screen."""
    screen = screen_of(group, answers)
    if all(wanted.get(one.field) is None for one in group):
        return "s"
    if isinstance(screen, Pick):
        values = [row.option.value for row in screen.rows]
        return DOWN * (1 + values.index(wanted[group[0].field])) + ENTER
    if not isinstance(screen, Tick):
        return f"{wanted[group[0].field]}{ENTER}"
    ticks = [
        k
        for k, row in enumerate(screen.rows)
        if not row.none
        and (
            row.option.value in wanted[row.question.field]
            if row.question.kind == "choices"
            else wanted[row.question.field]
        )
    ] or [len(screen.rows) - 1]
    keys, at = "", 0
    for place in ticks:
        keys += DOWN * (place - at) + " "
        at = place
    return keys + ENTER


PLAIN_SCREEN = {"TERM": "xterm", "PROMPT_TOOLKIT_COLOR_DEPTH": "DEPTH_1_BIT"}
"""Environment of a terminal without colors."""


class Terminal:
    """`anagen consult` in a terminal."""

    def __init__(self, home, *arguments, cache=None):
        environment = {
            **os.environ,
            **({"XDG_CACHE_HOME": str(cache)} if cache else {}),
            "XDG_DATA_HOME": str(home / "data"),
            **PLAIN_SCREEN,
        }
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "anagen", "consult", *arguments],
            env=environment,
            dimensions=(50, 100),
            encoding="utf-8",
            timeout=60,
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.delayafterterminate = 0.01

    def sees(self, words):
        """Wait for words on the screen; give what came before them."""
        self.child.expect(words)
        return self.child.before

    def at_question(self, number):
        """Wait until a question stands there whole."""
        self.sees(rf"question {number} of")
        self.sees("q leave")

    def press(self, keys):
        """Press keys."""
        self.child.send(keys)

    def hit(self, number):
        """Send a signal and wait for the end; the exit code, or the signal that ended it."""
        os.kill(self.child.pid, number)
        return self.end()

    def end(self):
        """Wait for the end; the exit code, or minus the signal that ended it."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else -self.child.signalstatus


KILL, INTERRUPT = signal.SIGKILL, signal.SIGINT
