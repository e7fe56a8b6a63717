"""`anagen diary`: a diary kept through the command line, by several people, and what it refuses."""

import json
import os
import re
import stat
import sys
import zipfile
from datetime import date
from functools import partial
from io import BytesIO

import pexpect
import pytest
from icalendar import Calendar
from PIL import Image

from anagen.cli import app, diary
from anagen.cli.diary_views import overview_text
from anagen.diary import days, prospect
from anagen.diary.entries import Treatment
from anagen.diary.logbook import Diary
from anagen.diary.photographs import consent_words
from anagen.store import Store

TODAY = date(2026, 3, 1)
PERSON = 'age = 31\nsex = "male"\nnorwood = "IIIv"\n'
TABLET = "finasteride 1 mg oral daily"
LOTION = "minoxidil 5 % 1 mL topical twice daily"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder, a store of its own in it, and a day that is always the same."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANAGEN_DATABASE", str(tmp_path / "store.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(days, "today_in", lambda _zone: TODAY)
    (tmp_path / "man.toml").write_text(PERSON, encoding="utf-8")
    return tmp_path


@pytest.fixture
def say(capsys):
    """Run a command of the diary; give its code and what it printed."""

    def say(*words):
        code = app.main(["diary", *words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return say


@pytest.fixture
def told(say):
    """Run a command with --json that must go well; give what it printed as values."""

    def told(*words):
        code, out, err = say(*words, "--json")
        assert (code, err) == (0, "")
        assert out.count("\n") == 1
        return json.loads(out)

    return told


def photograph(color=(120, 80, 60), size=(120, 90)):
    stream = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phone maker"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, color).save(stream, format="JPEG", exif=exif)
    return stream.getvalue()


@pytest.mark.parametrize("name", diary.SUBCOMMANDS)
def test_every_command_has_help_with_examples(name, capsys):
    assert app.main(["diary", name, "--help"]) == 0

    shown = capsys.readouterr().out
    assert f"anagen diary {name}" in shown.partition("Examples:")[2]
    assert "--json" in shown
    assert "--person" in shown


def test_help_of_the_diary_lists_every_command(capsys):
    assert app.main(["diary", "--help"]) == 0

    shown = capsys.readouterr().out
    assert set(re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE)) == set(diary.SUBCOMMANDS)


def test_a_diary_begins_with_the_first_treatment(say, place):
    code, out, _ = say("start", TABLET, "--answers", "man.toml")

    assert code == 0
    assert "Begun for me: finasteride 1 mg oral daily, from 2026-03-01 on." in out
    assert stat.S_IMODE((place / "store.sqlite").stat().st_mode) == 0o600
    code, out, _ = say()
    assert "0 of 1 today" in out
    assert "Entries: 1 treatment" in out


def test_what_goes_on_is_told_in_words_and_in_lines_that_end_between_them(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = {
        "person": "Ada",
        "today": "2026-03-01",
        "zone": "UTC",
        "treatments": [
            {
                "treatment": "microneedling 0.3 mm 12 passes every 3 days until week 24",
                "since": "2026-01-01",
                "due_today": 0,
                "taken_today": 0,
                "says": "20 of 21 taken",
            }
        ],
        "effects": ["sexual"],
        "entries": dict.fromkeys(("treatment", "shed_count", "measurement", "photograph", "side_effect"), 12),
    }
    text = overview_text(told)

    assert max(map(len, text.splitlines())) <= 80
    assert "nothing due today" in " ".join(text.split())
    assert "Not over: less desire, weaker erections or other sexual effects" in " ".join(text.split())


def test_a_week_is_caught_up_at_once(told):
    told("start", TABLET, "--on", "2026-02-22")
    (taken,) = told("take", "--since", "2026-02-22", "--missed", "wednesday", "2026-02-27")["taken"]

    assert sum(taken["doses"].values()) == 6
    assert taken["doses"]["2026-02-25"] == taken["doses"]["2026-02-27"] == 0
    assert (taken["adherence"]["due"], taken["adherence"]["taken"], taken["adherence"]["missed"]) == (8, 6, 2)
    assert taken["adherence"]["streak"] == 2


def test_what_was_said_to_be_missed_before_it_began_is_not_passed_over_in_silence(told, say):
    told("start", TABLET)
    code, out, _ = say("take", "--since", "7 days ago", "--missed", "2026-02-25")

    assert code == 0
    assert "1 of 1 taken" in out
    assert "1 in a row." in out
    assert "Nothing was due on 2026-02-25, so nothing was missed then." in " ".join(out.split())


def test_a_dose_at_a_time_and_no_more_than_are_due(told, say):
    told("start", LOTION)
    told("take")
    told("take", "minoxidil")
    code, out, err = say("take")

    assert (code, out) == (2, "")
    assert "All doses of minoxidil that were due on 2026-03-01 are in the diary already (2)" in err
    assert told("take", "--doses", "3")["taken"][0]["doses"] == {"2026-03-01": 3}
    assert told()["treatments"][0]["taken_today"] == 3
    assert "(all of those that are known)" in say()[1]


def test_a_dose_of_a_day_before_the_treatment_is_not_kept_and_it_says_from_when_it_is(told, say):
    told("start", LOTION)

    code, out, _ = say("take", "minoxidil", "--on", "yesterday")

    assert code == 0
    assert "nothing was due then; it is in the diary from 2026-03-01 on" in " ".join(out.split())
    assert told("take", "minoxidil", "--on", "yesterday")["taken"] == []
    assert told("take", "minoxidil", "--missed", "yesterday")["taken"] == []


def test_doses_of_all_drugs_and_of_one_that_is_missed(told):
    told("start", TABLET)
    told("start", LOTION)
    told("start", "microneedling 0.5 mm weekly")

    assert len(told("take")["taken"]) == 2
    assert told("take", "minoxidil", "--missed", "today")["taken"][0]["doses"] == {"2026-03-01": 0}


def test_what_is_stopped_on_the_day_it_was_begun_is_said_to_count_for_that_day(told, say):
    begun = told("start", TABLET)["id"]
    told("take")

    code, out, err = say("stop", "finasteride")

    assert (code, err) == (0, "")
    assert "begun on 2026-03-01, stops on 2026-03-01" in out
    assert "what was taken on it counts" in " ".join(out.split())
    assert f"anagen diary delete {begun[:8]}" in " ".join(out.split())
    assert told("show", "treatment")["records"][0]["stopped"] == "2026-03-02"


def test_an_effect_that_no_rule_speaks_of_is_told_with_its_note_and_whom_to_ask(say, told):
    told("start", TABLET)

    code, out, _ = say("effect", "other", "--note", "sore eyes")

    assert code == 0
    assert "2026-03-01: other (mild) - sore eyes. Id " in out
    assert "ask a doctor or a pharmacist" in " ".join(out.split())
    assert say("measure", "visible_hair_density", "128")[1].startswith(
        "2026-03-01: visible hair density 128 hairs/cm2. Id "
    )
    assert "A visible hair density of 1560.0 cannot be" in say("measure", "visible_hair_density", "1560")[2]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_words_of_consent_fit_the_window(told, say, columns, monkeypatch):
    told("start", TABLET)
    monkeypatch.setenv("COLUMNS", str(columns))

    _, out, _ = say("consent")

    assert max(map(len, out.splitlines())) <= min(columns, 100)
    assert max(map(len, out.splitlines())) > min(columns, 100) - 20
    assert " ".join(out.split()).startswith(" ".join(consent_words()[0].split()))


def test_whoever_erased_all_is_told_how_to_begin_anew(told, say):
    told("start", TABLET)
    with Store.open(os.environ["ANAGEN_DATABASE"], who="tester") as store:
        store.erase(store.find_person().id)

    code, _, err = say()

    assert code == 2
    assert "There is nobody in the store yet. Begin with: anagen diary start 'finasteride" in err


def test_what_is_stopped_is_not_due(told, say):
    told("start", TABLET, "--on", "2026-02-01")
    told("stop", "finasteride", "--on", "2026-02-15")

    assert told()["treatments"] == []
    code, _, err = say("take")
    assert code == 2
    assert "No drug is being taken on 2026-03-01" in err
    assert told("start", TABLET, "--on", "2026-02-20")["treatment"] == TABLET


def test_sessions_by_hand_and_those_that_were_guided(told, place):
    from datetime import UTC, datetime

    from anagen.rolling.keeping import SessionFolder, usual_folder

    told("start", "microneedling 0.5 mm weekly", "--on", "2026-02-15")
    assert told("session", "--on", "2026-02-15")["adherence"]["taken"] == 1
    assert told("session") == {"person": "me", "linked": [], "known": 0}

    session = begun_session(datetime(2026, 2, 22, 19, 0, tzinfo=UTC))
    SessionFolder(usual_folder()).save(session)
    assert told("session") == {"person": "me", "linked": ["2026-02-22"], "known": 1}
    assert told("session") == {"person": "me", "linked": [], "known": 1}
    assert told()["treatments"][0]["adherence"]["taken"] == 2
    told("start", TABLET, "--person", "Bo")
    assert told("session", "--person", "Bo")["linked"] == []


def begun_session(moment):
    """A guided session in which something was rolled, and which was ended."""
    from dataclasses import replace

    from rolling import small_plan

    from anagen.rolling.session import Session

    session = Session.begun(small_plan(), moment)
    return replace(session, rolled_until=moment, ended=moment)


def test_counts_and_measurements_say_whether_a_change_is_clear(told, say):
    told("start", TABLET)
    assert (
        told("measure", "visible_hair_density", "120", "--by", "doctor", "--on", "2026-01-01")["change"]
        is None
    )
    small = told("measure", "visible_hair_density", "124", "--by", "doctor", "--on", "2026-02-01")
    large = told("measure", "visible_hair_density", "170", "--by", "doctor")
    assert small["change"]["says"] == "no clear change"
    assert large["change"]["says"] == "clear gain"
    assert told("measure", "visible_hair_density", "170", "--by", "automatic")["change"] is None

    told("shed", "10", "12", "11", "--on", "2026-01-01")
    more = told("shed", "60", "66", "58")
    assert more["counts"] == [60.0, 66.0, 58.0]
    assert more["change"]["says"] == "clearly more"
    shown = say("show", "measurement")[1]
    assert "no clear change" in " ".join(shown.split())
    assert "clear gain" in shown


def test_grades_effects_and_the_rules_that_they_fire(told, say):
    told("start", TABLET, "--answers", "man.toml")
    assert told("grade", "norwood", "IV", "--by", "doctor")["grade"] == "IV"

    felt = told("effect", "low_mood", "--severity", "severe")
    assert "FIN-11" in [one["rule"] for one in felt["rules"]]
    assert felt["advice"] is None
    assert "no rule here speaks of it" in told("effect", "unwanted_hair", "--severity", "severe")["advice"]
    assert told()["effects"] == ["low_mood", "unwanted_hair"]
    assert "low_mood" in told("effect")["effects"]
    assert "FIN-11" in say("effect", "low_mood")[1]


def test_thoughts_of_self_harm_show_whom_to_call_and_end_all_forecasts(told, say):
    told("start", TABLET, "--answers", "man.toml")

    felt = told("effect", "suicidal_now")

    assert felt["crisis"]
    assert {"SCR-01", "FIN-11"} <= {one["rule"] for one in felt["rules"]}
    for words in (["forecast"], ["chart", "--out", "a.png"]):
        code, out, err = say(*words)
        assert (code, out) == (2, "")
        assert "No forecast is made here" in err
        assert felt["crisis"][0].split()[0] in err


def test_nobody_under_eighteen_is_forecast(told, say, place):
    (place / "boy.toml").write_text('age = 16\nsex = "male"\n', encoding="utf-8")
    told("start", TABLET, "--answers", "boy.toml")

    code, out, err = say("forecast")

    assert (code, out) == (2, "")
    assert "SCR-02" in err


def test_a_woman_is_measured_where_her_loss_is_judged(told, place):
    (place / "woman.toml").write_text('age = 40\nsex = "female"\nludwig = "I"\n', encoding="utf-8")
    (place / "past.csv").write_text("day,measure,value\n2025-01-01,visible_hair_density,118\n")
    told("start", "minoxidil 5 % 1 mL foam topical daily", "--answers", "woman.toml")

    assert told("measure", "visible_hair_density", "150")["site"] == "mid_scalp"
    assert told("measure", "visible_hair_density", "150", "--site", "vertex")["site"] == "vertex"
    told("import", "past.csv")
    assert {one["site"] for one in told("show", "measurement")["records"]} == {"mid_scalp", "vertex"}


def test_a_treatment_that_rules_speak_against_is_written_down_and_told(told, place):
    (place / "woman.toml").write_text(
        'age = 31\nsex = "female"\npreg_status = "pregnant"\n', encoding="utf-8"
    )

    begun = told("start", LOTION, "--answers", "woman.toml")

    assert begun["against"]
    assert told()["treatments"][0]["treatment"] == LOTION


def test_photographs_ask_for_consent_and_lose_their_metadata(told, say, place):
    told("start", TABLET)
    (place / "head.jpg").write_bytes(photograph())
    code, out, err = say("photo", "head.jpg")
    assert (code, out) == (2, "")
    assert "run 'anagen diary consent'" in err

    assert told("consent")["photographs"] is False
    assert told("consent", "--agree")["photographs"] is True
    kept = told("photo", "head.jpg", "--view", "vertex", "--on", "2026-01-04")
    assert "place (GPS)" in kept["removed"]
    (place / "later.jpg").write_bytes(photograph((60, 80, 120)))
    told("photo", "later.jpg", "--view", "vertex")
    assert told("photo", "--strip", "strip.png")["out"] == "strip.png"
    with Image.open(place / "strip.png") as strip:
        assert strip.width > 2 * 640
    assert say("photo", "--strip", "strip.png")[0] == 2
    assert (place / "head.jpg").read_bytes() == photograph()

    assert told("consent", "--withdraw") | {"text": ""} == {
        "photographs": False, "deleted": 2, "version": "2", "text": "",
    }  # fmt: skip
    assert "photograph" not in told()["entries"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(20), "HEIC"),
        ("a.jpg", b"", "is empty"),
        ("a.txt", b"hello", "no picture"),
    ],
)
def test_what_is_no_photograph_is_refused_in_a_line(told, say, place, name, data, says):
    told("start", TABLET)
    told("consent", "--agree")
    (place / name).write_bytes(data)

    code, out, err = say("photo", name)

    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert "photograph" not in told()["entries"]


def test_reminders_become_a_calendar_that_stays_the_same(told, place):
    told("start", LOTION)
    told("remind", "minoxidil", "--at", "7:30", "21:00", "--out", "a.ics")
    told("remind", "photograph", "--every", "12 weeks", "--details")
    told("remind", "--out", "b.ics")

    first, second = (Calendar.from_ical((place / name).read_bytes()) for name in ("a.ics", "b.ics"))
    uids = [[str(event["UID"]) for event in one.events] for one in (first, second)]
    assert len(uids[0]) == 2
    assert set(uids[0]) < set(uids[1])
    assert {str(event["SUMMARY"]) for event in first.events} == {"Reminder"}
    assert "photograph the scalp: same place, same light, dry hair" in {
        str(one["SUMMARY"]) for one in second.events
    }


def test_an_amended_reminder_keeps_its_name_and_is_newer(told, place):
    told("start", TABLET)
    made = told("remind", "finasteride", "--out", "a.ics")["id"]
    told("amend", made, "times=21:15")
    told("remind", "--out", "a.ics", "--force")

    (event,) = Calendar.from_ical((place / "a.ics").read_bytes()).events
    assert event["DTSTART"].dt.hour == 21
    assert int(event["SEQUENCE"]) == 1


def test_a_reminder_ends_with_its_treatment(told, place):
    told("start", TABLET, "--on", "2026-02-01")
    told("remind", "finasteride", "--out", "a.ics")
    told("stop", "finasteride", "--on", "2026-02-20")
    told("remind", "--out", "b.ics")

    (before,), (after,) = (
        Calendar.from_ical((place / name).read_bytes()).events for name in ("a.ics", "b.ics")
    )
    assert "UNTIL" not in before["RRULE"]
    assert after["RRULE"]["UNTIL"][0].date() in (date(2026, 2, 19), date(2026, 2, 20))
    assert str(before["UID"]) == str(after["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_corrections_and_deletions(told, say):
    told("start", TABLET)
    wrong = told("measure", "visible_hair_density", "12")["id"]

    assert told("amend", wrong[:8], "value=120", "day=yesterday")["value"] == 120.0
    assert "visible hair density 120" in say("show", "measurement")[1]
    assert told("delete", wrong)["deleted"] == wrong
    assert say("delete", wrong)[0] == 2


def test_past_measurements_are_taken_in_once(told, say, place):
    told("start", TABLET)
    (place / "past.csv").write_text(
        "day,measure,value\n2025-01-01,visible_hair_density,118\n2025-02-01,comb60,9\n"
    )

    assert told("import", "past.csv") == {"kept": 2, "there_already": 0}
    assert told("import", "past.csv") == {"kept": 0, "there_already": 2}
    (place / "past.csv").write_text(
        "day,measure,value\n2025-01-01,visible_hair_density,118\n2025-02-01,comb60,x\n"
    )
    code, out, err = say("import", "past.csv")
    assert (code, out) == (2, "")
    assert err.startswith("anagen: past.csv:3: value = 'x' is no number.")


def test_several_people_in_one_store(told, say):
    told("start", TABLET, "--person", "Ada")
    told("start", LOTION, "--person", "Bo")

    assert say()[0] == 2
    assert told("--person", "Ada")["treatments"][0]["treatment"] == TABLET
    assert told("take", "--person", "Bo")["taken"][0]["treatment"] == LOTION
    assert told("show", "--person", "Ada")["entries"] == {"treatment": 1}


def test_everything_is_exported(told, place):
    told("start", TABLET)
    told("export", "mine.zip")

    with zipfile.ZipFile(place / "mine.zip") as archive:
        assert archive.testzip() is None
        assert any("treatment" in name for name in archive.namelist())


@pytest.fixture
def small(monkeypatch):
    """Forecasts of few virtual people, which are quick."""
    monkeypatch.setattr(prospect, "prospect", partial(prospect.prospect, people=24, follicles=48))


def test_a_forecast_is_of_what_was_taken(told, say, small):
    told("start", TABLET, "--answers", "man.toml", "--on", "2025-09-01")
    told("take", "--since", "2025-09-01", "--until", "2025-12-31")
    told("measure", "visible_hair_density", "130", "--by", "doctor", "--on", "2025-09-01")
    told("measure", "visible_hair_density", "136", "--by", "doctor")

    ahead = told("forecast", "--years", "1")

    assert ahead["taken"] == TABLET
    assert set(ahead["forecasts"]) == {"go on", "stop now", "untreated"}
    assert ahead["band_relative_to_unmeasured"] > 0.0
    shown = say("forecast", "--years", "1")[1]
    assert "go on" in shown
    assert re.search(
        r"What was measured (narrows the band to \d+ % of its width|does not narrow the band)\.",
        " ".join(shown.split()),
    )
    for barred in ("100 %", "cure", "guarantee", "permanent", "diagnos"):
        assert barred not in shown.casefold()


def test_charts_with_and_without_a_forecast(told, say, small, place):
    told("start", TABLET, "--answers", "man.toml", "--on", "2025-09-01")
    told("measure", "visible_hair_density", "130", "--by", "doctor", "--on", "2025-09-01")

    drawn = told("chart", "--out", "a.png", "--years", "1")
    assert drawn["measured"][0]["value"] == 130.0
    assert drawn["forecast"]["forecasts"]
    assert told("chart", "--out", "b.svg", "--no-forecast")["forecast"] is None
    with Image.open(place / "a.png") as chart:
        assert chart.width > 1000
    assert (place / "b.svg").read_text(encoding="utf-8").startswith("<?xml")
    code, _, err = say("chart", "--out", "a.png")
    assert code == 2
    assert "exists already" in err


REFUSED = [
    (["tke"], "Did you mean 'take'"),
    (["start"], "Give a treatment or --answers"),
    (["start", "finastride 1 mg oral daily"], "Did you mean 'finasteride'"),
    (["start", TABLET, "--on", "2027-01-01"], "has not been yet"),
    (["start", TABLET, "--zone", "Mars"], "No time zone named 'Mars'"),
    (["start", TABLET, "--answers", "none.toml"], "no such file"),
    (["take", "--until", "today"], "--until needs --since"),
    (["take", "--since", "yesterday", "--doses", "2"], "leave --on and --doses out"),
    (["take", "--since", "today", "--until", "yesterday"], "comes after"),
    (["take", "--since", "yesterday", "--missed", "2026-01-01"], "is missed, but not from"),
    (["session", "--on", "today"], "Say of what"),
    (["shed"], "No count was given"),
    (["measure", "density", "1"], "No measure named 'density'"),
    (["grade", "norwood", "IX"], "grade of norwood"),
    (["effect", "low_mod"], "Did you mean low_mood"),
    (["photo"], "Give a photograph to keep"),
    (["photo", "none.jpg"], "none.jpg"),
    (["photo", "--strip", "a.jpg"], "does not end in one of .png"),
    (["consent", "--agree", "--withdraw"], "not both"),
    (["remind", "hat"], "No treatment"),
    (["remind", "finasteride", "--at", "8"], "Write it like 08:00"),
    (["remind", "shed", "--every", "never"], "never"),
    (["remind", "--out", "a.ics"], "nothing to be reminded of"),
    (["remind", "--out", "a.txt"], "does not end in one of .ics"),
    (["show", "mood"], "No kind of entry named 'mood'"),
    (["chart", "--out", "a.gif"], "does not end in one of"),
    (["chart", "--out", "a.png", "--measure", "weight"], "No measure of a chart"),
    (["forecast"], "at least age and sex"),
    (["export", "a.tar"], "does not end in one of .zip"),
    (["import", "none.csv"], "no such file"),
    (["amend", "abcd", "value=1"], "No entry begins with"),
    (["delete", "abcd"], "No entry begins with"),
    (["show", "--person", "Nobody"], "No person named 'Nobody'"),
]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A store with a diary in which one treatment was begun."""
    path = tmp_path_factory.mktemp("begun") / "store.sqlite"
    with Store.open(path) as store:
        diary = Diary(store, store.add_person("me"))
        diary.add(Treatment(day=date(2026, 2, 20), zone="Europe/Berlin", course=TABLET))
    return path


def kept_in(path):
    """Everything that a store holds, as it was written."""
    with Store.open(path) as store:
        return [store.records(person.id) for person in store.people()]


@pytest.mark.parametrize(("words", "says"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_cannot_be_done_is_one_line_and_changes_nothing(say, begun, place, words, says):
    before = kept_in(begun)

    code, out, err = say(*words, "--database", str(begun))

    assert (code, out) == (2, "")
    assert err.startswith("anagen: ")
    assert says in err
    assert err.count("\n") == 1
    assert kept_in(begun) == before
    assert {one.name for one in place.iterdir()} == {"man.toml"}


def test_a_store_that_is_not_there_is_not_made_by_looking(say, place):
    for words in ([], ["show"], ["take"], ["forecast"]):
        code, _, err = say(*words)
        assert code == 2
        assert "Begin one with: anagen diary start" in err
    assert not (place / "store.sqlite").exists()


def test_a_sealed_store_opens_with_its_passphrase(told, say, place):
    (place / "secret.txt").write_text("a long enough passphrase", encoding="utf-8")
    with Store.open(place / "store.sqlite", passphrase="a long enough passphrase"):
        pass

    assert say("start", TABLET)[0] == 2
    assert told("start", TABLET, "--passphrase-file", "secret.txt")["treatment"] == TABLET
    assert told("--passphrase-file", "secret.txt")["entries"] == {"treatment": 1}
    assert b"finasteride" not in (place / "store.sqlite").read_bytes()


def test_the_store_is_sound_after_all_that(told, place):
    told("start", TABLET)
    told("take")
    with Store.open(place / "store.sqlite") as store:
        assert store.verify().sound


# In a real terminal


@pytest.fixture
def terminal(place):
    """Run the program in a terminal of its own."""

    def run(*words):
        return pexpect.spawn(
            sys.executable,
            ["-m", "anagen", "diary", *words],
            encoding="utf-8",
            timeout=180,  # a machine may be busy
            dimensions=(50, 200),
            env={**os.environ, "ANAGEN_DATABASE": str(place / "store.sqlite"), "TZ": "Europe/Berlin"},
        )

    return run


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_journey_through_a_terminal(terminal, place):
    (place / "head.jpg").write_bytes(photograph())
    child = terminal("start", TABLET, "--on", "7 days ago")
    child.expect("Begun for me")
    assert ended(child) == 0

    child = terminal("photo", "head.jpg", "--view", "top")
    child.expect("Do you agree")
    child.sendintr()
    child.expect("Interrupted; nothing half-written is left behind")
    assert ended(child) == 130

    child = terminal("photo", "head.jpg", "--view", "top")
    child.expect("Photographs of your scalp can show who you are")
    child.expect("Do you agree")
    child.sendline("no")
    child.expect("Not agreed; no photograph was kept")
    assert ended(child) == 2

    child = terminal("photo", "head.jpg", "--view", "top")
    child.expect("Do you agree")
    child.sendline("yes")
    child.expect("Removed: place .GPS.")
    assert ended(child) == 0

    child = terminal("take", "--since", "7 days ago", "--missed", "yesterday")
    child.expect("7 of 8 taken")
    assert ended(child) == 0
    with Store.open(place / "store.sqlite") as store:
        (person,) = store.people()
        kinds = [one.kind for one in store.records(person.id)]
        assert sorted(kinds) == ["consent", "photograph", "treatment", "treatment_taken"]
        assert store.records(person.id, "treatment")[0].content["zone"] == "Europe/Berlin"
