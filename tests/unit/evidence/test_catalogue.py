"""Looking up, replacing and reading what is known."""

import pickle

import pytest

from anagen.errors import FileError, InputError, UnitError, UnknownNameError
from anagen.evidence import known, read_catalogue

SOURCES = """
[Example2000]
title = "On hair."
authors = "Example A, Other B."
journal = "Journal of Examples 1:2"
year = 2000
pmid = "123"
design = "cohort"
n = 12
seen = "abstract"

[Another2001]
title = "On scalp"
authors = "Another C"
journal = "Journal of Examples 2:3"
year = 2001
doi = "10.1/y"
design = "review"
seen = "review"
"""
NUMBERS = """
[catagen_days]
meaning = "Length of catagen"
unit = "day"
value = 17
interval = [14, 21]
spread = { law = "lognormal", cv = 0.2 }
source = "Example2000"
where = "Table 1"
published = "17 days (14-21)"
grade = "measured"
entered_by = "first reader"

[catagen_share]
meaning = "Share of follicles in catagen"
unit = "1"
value = 0.01
source = "Another2001"
where = "page 3"
published = "1 %"
grade = "derived"
from = "one in a hundred"
entered_by = "first reader"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "drugs").mkdir()
    (tmp_path / "trials").mkdir()
    (tmp_path / "sources.toml").write_text(SOURCES)
    (tmp_path / "follicle.toml").write_text(NUMBERS)
    return tmp_path


@pytest.fixture
def catalogue(folder):
    return read_catalogue(folder)


def test_a_number_is_looked_up_with_its_unit(catalogue):
    assert catalogue.value("catagen_days", "day") == 17.0
    assert catalogue["catagen_days"].interval == (14.0, 21.0)
    assert catalogue["catagen_days"].spread.cv == 0.2
    assert catalogue["catagen_share"].derivation == "one in a hundred"


def test_another_unit_is_an_error_and_not_a_conversion(catalogue):
    with pytest.raises(UnitError, match="is in 'day', not in 'year'"):
        catalogue.value("catagen_days", "year")


def test_an_unknown_name_offers_close_ones(catalogue):
    with pytest.raises(UnknownNameError, match="Did you mean 'catagen_days'"):
        catalogue["catagen_dys"]


def test_it_is_a_mapping(catalogue):
    assert "catagen_days" in catalogue
    assert "nothing" not in catalogue
    assert sorted(catalogue) == list(catalogue.names()) == ["catagen_days", "catagen_share"]
    assert catalogue.names("catagen_s") == ("catagen_share",)
    assert len(catalogue) == 2


def test_a_replaced_number_keeps_its_reason_and_leaves_the_old_catalogue_alone(catalogue):
    other = catalogue.replace(catagen_days=20, because="a phototrichogram")

    assert other.value("catagen_days", "day") == 20.0
    assert catalogue.value("catagen_days", "day") == 17.0
    assert other.overrides_as_dicts() == (
        {"name": "catagen_days", "value": 20.0, "was": 17.0, "because": "a phototrichogram"},
    )
    assert other["catagen_days"].grade == "assumed"
    assert other["catagen_days"].interval is None


def test_replacing_needs_a_known_name_and_a_reason(catalogue):
    with pytest.raises(UnknownNameError):
        catalogue.replace(catagen_dys=20, because="a phototrichogram")
    with pytest.raises(InputError, match="reason"):
        catalogue.replace(catagen_days=20, because="")


def test_the_fingerprint_follows_the_data_and_the_overrides(folder, catalogue):
    replaced = catalogue.replace(catagen_days=20, because="one reason")
    (folder / "trials" / "new.toml").write_text("id = 'new'\n")

    assert read_catalogue(folder).fingerprint != catalogue.fingerprint
    assert replaced.fingerprint != catalogue.fingerprint
    assert replaced.fingerprint == catalogue.replace(catagen_days=20, because="another reason").fingerprint


def test_line_ends_do_not_move_the_fingerprint(folder, catalogue):
    (folder / "follicle.toml").write_bytes(NUMBERS.replace("\n", "\r\n").encode())

    assert read_catalogue(folder).fingerprint == catalogue.fingerprint


def test_it_travels_to_a_worker(catalogue):
    replaced = catalogue.replace(catagen_days=20, because="one reason")
    back = pickle.loads(pickle.dumps(replaced))  # noqa: S301  our own bytes

    assert back.fingerprint == replaced.fingerprint
    assert back["catagen_days"] == replaced["catagen_days"]


def test_papers_are_cited_once_each(catalogue):
    assert catalogue.cite(["catagen_days", "catagen_days", "Another2001"]) == (
        "Another C (2001). On scalp. Journal of Examples 2:3. doi:10.1/y",
        "Example A, Other B (2000). On hair. Journal of Examples 1:2. PMID 123",
    )
    with pytest.raises(UnknownNameError, match="catagen_days"):
        catalogue.cite(["catagen_day"])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('unit = "day"', 'unit = "week"', "catagen_days: The unit 'week'"),
        ('where = "Table 1"', "", "missing 1 required keyword-only argument: 'where'"),
        ('where = "Table 1"', 'were = "Table 1"', "No field named 'were'. Did you mean 'where'"),
        ('source = "Example2000"', 'source = "Exmple2000"', "Did you mean 'Example2000'"),
        ("interval = [14, 21]", "interval = [14]", "an interval is [low, high]"),
        ("value = 17", 'value = "17"', "catagen_days: "),
        ("cv = 0.2", "cv = 0.2, width = 3", "No field named 'width'"),
        ("[catagen_days]", "oops\n[catagen_days]", "Cannot be read"),
        ("[catagen_days]", "oops = 3\n[catagen_days]", "'oops' stands outside a table"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_file(folder, old, new, says):
    (folder / "follicle.toml").write_text(NUMBERS.replace(old, new))

    with pytest.raises(FileError) as caught:
        read_catalogue(folder)

    assert str(caught.value).startswith(str(folder / "follicle.toml"))
    assert says in str(caught.value)


def test_a_name_stands_in_one_file_only(folder):
    (folder / "drugs" / "drug.toml").write_text(NUMBERS)

    with pytest.raises(FileError, match="names are unique"):
        read_catalogue(folder)


def test_a_folder_without_sources_is_refused(tmp_path):
    with pytest.raises(FileError, match="Cannot be read"):
        read_catalogue(tmp_path)


def test_the_packaged_catalogue_is_read_once():
    assert known() is known()
    assert len(known().fingerprint) == 64
