"""A what-if as numbers: paired, with intervals, and with what gives them again."""

import json
import shlex

import pytest

from anagen.cli.app import main
from anagen.patient.person import Person, read_person
from anagen.questions.simulated import person_file, signed, simulate_what_if
from anagen.questions.typical import person_for
from anagen.questions.what_if import read_what_if

PEOPLE, FOLLICLES = 24, 100


def run(question, person=None, **more):
    asked = read_what_if(question)
    someone, who = person_for(asked, person)
    return simulate_what_if(asked, someone, who, people=PEOPLE, follicles=FOLLICLES, seed=3, **more)


@pytest.fixture(scope="module")
def stopped():
    return run("what if I stop minoxidil after a year?")


def test_before_the_change_the_courses_are_the_same_and_after_it_they_part(stopped):
    before, after = stopped.compared[0], stopped.compared[-1]

    assert [one.year for one in stopped.compared] == pytest.approx([0.0, 1.0, 2.0, 3.0], abs=0.03)
    assert before.low90 == before.high90 == before.more_share == before.less_share == 0.0
    assert stopped.compared[1].median == 0.0
    assert after.median < 0.0
    assert after.less_share > after.more_share
    assert after.low90 <= after.median <= after.high90


def test_rows_hold_every_course_and_no_treatment_with_its_band(stopped):
    assert {one.name for one in stopped.rows} == {"stopping minoxidil", "keeping on", "no treatment"}
    assert all(one.low90 <= one.median <= one.high90 for one in stopped.rows)


def test_the_sentence_says_the_numbers(stopped):
    end = stopped.compared[-1]

    assert f"{abs(end.median):.1f} visible hairs/cm2 fewer than 'keeping on'" in stopped.sentence
    assert f"{signed(end.low90)} and {signed(end.high90)}" in stopped.sentence
    assert f"{PEOPLE} virtual men" in stopped.sentence


def test_no_treatment_alone_goes_down():
    done = run("what would happen if I do nothing for 8 years")

    first, last = done.rows[0], done.rows[-1]
    assert done.history.regimens == ("untreated",)
    assert last.median < first.median
    assert done.sentence.startswith("Without treatment")


def test_a_woman_is_simulated_where_her_hair_thins():
    done = run("what if my wife starts minoxidil")

    assert done.person.sex == "female"
    assert done.history.region == "mid_scalp"
    assert "virtual women" in done.sentence


def test_the_record_is_json_and_the_files_are_there(stopped, tmp_path):
    record = json.loads(json.dumps(stopped.as_dict()))
    stopped.write(tmp_path)

    assert record["read_as"][0]["regimen"].endswith("until year 1")
    assert record["provenance"]["seed"] == 3
    assert {path.name for path in tmp_path.iterdir()} == {
        "history.csv",
        "person.toml",
        "what_if.png",
        "what_if.svg",
    }
    assert read_person(tmp_path / "person.toml").as_dict() == stopped.person.as_dict()


def test_the_commands_give_the_same_again(stopped, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    made, command = stopped.commands
    (tmp_path / "person.toml").write_text(shlex.split(made)[1].replace("\\n", "\n"), encoding="utf-8")
    words = shlex.split(command)
    monkeypatch.setattr(
        "anagen.simulation.simulate.simulate.__kwdefaults__", {**_defaults(), "follicles": FOLLICLES}
    )

    assert words[:2] == ["anagen", "simulate"]
    assert main([*words[1:], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    hair = [one["courses"][0]["median"] for one in shown["regimens"]]
    assert hair[1][-1] == pytest.approx(stopped.rows[3].median, abs=1e-3)
    assert hair[2][-1] == pytest.approx(stopped.rows[7].median, abs=1e-3)


def _defaults():
    from anagen.simulation.simulate import simulate

    return simulate.__kwdefaults__


def test_a_person_of_a_file_is_named_in_the_command(tmp_path):
    path = tmp_path / "a man's.toml"
    who = Person(age_years=33, sex="male", norwood="IV")
    asked = read_what_if("what if I start finasteride")

    done = simulate_what_if(asked, *person_for(asked, who), people=2, follicles=20, seed=1, file=path)

    assert len(done.commands) == 1
    assert shlex.split(done.commands[0])[2] == str(path)
    assert done.person == who


def test_a_person_is_written_as_it_is_read(tmp_path):
    who = Person(age_years=44, sex="female", sinclair=2, answers={"areas": ("crown",), "accepts_daily": True})
    path = tmp_path / "person.toml"
    path.write_text(person_file(who), encoding="utf-8")

    assert read_person(path).as_dict() == who.as_dict()
