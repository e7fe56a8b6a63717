"""Words: spelling, nicknames, slips, and what is no word at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.errors import InputError
from anagen.questions.plain import LONGEST_QUESTION, plain_text
from anagen.questions.words import corrected, lexicon, normal, slips_between, tokens

WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Propecia", "finasteride"),
        ("ROGAINE 5%", "minoxidil 5 percent"),
        ("regaine", "minoxidil"),
        ("derma-roller", "microneedling"),
        ("hair fall", "shedding"),
        ("colour, oestrogen and anaemia", "color estrogen and anemia"),
        ("miniaturisation", "miniaturization"),
        ("0.2mg", "0.2 mg"),
        ("don\N{RIGHT SINGLE QUOTATION MARK}t", "dont"),
        ("high blood pressure", "hypertension"),
        ("platelet-rich plasma", "prp"),
    ],
)
def test_words_of_one_meaning_become_one_word(given, wanted):
    assert normal(given) == wanted


def test_no_synonym_is_turned_twice():
    known = lexicon()

    turned_again = {one for one in known.synonyms.values() if normal(one) != one}
    assert turned_again == set()
    assert not set(known.synonyms) & set(known.synonyms.values())


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("hair", "hair", 0),
        ("ahir", "hair", 1),
        ("har", "hair", 1),
        ("hairr", "hair", 1),
        ("hoir", "hair", 1),
        ("", "hair", 4),
    ],
)
def test_slips_are_counted(one, other, slips):
    assert slips_between(one, other) == slips
    assert slips_between(other, one) == slips


@given(WORDS, WORDS)
def test_slips_are_a_distance_at_most_the_longer_word(one, other):
    slips = slips_between(one, other)

    assert slips == slips_between(other, one)
    assert abs(len(one) - len(other)) <= slips <= max(len(one), len(other))
    assert (slips == 0) == (one == other)


def test_a_slip_in_a_long_word_is_corrected_and_short_words_are_left_alone():
    vocabulary = {"shedding", "telogen", "hat", "dihydrotestosterone"}

    assert corrected("sheding telgoen", vocabulary) == "shedding telogen"
    assert corrected("cat hta", vocabulary) == "cat hta"
    assert corrected("dihidrotestosteron", vocabulary) == "dihydrotestosterone"
    assert corrected("tomatoes", vocabulary) == "tomatoes"


def test_words_that_say_nothing_are_left_out():
    assert tokens("what is the shedding of my shedding") == ["shedding"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00\x1b", "\u200b\u202e"])
def test_a_question_without_a_word_is_refused(text):
    with pytest.raises(InputError, match="no word"):
        plain_text(text)


@pytest.mark.parametrize("length", [LONGEST_QUESTION + 1, 100_000])
def test_a_question_that_is_too_long_is_refused(length):
    with pytest.raises(InputError, match=f"Give at most {LONGEST_QUESTION}"):
        plain_text("a" * length)


def test_what_controls_a_terminal_is_taken_out():
    assert plain_text("does\x1b[31m it\r\n work\u202e?\x07") == "does [31m it work ?"


@given(st.text(max_size=600))
def test_any_text_becomes_one_printable_line_or_is_refused(text):
    try:
        line = plain_text(text)
    except InputError:
        return
    assert line.isprintable()
    assert 0 < len(line) <= LONGEST_QUESTION
    assert plain_text(line) == line
