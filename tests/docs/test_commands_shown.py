"""Every command that a page, the README or a help text shows can be typed: its options exist, its values are read."""

import re
import shlex
import tomllib
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from cyclopts import CoercionError, CycloptsError, MissingArgumentError

from anagen.cli.app import COMMANDS, build, examples

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if not {"generated", "gallery"} & {*page.parts}),
]
FENCE = re.compile(r"^ *```(?:text|bash|sh|console)?\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^    (anagen .+)$", re.MULTILINE)
"""A block by its indentation alone."""
INLINE = re.compile(r"`(anagen [^`]+)`")
SHORTENED = re.compile(r"\.\.\.|…|\b[A-Z]{2,}\b")
"""What stands for something else: a place to fill in, or words left out."""
ENDS = {"|", ">", ">>", "&&", "&", "2>&1"}


def lines_of(text):
    """Lines of a terminal that call the program; where a block shows prompts, what has none is an answer."""
    for block in FENCE.findall(text):
        lines = [line.strip() for line in block.replace("\\\n", " ").splitlines()]
        typed = [line[2:] for line in lines if line.startswith("$ ")] or lines
        calls = (re.search(r"(?:^|&& |; |\.venv/bin/)(anagen(?: .*)?)$", line) for line in typed)
        yield from (call[1] for call in calls if call)


def shown_on(page):
    """Commands of a page, in blocks and in lines of prose."""
    text = page.read_text(encoding="utf-8")
    inline = (" ".join(one.split()) for one in INLINE.findall(FENCE.sub("", text)))
    indented = INDENTED.findall(FENCE.sub("", text))
    return [*lines_of(text), *indented, *(one for one in inline if " -" in one or not SHORTENED.search(one))]


def shown_in_help():
    """Commands of the examples that help texts give."""
    for name in COMMANDS:
        module = import_module(f"anagen.cli.{name}")
        for function in (getattr(module, name), *(getattr(module, "SUBCOMMANDS", None) or {}).values()):
            lines = (line.strip() for line in examples(function).splitlines())
            yield from (line for line in lines if line.startswith("anagen "))


def shown():
    """Every command that is shown, by where."""
    found = defaultdict(list, {str(page.relative_to(ROOT)): shown_on(page) for page in PAGES})
    found["anagen --help"] = list(shown_in_help())
    return {where: lines for where, lines in found.items() if lines}


@cache
def program(name):
    """The application with one command loaded."""
    return build([name])


def wrong_with(line):
    """What is wrong with a command; nothing if it can be typed.

    A command that only stands for itself, or with words left out, may lack what it needs.
    """
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((place for place, word in enumerate(words) if word in ENDS), len(words))]
    named = next((word for word in words if not word.startswith("-")), None)
    if named is None or "--help" in words:
        return None if named is None or named in COMMANDS else "There is no such command."
    if named not in COMMANDS:
        return "There is no such command."
    gone = [word for word in words if word.startswith("examples/") and not (ROOT / word).is_file()]
    if gone:
        return f"There is no {gone[0]}."
    lacking = bool(SHORTENED.search(line)) or not any(word.startswith("-") for word in words)
    try:
        program(named).parse_args(words, exit_on_error=False, print_error=False)
    except (MissingArgumentError, CoercionError) as error:
        return None if lacking else str(error)
    except CycloptsError as error:
        return str(error)
    return None


SHOWN = shown()


def test_many_commands_are_shown():
    assert sum(map(len, SHOWN.values())) > 250
    assert set(SHOWN) >= {
        "README.md",
        "docs/pictures.md",
        "docs/tutorials/person.md",
        "docs/diary.md",
        "anagen --help",
    }


@pytest.mark.parametrize("where", SHOWN)
def test_what_is_shown_can_be_typed(where):
    wrong = {line: says for line in SHOWN[where] if (says := wrong_with(line))}

    assert wrong == {}


@pytest.mark.parametrize(
    "line",
    [
        "anagen simulat example",
        "anagen trial kaufman_1998 --peopel 300",
        "anagen trial kaufman_1998 --people many",
        "anagen diary mesure visible_hair_density 148",
        "anagen trial ... --jsn",
        "anagen simulate examples/nobody.toml",
    ],
)
def test_what_cannot_be_typed_is_found(line):
    assert wrong_with(line)


def test_every_extra_that_a_page_installs_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = {one.strip() for some in re.findall(r"anagen\[([a-z, ]+)\]", text) for one in some.split(",")}

    assert len(named) > 3
    assert named <= set(project["optional-dependencies"])
