"""How every command ends."""

import inspect
import os
import re
import signal
import subprocess
import sys
from importlib import import_module

import pytest

from anagen.cli import app
from anagen.errors import InputError


def run(*arguments):
    """The real program, in a process of its own."""
    program = [sys.executable, "-m", "anagen", *arguments]
    return subprocess.run(program, capture_output=True, text=True, check=False)


@pytest.fixture
def command_that(monkeypatch):
    """Make `anagen evidence` raise what the test wants."""

    def arrange(error):
        def evidence():
            """Raise."""
            raise error

        monkeypatch.setattr("anagen.cli.evidence.evidence", evidence)

    return arrange


@pytest.mark.parametrize("name", app.COMMANDS)
def test_a_command_is_listed_by_the_first_line_of_its_docstring(name):
    function = getattr(import_module(f"anagen.cli.{name}"), name)

    assert inspect.getdoc(function).splitlines()[0] == app.COMMANDS[name]


@pytest.mark.parametrize("name", app.COMMANDS)
def test_a_command_has_help_with_examples(name, capsys):
    assert app.main([name, "--help"]) == 0

    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert f"anagen {name}" in shown.partition("Examples:")[2]


def functions_of(name):
    """The function of a command, and those of its own commands."""
    module = import_module(f"anagen.cli.{name}")
    return [getattr(module, name), *getattr(module, "SUBCOMMANDS", {}).values()]


def as_a_shell_joins(lines):
    return re.sub(r" \\\n +", " ", lines)


@pytest.mark.parametrize("name", app.COMMANDS)
def test_a_broken_example_is_the_same_command(name):
    for line in "\n".join(map(app.examples, functions_of(name))).splitlines():
        for width in (50, 60, 80, 120):
            broken = app.folded(line, width)

            assert as_a_shell_joins(broken) == line
            parts = app.WITH_ITS_VALUE.findall(broken)
            assert all(len(one) <= width or max(map(len, parts)) > width - 10 for one in broken.splitlines())


def test_help_shows_examples_that_can_be_copied_from_a_narrow_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert app.main(["simulate", "--help"]) == 0

    shown = capsys.readouterr().out
    (function,) = functions_of("simulate")
    assert as_a_shell_joins(shown.partition("Examples:\n")[2]).strip() in app.examples(function)
    assert max(map(len, shown.splitlines())) <= 60


def test_help_names_no_default_that_is_no_and_breaks_no_line_early(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    assert app.main(["diary", "start", "--help"]) == 0

    shown = capsys.readouterr().out
    assert "[default: False]" not in shown
    assert "[default: ]" not in shown
    assert not re.search(r"^│ {5,}\w", shown, re.MULTILINE)


def test_help_lists_every_command(capsys):
    assert app.main(["--help"]) == 0

    shown = capsys.readouterr().out
    assert set(re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE)) == set(app.COMMANDS)
    assert "not a medical device" in shown


def test_help_loads_nothing_heavy():
    program = (
        "import sys; from anagen.cli.app import main; main(['--help'])\n"
        "print(*({'numpy', 'numba', 'matplotlib', 'xarray'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["evidnce"],
        ["evidence", "--jsn"],
        ["evidence", "a", "b"],
        ["--nothing"],
        ["evidence", "no_such_number"],
    ],
)
def test_bad_input_is_one_line_and_exit_2(arguments, capsys):
    assert app.main(arguments) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("anagen: ")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (InputError("two\nlines"), 2, "anagen: two lines\n"),
        (KeyboardInterrupt(), 130, "anagen: Interrupted; nothing half-written is left behind.\n"),
        (
            FileNotFoundError(2, "No such file or directory", "x.toml"),
            2,
            "anagen: Cannot use x.toml: No such file or",
        ),
        (OSError(28, "No space left on device"), 2, "anagen: Cannot write: No space left on device. Nothing"),
    ],
)
def test_an_error_becomes_a_line_and_a_code(error, code, says, command_that, capsys):
    command_that(error)

    assert app.main(["evidence"]) == code
    assert capsys.readouterr().err.startswith(says)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            "store export",
            "anagen: 'anagen store export' needs --out, with a value. See 'anagen store export --help'.",
        ),
        ("simulate example --years ten", "anagen: --years takes a number, not 'ten'."),
        ("simulate example --people 1.5", "anagen: --people takes a whole number, not '1.5'."),
        ("render example --skin-tone 2.5", "anagen: --skin-tone takes a whole number, not '2.5'."),
        ("diary remind x --alarm-minutes 1.5", "anagen: --alarm-minutes takes a whole number, not '1.5'."),
        (
            "simulate example --show plasma",
            "anagen: --show tells what a regimen does on its way to the hair. Add --regimen.",
        ),
        ("serve --port 80x", "anagen: --port takes a whole number, not '80x'."),
        ("simulate", "anagen: 'anagen simulate' needs PERSON. See 'anagen simulate --help'."),
    ],
)
def test_a_wrong_call_is_told_in_plain_words(typed, says, capsys):
    assert app.main(typed.split()) == 2

    assert capsys.readouterr().err == f"{says}\n"


def test_words_that_were_not_put_in_quotes_are_told(capsys):
    assert app.main(["ask", "does", "minoxidil work?"]) == 2

    said = capsys.readouterr().err
    assert "'anagen ask' has no place for 'minoxidil work?'" in said
    assert "go in quotes" in said


@pytest.mark.parametrize(
    "bug", [ZeroDivisionError("a bug"), ModuleNotFoundError("a bug", name="anagen.nothing")]
)
def test_a_bug_keeps_its_traceback(bug, command_that):
    command_that(bug)

    with pytest.raises(type(bug)):
        app.main(["evidence"])


def test_who_lacks_the_libraries_of_a_command_is_told_how_to_get_them():
    program = (
        "import sys; sys.modules.update(fastapi=None, sqlalchemy=None, prompt_toolkit=None)\n"
        "from anagen.cli.app import main; sys.exit(main(['serve']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith("anagen: ")
    assert done.stderr.count("\n") == 1
    assert "Install it with: pip install 'anagen[web]'." in done.stderr


def test_termination_unwinds_and_restores_the_handler(monkeypatch):
    before = signal.getsignal(signal.SIGTERM)

    def evidence():
        """Stop."""
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("anagen.cli.evidence.evidence", evidence)
    with pytest.raises(SystemExit) as caught:
        app.main(["evidence"])

    assert caught.value.code == 143
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_reader_that_goes_away_is_no_error():
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "anagen", "evidence"], stdout=write_end, stderr=subprocess.PIPE, check=False
    )
    os.close(write_end)

    assert (done.returncode, done.stderr) == (141, b"")


def test_the_version_is_printed():
    done = run("--version")

    assert (done.returncode, done.stdout.strip()) == (0, import_module("anagen").__version__)


def test_the_program_refuses_bad_input_too():
    done = run("evidence", "no_such_number")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("anagen: No number, source, trial or survey named 'no_such_number'.")
