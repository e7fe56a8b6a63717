"""Where a session is shown: a live picture in a terminal, or plain lines anywhere else."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from anagen.rolling.characters import DONE, NOW, OFF, PLAIN, SCALP, SHADED, TO_DO, WORDS, character_map
from anagen.rolling.guiding import HELP
from anagen.rolling.plan import DIRECTIONS, Step
from anagen.rolling.session import Session
from anagen.rolling.words import Briefing, clock_of

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live
    from rich.text import Text

__all__ = ["LiveScreen", "PlainScreen", "heading", "sections_done", "state_line"]

COLORS = {
    OFF: "",
    SCALP: "bright_black",
    WORDS: "bright_black",
    TO_DO: "blue",
    DONE: "green",
    NOW: "bold yellow",
}
TEXT_COLUMNS = 42
"""Room for the words beside a map."""
LEAST_BESIDE = 76
"""Columns from which the map stands beside the words."""
FRAME_ROWS = 7
LEAST_MAP_ROWS = 8
PLAIN_COLUMNS, PLAIN_ROWS = 56, 16
PLAIN_WIDTH = 90
MAP_COLUMNS = 64
NO_BREAK_PERCENT = "\N{NO-BREAK SPACE}%"


def heading(session: Session) -> str:
    """What is to be done now, in a line."""
    return f"Step {session.step + 1} of {len(session.steps)}: {session.current.title}"


def sections_done(session: Session) -> frozenset[int]:
    """Numbers of the sections that were rolled and are behind."""
    rolled = {number for number, passes in session.passes_made.items() if passes}
    return frozenset(rolled if session.done else rolled - {session.current.section})


def state_line(session: Session, left_s: float) -> str:
    """Where the present step stands: passes and time."""
    step = session.current
    if step.kind == "wait":
        return f"{clock_of(left_s)} left" if left_s > 0.0 else "Time is up"
    if step.kind == "do":
        return ""
    made = session.made[session.step]
    if session.running:
        return f"Pass {made + 1} of {step.count}   {clock_of(left_s)}"
    counted = f"Pass {made + 1} of {step.count}" if made else f"{step.count} passes"
    return f"{counted}: space counts one" if step.seconds == 0.0 else f"{counted}: space begins"


def star_of(step: Step) -> str:
    """The directions, the present one in brackets."""
    return " ".join(
        f"[{one.sign}]" if place == step.direction else f" {one.sign} "
        for place, one in enumerate(DIRECTIONS)
    )


class PlainScreen:
    """Lines of text, one after the other.

    Parameters
    ----------
    write
        Takes a line.
    briefing
        The words.
    shaded
        Whether the map may be drawn with shades, or with plain characters alone.
    """

    def __init__(self, write: Callable[[str], None], briefing: Briefing, *, shaded: bool = True) -> None:
        self._write, self._briefing = write, briefing
        self._signs = SHADED if shaded else PLAIN
        self._shown: tuple[int, int] | None = None
        self._section: int | None = None

    def show(self, session: Session, left_s: float) -> None:
        """Show a state, if it is another than the last one."""
        place = (session.step, session.made[session.step])
        if self._shown == place:
            return
        entered = self._shown is None or self._shown[0] != session.step
        self._shown = place
        step = session.current
        if entered:
            self._map(session)
            self._write("")
            self._write(heading(session))
            if step.direction is not None:
                self._write(f"  {star_of(step)}")
            for one in self._briefing.says(step):
                for line in textwrap.wrap(one, PLAIN_WIDTH, initial_indent="  ", subsequent_indent="  "):
                    self._write(line)
            if step.rules or step.claims:
                self._write(f"  ({', '.join((*step.rules, *step.claims))})")
        state = state_line(session, left_s)
        if state:
            self._write(f"  {state}")
        if entered:
            self._write(f"  [Enter] {HELP[' ']}, {', '.join(f'{key} {HELP[key]}' for key in 'bpexq')}")

    def _map(self, session: Session) -> None:
        """The map, when another section is begun."""
        section = session.current.section
        if section is None or section == self._section:
            return
        self._section = section
        lines = character_map(
            session.plan,
            present=section,
            done=sections_done(session),
            columns=PLAIN_COLUMNS,
            rows=PLAIN_ROWS,
            signs=self._signs,
        )
        self._write("")
        for line in lines:
            self._write("  " + "".join(mark.says for mark in line).rstrip())


class LiveScreen:
    """One picture of the session that is drawn again in place.

    Parameters
    ----------
    live
        Where it is drawn.
    console
        How large that is.
    briefing
        The words.
    """

    def __init__(self, live: Live, console: Console, briefing: Briefing) -> None:
        self._live, self._console, self._briefing = live, console, briefing
        self._shaded = console.encoding.lower().startswith("utf")

    def show(self, session: Session, left_s: float) -> None:
        """Show a state."""
        self._live.update(self.picture(session, left_s), refresh=True)

    def picture(self, session: Session, left_s: float) -> RenderableType:
        """A state as something that can be drawn."""
        from rich.console import Group
        from rich.panel import Panel
        from rich.table import Table
        from rich.text import Text

        words, columns, rows = self._words(session, left_s), self._console.width, self._console.height
        keys = Text(
            "  ".join(f"{'space' if key == ' ' else key} {says}" for key, says in HELP.items()), "dim"
        )
        room = min(MAP_COLUMNS, columns - TEXT_COLUMNS - 6)
        body: RenderableType = words
        if columns >= LEAST_BESIDE and self._lines(words, columns - room - 8) <= rows - FRAME_ROWS + 1:
            beside = Table.grid(padding=(0, 2))
            beside.add_column(width=room)
            beside.add_column()
            beside.add_row(self._map(session, room, rows - FRAME_ROWS), words)
            body = beside
        else:
            left = rows - FRAME_ROWS - self._lines(words, columns - 4)
            if left >= LEAST_MAP_ROWS:
                body = Group(words, Text(), self._map(session, columns - 4, left))
        title = f"Step {session.step + 1} of {len(session.steps)}"
        return Panel(Group(body, Text(), keys), title=title, title_align="left", border_style="bright_black")

    def _lines(self, words: Text, columns: int) -> int:
        """How many lines words take in some columns."""
        return len(self._console.render_lines(words, self._console.options.update(width=columns)))

    def _words(self, session: Session, left_s: float) -> Text:
        from rich.text import Text

        step = session.current
        words = Text()
        words.append(f"{step.title}\n", "bold")
        if step.direction is not None:
            words.append(f"{star_of(step)}\n", "yellow")
        state = state_line(session, left_s)
        if state:
            words.append(f"\n{state}\n", "bold yellow")
            words.append(f"{self._bar(session, left_s)}\n", "yellow")
        for one in self._briefing.says(step):
            words.append(f"\n{one.replace(' %', NO_BREAK_PERCENT)}\n")
        if step.rules or step.claims:
            words.append(f"\n{', '.join((*step.rules, *step.claims))}", "bright_black")
        return words

    def _bar(self, session: Session, left_s: float) -> str:
        """How much of the step is over, as a bar."""
        step, room = session.current, 24
        whole = step.count * step.seconds if step.kind == "roll" else step.seconds
        if whole <= 0.0:
            part = session.made[session.step] / step.count
        else:
            gone = step.seconds - left_s if step.seconds else 0.0
            part = (session.made[session.step] * step.seconds + gone) / whole
        full = min(room, max(0, round(part * room)))
        over, under = ("━", "╌") if self._shaded else ("=", "-")
        return over * full + under * (room - full)

    def _map(self, session: Session, columns: int, rows: int) -> Text:
        from rich.text import Text

        lines = character_map(
            session.plan,
            present=session.current.section,
            done=sections_done(session),
            columns=columns,
            rows=rows,
            signs=SHADED if self._shaded else PLAIN,
        )
        drawn = Text(no_wrap=True)
        for line in lines:
            for mark in line:
                drawn.append(mark.says, COLORS[mark.kind] or None)
            drawn.append("\n")
        return drawn
