"""`anagen consult` in a real terminal: a whole journey, why, back, stops, and broken off at every question."""

import stat
import tomllib

import forked_terminal
import pytest
from consulted import DOWN, ENTER, INTERRUPT, KILL, LEFT, MAN, PLAIN_SCREEN, WOMAN, Terminal, keys_for, walk

PLAIN = {"respondent": "self"}


def kept(home):
    path = home / "data" / "anagen" / "consultation.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def go_to(terminal, wanted, field):
    """Answer up to the question about a field; give its number."""
    for number, (group, answers) in enumerate(walk(wanted), start=1):
        terminal.at_question(number)
        if field in {one.field for one in group}:
            return number
        terminal.press(keys_for(group, answers, wanted))
    raise AssertionError(field)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    one = forked_terminal.Terminal(tmp_path_factory.mktemp("terminal"), "consult", rows=50, **PLAIN_SCREEN)
    yield one
    one.close()


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "blow", "ends"), [(MAN, KILL, -KILL), (WOMAN, INTERRUPT, 130)])
def test_broken_off_at_every_question_nothing_is_lost(loaded, tmp_path, wanted, blow, ends):
    given = {}
    for number, (group, answers) in enumerate(walk(wanted), start=1):
        loaded.start(XDG_DATA_HOME=str(tmp_path / "data"))
        loaded.expect(rf"question {number} of")
        loaded.expect("q leave")
        assert kept(tmp_path) == given
        loaded.press(keys_for(group, answers, wanted))
        given = {**PLAIN, **given, **{one.field: wanted[one.field] for one in group}}
        loaded.expect(rf"question {number + 1} of|All is asked")
        assert loaded.hit(blow) == ends
        assert kept(tmp_path) == given

    assert given == {**PLAIN, **wanted}


def test_a_whole_journey_to_a_result_without_a_plan(tmp_path):
    wanted = WOMAN | {"areas": ["patches"], "consent_data": True}
    terminal = Terminal(tmp_path)
    for number, (group, answers) in enumerate(walk(wanted), start=1):
        terminal.at_question(number)
        terminal.press(keys_for(group, answers, wanted))
    terminal.sees("All is asked")
    terminal.sees("q leave")
    terminal.press(ENTER)
    terminal.sees("Your answers are kept in")
    terminal.sees("Please let a doctor look first")
    terminal.sees("SCR-06")
    terminal.sees("not a medical device")

    assert terminal.end() == 0
    path = tmp_path / "data" / "anagen" / "consultation.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_keys_that_come_faster_than_screens_are_neither_lost_nor_misplaced(tmp_path):
    terminal = Terminal(tmp_path)
    terminal.at_question(1)
    terminal.press("".join(keys_for(group, answers, MAN) for group, answers in walk(MAN)))
    terminal.sees("All is asked")
    terminal.press("q")

    assert terminal.end() == 0
    assert kept(tmp_path) == {**PLAIN, **MAN}


def test_why_back_skip_and_change(tmp_path):
    terminal = Terminal(tmp_path)
    go_to(terminal, MAN, "age")
    terminal.press("?")
    terminal.sees("Every medicine has a limit of age")
    terminal.press(f"320{ENTER}")
    terminal.sees("is not a whole number from 0 to 110")
    terminal.press(f"\x7f{ENTER}")
    terminal.at_question(4)
    terminal.press(LEFT)
    terminal.sees("32▁")
    terminal.press(f"\x7f\x7f41{ENTER}")
    terminal.at_question(4)
    assert kept(tmp_path)["age"] == 41

    terminal.press("s")
    terminal.sees("Which sex was recorded at your birth.*not answered")
    terminal.at_question(5)
    terminal.press("q")
    terminal.sees("goes on from there")
    assert terminal.end() == 0
    assert "sex" not in kept(tmp_path)

    terminal = Terminal(tmp_path)
    terminal.sees("Going on with the answers")
    terminal.sees("Look closely at the thin place")  # what was left open is not asked again
    terminal.press(LEFT)
    terminal.sees("Which sex was recorded")
    terminal.press("2" + ENTER)
    terminal.sees("Are you pregnant")
    terminal.press("q")
    assert terminal.end() == 0
    assert kept(tmp_path)["sex"] == "female"


def test_a_stop_shows_whom_to_call_and_ends_the_questions(tmp_path):
    terminal = Terminal(tmp_path)
    go_to(terminal, MAN, "suicidal_now")
    terminal.press("1" + ENTER)
    terminal.sees("You matter more than hair")
    terminal.sees("116 123")
    terminal.press(LEFT)
    terminal.sees("In the last two weeks")
    terminal.press(ENTER)
    terminal.sees("You matter more than hair")
    terminal.press(ENTER)
    shown = terminal.sees("not a medical device")

    assert "There is no plan now" in shown
    assert "inoxidil" not in shown
    assert terminal.end() == 0


def test_without_consent_nothing_is_written(tmp_path):
    terminal = Terminal(tmp_path)
    terminal.at_question(1)
    terminal.press("2" + ENTER)
    terminal.at_question(2)
    terminal.press("2" + ENTER)
    terminal.at_question(3)
    terminal.press("q")
    terminal.sees("Nothing was kept")

    assert terminal.end() == 0
    assert kept(tmp_path) == {}


def test_consent_taken_back_removes_what_was_kept(tmp_path):
    terminal = Terminal(tmp_path)
    go_to(terminal, MAN, "age")
    assert kept(tmp_path)["suicidal_now"] is False
    terminal.press(LEFT)
    terminal.sees("In the last two weeks")
    terminal.press(LEFT)
    terminal.sees("May your answers be kept")
    terminal.press("2" + ENTER)
    terminal.at_question(3)
    assert kept(tmp_path) == {}
    terminal.press("q")
    assert terminal.end() == 0


def test_a_file_of_ones_own_goes_on_and_keeps_what_stands_in_it(tmp_path):
    mine = tmp_path / "me.toml"
    mine.write_text('# my own words\nage = 50\nsex = "female"  # as in my papers\n', encoding="utf-8")
    terminal = Terminal(tmp_path, "--answers", str(mine))
    terminal.sees("May your answers be kept")
    terminal.press("1" + ENTER)
    terminal.sees("In the last two weeks")
    terminal.press("2" + ENTER)
    terminal.sees("Are you pregnant")
    terminal.press("\x03")
    assert terminal.end() == 130

    text = mine.read_text(encoding="utf-8")
    assert "# my own words" in text
    assert "# as in my papers" in text
    assert tomllib.loads(text) == {
        "age": 50,
        "sex": "female",
        "consent_data": True,
        "respondent": "self",
        "suicidal_now": False,
    }


def test_pictures_stand_beside_the_list_and_in_a_file(tmp_path):
    cache = tmp_path / "cache"
    terminal = Terminal(tmp_path, cache=cache)
    go_to(terminal, MAN, "norwood")
    terminal.press(DOWN)
    terminal.sees("▀▀▀▀")
    drawn = {one.name.split("-")[0] for one in (cache / "anagen" / "grades").iterdir()}
    assert drawn == {"pattern_seen", "norwood"}
    terminal.press("q")
    assert terminal.end() == 0


def test_fresh_sets_aside_what_was_kept(tmp_path):
    folder = tmp_path / "data" / "anagen"
    folder.mkdir(parents=True)
    (folder / "consultation.toml").write_text("consent_data = true\nage = 77\n", encoding="utf-8")
    terminal = Terminal(tmp_path, "--fresh")
    terminal.at_question(1)
    terminal.press("q")

    assert terminal.end() == 0
    assert "77" in (folder / "consultation.toml.before").read_text(encoding="utf-8")
    assert kept(tmp_path) == {}
