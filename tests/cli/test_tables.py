"""Tables fit the window that they are shown in, and are never broken where no person reads them."""

import sys
from types import SimpleNamespace

import pytest

from anagen.cli import claims, tables, trial

TRIAL = [
    ["arm", "measure", "week", "predicted", "interval", "trust"],
    ["finasteride_1mg - placebo", "target_area_hair_count", "52", "+103", "+64.1 to +142", "fitted, high"],
    ["placebo", "target_area_hair_count", "260", "-207", "-312 to -103", "fitted, low"],
]
RIGHT = [False, False, True, True, True, False]


class OneResult(list):
    """As much of a trial's result as its report reads."""

    population = SimpleNamespace(region="vertex")
    trial = SimpleNamespace(
        id="mine", title="Mine", population=population, visits_weeks=(0.0, 48.0), arms=(), outcomes=()
    )
    arms = (SimpleNamespace(people=2),)
    provenance = SimpleNamespace(seed=1)
    notes = ()

    def published(self):
        return []


@pytest.fixture
def window(monkeypatch):
    """Make standard output a window of some width, or, without one, a file."""

    def arrange(columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: columns > 0, raising=False)

    return arrange


def test_what_is_piped_is_never_broken(window):
    window(0)

    lines = tables.aligned(TRIAL, RIGHT, keys=3).splitlines()

    assert len(lines) == len(TRIAL) + 1
    assert lines[2].split("  ")[0] == "finasteride_1mg - placebo"


ORDERS = "\x1b[2J\x1b]0;mine\x07\x9b31m\x7f"
"""What clears a terminal, names its window and colors what follows."""


def test_what_others_wrote_gives_a_terminal_no_orders():
    """A patient's note on the web is read at a clinic's terminal, and a trial's file comes from anywhere."""
    result = OneResult()
    result.trial = SimpleNamespace(**vars(OneResult.trial) | {"title": f"Mi{ORDERS}ne"})
    told = [
        tables.paragraph(f"a note{ORDERS}"),
        tables.aligned([["arm"], [f"one{ORDERS}"]], [False]),
        tables.shown(f"a question{ORDERS}\n\tof two lines"),
        trial.report(result, None),
    ]

    assert [one for one in told if set(one) & set(ORDERS) - set("[2J]0;mine31m")] == []
    assert told[2].endswith("\n\tof two lines")


@pytest.mark.parametrize("columns", [200, 100, 80, 60])
def test_no_line_is_wider_than_the_window(columns, window):
    window(columns)

    shown = tables.aligned(TRIAL, RIGHT, keys=3)

    assert max(map(len, shown.splitlines())) <= columns
    for row in TRIAL:
        for cell in row[2:5]:  # numbers stay whole
            assert cell in shown


def test_words_are_wrapped_in_their_columns_before_columns_are_split_off(window):
    window(90)

    shown = tables.aligned(TRIAL, RIGHT, keys=3)

    assert shown.count("predicted") == 1
    assert "\n\n" not in shown
    assert "finasteride_1mg - placebo" not in shown


def test_columns_that_find_no_room_follow_with_what_they_are_about(window):
    window(60)

    parts = tables.aligned(TRIAL, RIGHT, keys=3).split("\n\n")

    assert len(parts) > 1
    assert all(part.splitlines()[0].startswith("arm") for part in parts)
    assert all(" 260" in part for part in parts)
    assert sum(part.count("trust") for part in parts) == 1


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("placebo", 7, ["placebo"]),
        ("target_area_hair_count", 12, ["target_area_", "hair_count"]),
        ("a longer title", 8, ["a longer", "title"]),
        ("", 3, [""]),
    ],
)
def test_a_cell_is_broken_between_words_and_parts_of_names(text, width, lines):
    assert tables._wrapped(text, width) == lines


def test_claims_are_no_wider_than_the_window(window):
    window(60)

    assert max(map(len, claims.block("M01", "A claim of many words that go on and on. " * 4))) <= 60


def test_a_trial_of_which_nothing_was_published_has_no_columns_for_it():
    seen = SimpleNamespace(mean=30.0, low90=-3.0, high90=63.0)
    one = SimpleNamespace(
        arm="tablet", versus="placebo", measure="hair_weight", week=48.0, value_kind="change_from_baseline",
        predicted=seen, published=None, published_interval=None, inside_90=None,
    )  # fmt: skip
    shown = trial.report(OneResult([one]), None)

    assert "predicted" in shown
    assert "+30.0" in shown
    assert "published" not in shown
    assert "trust" not in shown
