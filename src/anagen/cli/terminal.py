"""Screens of an interview, shown in a terminal by prompt_toolkit."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.cli.screens import Page, Screen, Typed
from anagen.errors import InputError

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples as Fragments
    from prompt_toolkit.key_binding import KeyBindings

__all__ = ["interviewed", "sheet_of", "show"]

WELCOME = (
    "Some questions about you and your hair, about five minutes. Skip what you like; a treatment is held back while "
    "an answer that matters for its safety is missing. For education and research: no diagnosis, and not a medical "
    "device."
)
KEYS = {
    "up": "up", "down": "down", "home": "first", "end": "last", "pageup": "page up", "pagedown": "page down",
    "enter": "enter", "c-j": "enter", " ": "space", "backspace": "delete", "left": "back",
}  # fmt: skip
"""Names of keys there, and here."""
STYLE = {
    "page": "fg:ansibrightblack",
    "heading": "bold",
    "cursor": "fg:ansicyan bold",
    "why": "italic",
    "error": "fg:ansired",
    "keys": "fg:ansibrightblack",
}
FOR_OTHERS = {
    "carer": "Answer as the person you care for: 'you' means them.\n",
    "clinician": "Answer as the person: 'you' means them. The grade counts as that of a trained observer.\n",
}
WIDEST = 100
"""No line of text is longer, however wide the terminal. [cell]"""
AROUND, LEAST_LINES = 9, 4
"""Lines for what stands around a list, and the least that are left for it."""
PICTURE_WIDTH, LEAST_LIST_WIDTH, GAP = 32, 44, 2
"""Cells of a view of a picture, of the list beside it, and between. [cell]"""


def interviewed(
    answers: Mapping[str, Any],
    left_open: Collection[str],
    path: Path,
    *,
    depth: str,
    full: bool,
    own_file: bool,
) -> dict[str, Any] | None:
    """Ask in the terminal until all is asked; None if the person left before.

    Parameters
    ----------
    answers
        What was answered before.
    left_open
        Fields that were asked and not answered.
    path
        Where answers are kept.
    depth
        Who answers.
    full
        Whether to ask what is not on the short path, too.
    own_file
        Whether the file is one that only this program writes.
    """
    check_library()
    from anagen.cli.interview import Interview
    from anagen.consultation.reviewing import CONSENT

    interview = Interview(
        path=path,
        depth=depth,
        full=full,
        show=show,
        say=say,
        answers=dict(answers),
        left_open=set(left_open),
        own_file=own_file,
    )
    begun = len(answers) > 1
    print(wrapped(WELCOME if not begun else f"Going on with the answers in {path}. To begin anew: --fresh."))
    print(wrapped(FOR_OTHERS.get(depth, "")))
    from prompt_toolkit.input import create_input

    try:
        # Raw between screens too: else keys of the quick are echoed there, or lost.
        with create_input(sys.stdin).raw_mode():
            interview.run()
    finally:
        if interview.answers.get(CONSENT) and path.exists():
            print(wrapped(f"Your answers are kept in {path}; the same command goes on from there."))
        elif interview.left:
            print("Nothing was kept.")
    return None if interview.left else interview.answers


def say(asked: str, answered: str) -> None:
    """Leave a question and its answer standing above the next."""
    from prompt_toolkit import print_formatted_text
    from prompt_toolkit.formatted_text import FormattedText
    from prompt_toolkit.styles import Style

    split = len(asked) + 1
    text = wrapped(f"{asked} {answered}", later="  ")
    line = FormattedText([("class:page", text[:split]), ("class:heading", text[split:])])
    print_formatted_text(line, style=Style.from_dict(STYLE), output=_output())


def wrapped(text: str, *, width: int = 0, later: str = "") -> str:
    """Text broken between words where the terminal ends.

    Parameters
    ----------
    text
        One paragraph or several.
    width
        Where to break, if not there. [cell]
    later
        What every line but the first begins with.
    """
    width = width or min(shutil.get_terminal_size().columns - 1, WIDEST)
    return "\n".join(
        textwrap.fill(one, width, subsequent_indent=later, break_long_words=False, break_on_hyphens=False)
        for one in text.split("\n")
    )


def _output() -> Any:
    """The terminal. It is not asked where its cursor is: some do not answer, and nothing here needs it."""
    from prompt_toolkit.output import create_output

    output = create_output(stdout=sys.stdout)
    if hasattr(output, "enable_cpr"):
        output.enable_cpr = False
    return output


def check_library() -> None:
    """Refuse to begin where the prompt library is not installed."""
    try:
        import prompt_toolkit  # noqa: F401  the error is what is asked for
        import tomlkit  # noqa: F401  likewise
    except ImportError as error:
        raise InputError(
            f"Questions in a terminal need {error.name}. Install it with: pip install 'anagen[consult]'."
        ) from error


def show(screen: Screen, place: str) -> Any:
    """Show a screen until it is done, and give what came of it.

    Parameters
    ----------
    screen
        What is asked.
    place
        How far the interview is, in words.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C.
    """
    from prompt_toolkit.application import Application
    from prompt_toolkit.layout import Layout
    from prompt_toolkit.styles import Style

    output = _output()
    application: Application[Any] = Application(
        layout=Layout(_layout(screen, place, output.get_size)),
        key_bindings=_bindings(screen),
        style=Style.from_dict(STYLE),
        erase_when_done=True,
        output=output,
    )
    application.ttimeoutlen = 0.05
    return application.run()


def sheet_of(screen: Screen) -> Path | None:
    """A file with the pictures of a screen's options, in the user's cache; none where it has none.

    Parameters
    ----------
    screen
        What is asked.
    """
    asked = screen.questions[0] if screen.questions else None
    if asked is None or not asked.pictures:
        return None
    from platformdirs import user_cache_dir

    from anagen import __version__
    from anagen.render.grades import GRADES_DRAWN, grade_sheet

    shown = [row for row in screen.rows if row.option and str(row.option.value) in GRADES_DRAWN[asked.field]]
    sex = str(screen.answers.get("sex", "male"))
    path = (
        Path(user_cache_dir("anagen", appauthor=False)) / "grades" / f"{asked.field}-{sex}-{__version__}.png"
    )
    if path.exists():
        return path
    sheet = grade_sheet(
        asked.field,
        [row.option.value for row in shown if row.option],
        [row.label for row in shown],
        sex=sex,
        columns=min(len(shown), 3),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(sheet)
        draft.replace(path)
    except OSError:
        return None  # no place to keep it: the list and the small pictures are enough
    return path


def _bindings(screen: Screen) -> KeyBindings:
    """What keys do: most are the screen's affair."""
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    def press(event: Any, key: str) -> None:
        screen.press(key)
        if screen.done is not None:
            event.app.exit(result=screen.done)

    for theirs, ours in KEYS.items():
        bindings.add(theirs)(lambda event, ours=ours: press(event, ours))

    @bindings.add("<any>")
    def _(event: Any) -> None:
        if event.data and event.data.isprintable():
            press(event, event.data)

    @bindings.add("c-c")
    @bindings.add("<sigint>")
    def _(event: Any) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @bindings.add("c-d")
    def _(event: Any) -> None:
        press(event, "q")

    return bindings


def _layout(screen: Screen, place: str, size: Callable[[], Any]) -> Any:
    """Heading, list with a picture beside it if there is room, and what the keys do."""
    from prompt_toolkit.data_structures import Point
    from prompt_toolkit.layout import Dimension, HSplit, VSplit, Window
    from prompt_toolkit.layout.controls import FormattedTextControl

    def text(content: Callable[[], Fragments]) -> Window:
        return Window(FormattedTextControl(content), dont_extend_height=True, wrap_lines=True)

    views, cells = _views(screen, size()), _cells(size())

    def room() -> int:
        beside = GAP + views * cells if views else 0
        return min(int(size().columns) - 1 - beside, WIDEST)

    body = Window(
        FormattedTextControl(
            lambda: _body(screen, room())[0],
            focusable=True,
            show_cursor=False,
            get_cursor_position=lambda: Point(0, _body(screen, room())[1]),
        ),
        dont_extend_height=True,
        height=lambda: Dimension(max=max(size().rows - AROUND, LEAST_LINES)),
    )
    middle: Any = body
    if views:
        picture = Window(
            FormattedTextControl(lambda: _picture(screen, views, cells)),
            width=views * cells,
            height=cells // 2,
        )
        middle = VSplit([body, Window(width=GAP), picture])
    sheet = sheet_of(screen) if views is not None else None
    return HSplit(
        [
            text(lambda: _head(screen, place, sheet)),
            middle,
            text(lambda: _foot(screen)),
        ]
    )


def _head(screen: Screen, place: str, sheet: Path | None) -> Fragments:
    head: Fragments = [
        ("", "\n"),
        ("class:page", f"{screen.page} · {place}\n" if place else f"{screen.page}\n"),
    ]
    head.append(("class:heading", wrapped(screen.heading)))
    if sheet:
        head.append(("class:page", f"\nAll pictures, larger: {sheet}"))
    return [*head, ("", "\n")] if not isinstance(screen, Typed) else head


def _body(screen: Screen, width: int) -> tuple[Fragments, int]:
    """What can be chosen, and the line on which the cursor stands."""
    if isinstance(screen, Typed):
        hint = f"   ({screen.hint})" if screen.hint else ""
        return [("class:cursor", "> "), ("", f"{screen.words}▁"), ("class:page", hint)], 0
    if isinstance(screen, Page):
        return [
            (
                "",
                "\n".join(
                    wrapped(one, width=width, later="  " * one.startswith(" ")) for one in screen.lines
                ),
            )
        ], 0
    lines: Fragments = []
    line, at = 0, 0
    for place, row in enumerate(screen.rows):
        mark = screen.mark(place)
        text = wrapped(f"{mark}{row.label}", width=width, later=" " * len(mark))
        at = line if place == screen.cursor else at
        line += text.count("\n") + 1
        end = "\n" if place < len(screen.rows) - 1 else ""
        lines.append(("class:cursor" if place == screen.cursor else "", text + end))
    return lines, at


def _foot(screen: Screen) -> Fragments:
    foot: Fragments = [("", "\n")]
    if screen.error:
        foot.append(("class:error", f"{wrapped(screen.error)}\n"))
    if screen.why_shown:
        foot.append(("class:why", f"{wrapped(screen.why)}\n"))
    return [*foot, ("class:keys", wrapped(screen.keys))]


def _views(screen: Screen, size: Any) -> int | None:
    """How many views of a picture there is room for; none where the screen has no pictures."""
    if not screen.questions or not screen.questions[0].pictures:
        return None
    fit = (int(size.columns) - LEAST_LIST_WIDTH - GAP) // _cells(size)
    return max(min(fit, 2 if screen.answers.get("sex") == "male" else 1), 0)


def _cells(size: Any) -> int:
    """Width of a view; it is half as high. [cell]"""
    return max(min(PICTURE_WIDTH, 2 * (int(size.rows) - AROUND)), 2)


def _picture(screen: Screen, views: int, width: int) -> Fragments:
    """The picture of the line under the cursor, two colors a cell."""
    from anagen.render.grades import GRADES_DRAWN, half_blocks

    asked, row = screen.questions[0], screen.rows[screen.cursor] if screen.cursor >= 0 else None
    if row is None:
        return [("class:page", "\n\n  (the arrow keys\n  show the pictures)")]
    if row.option is None or str(row.option.value) not in GRADES_DRAWN[asked.field]:
        return [("class:page", "\n\n  (no picture of this one)")]
    cells = half_blocks(
        asked.field,
        row.option.value,
        sex=str(screen.answers.get("sex", "male")),
        width=width,
        views=views,
    )
    drawn: Fragments = []
    for line in cells:
        for (r, g, b), (s, h, c) in line:
            drawn.append((f"fg:#{r:02x}{g:02x}{b:02x} bg:#{s:02x}{h:02x}{c:02x}", "▀"))
        drawn.append(("", "\n"))
    return drawn[:-1]
