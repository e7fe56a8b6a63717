"""The command `anagen`: which commands there are, and how every one of them ends.

A command is a function in its own file of this folder. Only the file of the command that was asked for is
imported, and such a file imports NumPy and the like inside its function, so that help is always quick.
"""

from __future__ import annotations

import errno
import inspect
import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Annotated, Any, NoReturn

from cyclopts import (
    App,
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    Parameter,
    Token,
    UnusedCliTokensError,
)

from anagen import __version__
from anagen.cli.interrupt import noted, stop_if_interrupted
from anagen.errors import AnagenError

__all__ = ["COMMANDS", "main"]

EXIT_INPUT, EXIT_INTERRUPTED, EXIT_TERMINATED, EXIT_PIPE = 2, 130, 143, 141
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""A full disk, a full share of it, a file that is too large."""
WITH_ITS_VALUE = re.compile(r'\s*(?:--\S+ (?!-))?(?:"[^"]*"|\S)+')
"""A word of a command, or what stands in quotes; an option and its value are one."""
WHOLE: Mapping[str, Any] = {"int": int, "int | None": int | None}
"""What a command's file writes for a whole number, and what it is."""
NUMBERS: Sequence[Any] = (*WHOLE.values(), float)
CONTINUED = 6
"""How far the rest of a broken example is indented. [characters]"""


COMMANDS = {
    "consult": "Ask what matters, screen the answers, and show options with what each would probably do.",
    "diary": "Keep a diary of treatments, counts, measurements, photographs and side effects, and forecast from it.",
    "ask": "Answer a question in plain words, from the evidence, the rules and the model.",
    "serve": "Serve the web application, until Ctrl-C.",
    "simulate": "Simulate a person under each regimen, and untreated.",
    "trial": "Run an in-silico trial and set it beside what was published.",
    "validate": "Judge the model on every packaged trial: predicted, published, hit or miss.",
    "evidence": "Show what is known: numbers, papers, trials and surveys.",
    "render": "Draw a simulated head: as it is, before and after, or over the years.",
    "gallery": "Make a page of virtual people: the poor, the middle and the good outcome of each treatment.",
    "bench": "Time the kernel against a C reference on this machine.",
    "roll": "Check whether to roll today, and lead through a session with the dermaroller.",
    "store": "Show where records are kept, export or erase all of a person, and verify that nothing was changed.",
    "claims": "Show what was claimed, and what the model shows of it.",
    "calibrate": "Fit the free numbers to the calibration outcomes of the packaged trials.",
}
"""Every command, which is the function of that name in the file of that name, with the first line of its docstring.

The line is repeated here so that nothing is imported to list it.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    argv
        Arguments after the program's name; those of this process if not given.
    """
    tokens = list(sys.argv[1:] if argv is None else argv)
    before = signal.signal(
        signal.SIGTERM, _terminated
    )  # an exception, so that half-written output is removed
    try:
        with noted():
            build(tokens)(tokens, exit_on_error=False, print_error=False, result_action="return_value")
            stop_if_interrupted()
        sys.stdout.flush()
    except AnagenError as error:
        return _complain(str(error), EXIT_INPUT)
    except CycloptsError as error:
        return _complain(_misused(error), EXIT_INPUT)
    except KeyboardInterrupt as stopped:  # a command that keeps what it finished says where
        kept = str(stopped) or "nothing half-written is left behind."
        return _complain(f"Interrupted; {kept}", EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`| head`). Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE
    except (OSError, ModuleNotFoundError) as error:
        says = _unusable(error) if isinstance(error, OSError) else _not_installed(error.name)
        if says is None:
            raise
        return _complain(says, EXIT_INPUT)
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0


def build(tokens: Sequence[str]) -> App:
    """The application, with the asked command loaded and the others known by their line only.

    Parameters
    ----------
    tokens
        Arguments of the call; the first that is no option names the command.
    """
    app = App(
        name="anagen",
        help="Simulate a human scalp, follicle by follicle, under hair loss and its treatments.",
        help_epilogue="For education and research; not a medical device.",
        help_format="plaintext",
        version=__version__,
        default_parameter=Parameter(negative=(), show_default=default_shown),  # no --no-json beside --json
        suppress_keyboard_interrupt=False,
    )
    asked = next((token for token in tokens if not token.startswith("-")), None)
    for name, says in COMMANDS.items():
        home = f"anagen.cli.{name}"
        if name == asked:
            module = import_module(home)
            function = getattr(module, name)
            subcommands = getattr(module, "SUBCOMMANDS", None)
            if subcommands is None:
                app.command(flowing(function), name=name, help=prose(function), help_epilogue=typed(function))
            else:
                app.command(group(name, function, subcommands))
        else:
            app.command(f"{home}:{name}", name=name, help=says)
    return app


def group(name: str, function: Any, subcommands: Mapping[str, Any]) -> App:
    """A command with commands of its own; without one of them it does what its function does.

    Parameters
    ----------
    name
        Of the command.
    function
        What it does by itself.
    subcommands
        Its commands, by name.
    """
    app = App(name=name, help=prose(function), help_epilogue=typed(function))
    app.default(flowing(function))
    for word, one in subcommands.items():
        app.command(flowing(one), name=word, help=prose(one), help_epilogue=typed(one))
    return app


def prose(function: Any) -> str:
    """The paragraphs of a docstring, each on one line: the terminal knows best where to break it."""
    text = (inspect.getdoc(function) or "").partition("\n\nParameters\n---")[0]
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def default_shown(value: Any) -> str | None:
    """What help tells of a default; nothing of one that is no, or nothing."""
    return None if value is None or value is False else str(value) or None


def whole(_type: Any, tokens: Sequence[Token]) -> int:
    """A whole number as it was typed: half a person is refused, not rounded."""
    return int(tokens[0].value)


def flowing(function: Any) -> Any:
    """The function, with what its docstring says of each parameter on one line, and whole numbers taken as they are."""
    for name, kind in list(function.__annotations__.items()):
        if kind in WHOLE:
            function.__annotations__[name] = Annotated[WHOLE[kind], Parameter(converter=whole)]
    lines: list[str] = []
    for line in (inspect.getdoc(function) or "").splitlines():
        if lines and line.startswith("    ") and lines[-1].startswith("    "):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    function.__doc__ = "\n".join(lines)
    return function


def typed(function: Any) -> str:
    """The examples, each broken where a terminal may break it: what is copied from the help can be typed."""
    from rich.console import Console

    width = Console().width
    return "\n".join(folded(line, width) for line in examples(function).splitlines())


def folded(line: str, width: int) -> str:
    """A command in lines that fit, each but the last with a backslash at its end; never within quotes.

    Parameters
    ----------
    line
        The command, indented.
    width
        Of the terminal. [characters]
    """
    lines = [""]
    for part in WITH_ITS_VALUE.findall(line):
        if lines[-1].strip() and len(lines[-1]) + len(part) + len(" \\") > width:
            lines[-1] += " \\"
            lines.append(" " * CONTINUED + part.lstrip())
        else:
            lines[-1] += part
    return "\n".join(lines)


def examples(function: Any) -> str:
    """The examples section of a docstring, which the parser of docstrings leaves out of the help."""
    lines = (inspect.getdoc(function) or "").splitlines()
    start = next((i for i, line in enumerate(lines) if line == "Examples"), None)
    if start is None:
        return ""
    body = lines[start + 2 :]
    end = next((i - 1 for i, line in enumerate(body) if i and set(line) == {"-"}), len(body))
    return "\n".join(["Examples:", *(f"  {line}" for line in body[:end] if line.strip())])


def _misused(error: CycloptsError) -> str:
    """What is wrong with a call, in words that need no knowledge of programs."""
    words = " ".join(("anagen", *(error.command_chain or ())))
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        value = ", with a value" if error.argument.name.startswith("-") else ""
        return f"'{words}' needs {error.argument.name}{value}. See '{words} --help'."
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        left = " ".join(error.unused_tokens)
        return f"'{words}' has no place for '{left}'. Words that belong together go in quotes; see '{words} --help'."
    if isinstance(error, CoercionError) and error.target_type in NUMBERS and error.token is not None:
        kind = "a number" if error.target_type is float else "a whole number"
        return f"{error.token.keyword or words} takes {kind}, not '{error.token.value}'."
    if isinstance(error, CoercionError) and error.target_type is date and error.token is not None:
        return f"{error.token.keyword or words} takes a day such as 2026-11-22, not '{error.token.value}'."
    return str(error)


def _not_installed(library: str | None) -> str | None:
    """What to do where a library is missing; nothing where it is one of ours, which is a bug."""
    if library is None or library.partition(".")[0] == "anagen":
        return None
    # Whichever command it was: this extra brings what all of them need.
    return f"This needs {library}, which is not installed. Install it with: pip install 'anagen[web]'."


def _unusable(error: OSError) -> str | None:
    """What is wrong with a file or a disk; nothing where a bug is more likely."""
    if error.errno in NO_ROOM:
        return f"Cannot write: {error.strerror}. Nothing half-written is left behind."
    return None if error.filename is None else f"Cannot use {error.filename}: {error.strerror}."


def _complain(message: str, code: int) -> int:
    print(f"anagen: {' '.join(message.split())}", file=sys.stderr)
    return code


def _terminated(*_: object) -> NoReturn:
    raise SystemExit(EXIT_TERMINATED)
