"""The file of answers: whole at any moment, a person's file, and what somebody wrote into it stays."""

import stat
import tomllib

import pytest
from consulted import MAN

from anagen.consultation.answers_file import keep, kept
from anagen.errors import PersonFileError
from anagen.patient.person import read_answers, read_person


def test_answers_come_back_as_they_were_given(tmp_path):
    path = tmp_path / "deep" / "me.toml"
    keep(path, MAN, {"fitzpatrick"})

    assert kept(path).answers == MAN
    assert kept(path).left_open == {"fitzpatrick"}
    assert read_person(path).age_years == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_file_is_no_answers(tmp_path):
    assert kept(tmp_path / "none.toml").answers == {}


def test_only_what_changed_is_written_anew(tmp_path):
    path = tmp_path / "me.toml"
    path.write_text('# mine\nage = 40   # soon 41\nareas = [\n  "crown",  # mostly\n]\n', encoding="utf-8")
    keep(path, {"age": 41, "areas": ["crown"], "sex": "male"}, {"norwood"})
    keep(path, {"age": 41, "areas": ["crown"]}, {"norwood", "sex"})
    text = path.read_text(encoding="utf-8")

    assert tomllib.loads(text) == {"age": 41, "areas": ["crown"]}
    assert "# mine" in text
    assert "# mostly" in text
    assert text.count("Left open") == 1
    assert kept(path).left_open == {"norwood", "sex"}


def test_what_is_answered_is_no_longer_left_open(tmp_path):
    path = tmp_path / "me.toml"
    keep(path, {"age": 41}, {"sex"})
    keep(path, {"age": 41, "sex": "male"}, {"sex"})

    assert kept(path).left_open == frozenset()
    assert "Left open" not in path.read_text(encoding="utf-8")


def test_a_draft_that_a_killed_run_left_behind_does_no_harm(tmp_path):
    path = tmp_path / "me.toml"
    keep(path, {"age": 41})
    (tmp_path / ".me.toml.part").write_text("age = 4", encoding="utf-8")
    assert kept(path).answers == {"age": 41}
    keep(path, {"age": 42})

    assert kept(path).answers == {"age": 42}
    assert [one.name for one in tmp_path.iterdir()] == ["me.toml"]


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    keep(real, {"age": 41})
    link.symlink_to(real)
    keep(link, {"age": 42})

    assert link.is_symlink()
    assert kept(real).answers == {"age": 42}


def test_a_spoiled_file_is_refused_with_its_line(tmp_path):
    path = tmp_path / "me.toml"
    path.write_text("age = 40\nsexx = 'male'\n", encoding="utf-8")
    with pytest.raises(PersonFileError, match=r"(?s)2.*sexx"):
        kept(path)
    with pytest.raises(PersonFileError):
        read_answers(path)
