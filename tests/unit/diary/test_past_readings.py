"""Past measurements from a CSV file: all of them, or a line that says where it is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.diary.entries import Grade, Measurement, ShedCount
from anagen.diary.past_readings import COLUMNS, keep_all, read_past
from anagen.errors import FileError

TODAY = date(2026, 3, 1)
GOOD = """day,measure,value,by,instrument,site,area_cm2,note
2025-03-01,visible_hair_density,118,doctor,dermatoscope,vertex,,first visit

2025-09-01,hair_count,61,self,,,0.5,
2025-09-02,comb60,12,,,,,
2025-09-03,norwood,IIIv,doctor,,,,"said, in passing"
"""


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8"):
        path = tmp_path / "past.csv"
        path.write_bytes(text.encode(encoding))
        return read_past(path, zone="Europe/Berlin", today=TODAY)

    return read


def test_every_line_becomes_an_entry(read):
    one, two, three, four = read(GOOD)

    assert (one.measure, one.value, one.by, one.instrument) == (
        "visible_hair_density",
        118.0,
        "doctor",
        "dermatoscope",
    )
    assert (two.measure, two.area_cm2, two.by, two.site) == ("hair_count", 0.5, "self", "vertex")
    assert isinstance(three, ShedCount)
    assert isinstance(four, Grade)
    assert (four.grade, four.note, four.day) == ("IIIv", "said, in passing", date(2025, 9, 3))


def test_spreadsheets_write_semicolons_commas_and_a_mark(read):
    (entry,) = read("\ufeffDay;Measure;Value\r\n2025-03-01;mean_shaft_diameter;61,5\r\n")

    assert isinstance(entry, Measurement)
    assert entry.value == 61.5


WRONG = [
    ("", None, "The file is empty"),
    ("day,measure,value\n", None, "no line with a value"),
    ("day,value\n2025-03-01,1\n", 1, "'measure' is missing"),
    ("day,measure,value,colour\n", 1, "No column named 'colour'"),
    ("day,measure,value,day\n", 1, "there twice"),
    (
        "day,measure,value\n2025-03-01,visible_hair_density,118\n2025-03-32,visible_hair_density,1\n",
        3,
        "Cannot read",
    ),
    ("day,measure,value\n\n\n2027-03-01,visible_hair_density,118\n", 4, "has not been yet"),
    ("day,measure,value\n2025-03-01,visible_hair_density,many\n", 2, "is no number"),
    ("day,measure,value\n2025-03-01,visible_hair_density,1000\n", 2, "0 to 600"),
    ("day,measure,value\n2025-03-01,density,100\n", 2, "No measure named 'density'"),
    ("day,measure,value\n2025-03-01,norwood,IX\n", 2, "grade of norwood"),
    ("day,measure,value\n2025-03-01,hair_count,60\n", 2, "area"),
    ("day,measure,value\n2025-03-01,visible_hair_density,nan\n", 2, "cannot be"),
    ("day,measure,value\n2025-03-01,,5\n", 2, "'measure' is empty"),
    ("day,measure,value\n2025-03-01,comb60,5,6\n", 2, "4 cells, and 3 columns"),
    ('day,measure,value\n2025-03-01,comb60,"5\n', 2, "no CSV"),
    ("day,measure,value,by\n2025-03-01,visible_hair_density,5,friend\n", 2, "rater"),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG)
def test_a_wrong_line_is_named(read, text, line, says):
    with pytest.raises(FileError, match=says) as caught:
        read(text)

    assert caught.value.line == line
    assert "\n" not in str(caught.value)
    assert line is None or f"past.csv:{line}:" in str(caught.value)


def test_another_encoding_and_a_missing_file_are_refused(read, tmp_path):
    with pytest.raises(FileError, match="no text in UTF-8"):
        read("day,measure,value,note\n2025-03-01,comb60,5,Grüße\n", encoding="latin-1")
    with pytest.raises(FileError, match="no such file"):
        read_past(tmp_path / "none.csv", zone="UTC", today=TODAY)


def test_what_is_there_already_is_not_taken_twice(read, diary):
    entries = read(GOOD)

    assert keep_all(diary, entries) == (4, 0)
    assert keep_all(diary, entries) == (0, 4)
    assert keep_all(diary, [*entries, entries[0]]) == (1, 4)
    assert len(diary.all()) == 5


def test_all_lines_are_kept_or_none(read, diary, monkeypatch):
    entries, calls = read(GOOD), []

    def failing(entry):
        calls.append(entry)
        if len(calls) == 3:
            raise OSError("the disk is full")
        return diary.store.put(diary.person_id, entry.KIND, entry.day, entry.as_content())

    monkeypatch.setattr(diary, "add", failing)
    with pytest.raises(OSError, match="full"):
        keep_all(diary, entries)

    assert diary.all() == []


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["2025-03-01", "visible_hair_density", "118", "norwood", "III", "0.5", "doctor", '"', ",", ";"]
)


@given(st.lists(st.lists(cells, max_size=6).map(",".join), max_size=5).map("\n".join))
def test_any_file_is_read_or_refused_in_a_line(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(",".join(list(COLUMNS)[:4]) + "\n" + text, encoding="utf-8")

    try:
        entries = read_past(path, zone="UTC", today=TODAY)
    except FileError as error:
        entries = [str(error)]

    assert entries
    assert all("\n" not in one for one in entries if isinstance(one, str))
