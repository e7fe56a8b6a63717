"""A user's TOML file: where each key stands, and what a complaint says."""

import tomllib

import pytest

from anagen.errors import PersonFileError, TrialFileError
from anagen.tomlfile import key_lines, read_table, table_of

TRICKY = '''# a comment with key = 1
top = 1
text = """
inside = 2
[not.a.table]
"""
list = [
    "a = b",  # [ open
    { deep = 3 },
]
'literal # key' = 'a # b'
dotted.key = 4

[table]
x = 5
[table.inner]  # comment
y = { z = 6 }
[[rows]]
name = "first"
[[rows]]
name = "second"
[rows.sub]
w = 7
'''


def keys_of(value, key=()):
    """Every key of parsed TOML, as `key_lines` writes it."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield (*key, name)
            yield from keys_of(one, (*key, name))
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for place, one in enumerate(value):
            yield from keys_of(one, (*key, place))


def test_every_key_outside_brackets_has_the_line_it_stands_on():
    lines = key_lines(TRICKY)
    text = TRICKY.splitlines()

    for key, start in (
        (("top",), "top"),
        (("list",), "list"),
        (("literal # key",), "'literal"),
        (("dotted", "key"), "dotted"),
        (("table",), "[table]"),
        (("table", "x"), "x"),
        (("table", "inner"), "[table.inner]"),
        (("table", "inner", "y"), "y"),
        (("rows", 0, "name"), 'name = "first"'),
        (("rows", 1), "[[rows]]"),
        (("rows", 1, "name"), 'name = "second"'),
        (("rows", 1, "sub", "w"), "w"),
    ):
        assert text[lines[key] - 1].startswith(start)


def test_no_line_is_found_for_what_is_no_key():
    assert set(key_lines(TRICKY)) <= {*keys_of(tomllib.loads(TRICKY)), ("rows", 0), ("rows", 1)}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a = \n", "file.toml:1: This is no TOML: Invalid value. Put words in quotation marks"),
        (
            b'sex = "male\n',
            "file.toml:1: This is no TOML: Illegal character '\\n'. A quotation mark is missing",
        ),
        (
            b"age: 31\n",
            "file.toml:1: This is no TOML: Expected '=' after a key in a key/value pair. Write each field",
        ),
        (b"adds = 5 %\n", "Nothing may follow a value in its line"),
        (b"ok = 1\n\nb = [1,\n", "file.toml: This is no TOML"),
        (b"\xff\xfe", "file.toml: This is no text in UTF-8."),
    ],
)
def test_a_file_that_is_no_toml_is_refused_in_one_line(tmp_path, content, says):
    path = tmp_path / "file.toml"
    path.write_bytes(content)

    with pytest.raises(TrialFileError) as caught:
        read_table(path, TrialFileError)

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(PersonFileError, match="There is no such file"):
        read_table(tmp_path / "none.toml", PersonFileError)
    with pytest.raises(PersonFileError, match="This is a folder"):
        read_table(tmp_path, PersonFileError)


@pytest.mark.parametrize(
    ("line", "ask", "says"),
    [
        ("n = true", lambda t: t.number("n"), "n = True is not a number"),
        ("n = nan", lambda t: t.number("n"), "n = nan is not a number"),
        ("n = -1", lambda t: t.number("n", low=0), "n = -1 is not a number of at least 0"),
        ("n = 1.5", lambda t: t.integer("n"), "n = 1.5 is not a whole number"),
        ("n = ' '", lambda t: t.text("n"), "n = ' ' is not a text"),
        ("n = '2026-11-22'", lambda t: t.day("n"), "n = '2026-11-22' is not a date such as 2026-11-22"),
        ("n = 2026-11-22 10:00:00", lambda t: t.day("n"), "is not a date such as 2026-11-22"),
        ("n = 'x'", lambda t: t.boolean("n"), "n = 'x' is not true or false"),
        ("n = 'meal'", lambda t: t.choice("n", ["male", "female"]), "Did you mean 'male'"),
        ("n = [1, 2]", lambda t: t.numbers("n", size=3), "n = [1, 2] is not a list of 3 numbers"),
        ("n = ['a']", lambda t: t.texts("n", allowed=["b"]), "No n named 'a'"),
        ("n = 3", lambda t: t.table("n"), "n = 3 is not a table"),
        ("n = 3", lambda t: t.tables("n"), "'n' is not a list of tables"),
        ("n = 3", lambda t: t.close(), "No field named 'n'"),
        ("", lambda t: t.number("n"), "'n' is missing"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(tmp_path, line, ask, says):
    path = tmp_path / "file.toml"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")

    with pytest.raises(TrialFileError) as caught:
        ask(read_table(path, TrialFileError))

    assert says in str(caught.value)
    assert caught.value.line == (2 if line else None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 5000, "nested too deeply"),
        ("a = " + "9" * 5000, "too long to be read"),
    ],
)
def test_a_text_made_to_break_the_reader_is_refused_in_one_line(text, says):
    with pytest.raises(TrialFileError, match=says) as caught:
        table_of(text, "trial.toml", TrialFileError)

    assert str(caught.value).startswith("trial.toml: ")


def test_a_whole_number_beyond_any_float_is_no_number():
    table = table_of(f"a = {'9' * 400}", "trial.toml", TrialFileError)

    with pytest.raises(TrialFileError, match="is not a number"):
        table.number("a")
