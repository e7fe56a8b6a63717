"""Finding answers: how well, by what, and that nothing of a question acts as a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.questions.answer import least_fit, written_index
from anagen.questions.curated import entries
from anagen.questions.relevance import judge, questions, unanswerable
from anagen.questions.search import Index, Page

SYNTAX = st.lists(
    st.sampled_from(
        ['"', "'", "*", "(", ")", "^", ":", "-", "+", "{", "}", "NEAR", "NEAR(", "AND", "OR", "NOT", "title:", "asks :",
         "pages", "rank", ";", "--", "DROP TABLE pages", "minoxidil", "hair", "\x00", "%", "_", "\\", "é", "0.5"]
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip
TWO = [
    Page(name="hats", asks=("do hats make you bald",), title="Hats", text="No evidence says so."),
    Page(
        name="shaving",
        asks=("does shaving make hair thicker",),
        title="Shaving",
        text="A blade reaches no follicle.",
    ),
]


def names(question, most=10):
    return [hit.name for hit in written_index().search(question, most)]


def is_answered(question):
    hits = written_index().search(question, 1)
    return bool(hits) and hits[0].fit >= least_fit(question)


@pytest.mark.parametrize(("part", "first", "among_three"), [("tuning", 0.9, 0.97), ("held_out", 0.8, 0.9)])
def test_questions_find_their_answers(part, first, among_three):
    found = judge(questions(part), names)

    assert found.questions >= 80
    assert found.first >= first
    assert found.among_three >= among_three
    assert found.first <= found.reciprocal_rank <= 1.0


def test_what_is_expected_of_a_question_is_an_answer_that_exists():
    there = {one.name for one in entries()}

    assert {one.expected for part in ("tuning", "held_out") for one in questions(part)} <= there
    assert not {one.question for one in questions("tuning")} & {one.question for one in questions("held_out")}


@pytest.mark.parametrize("part", ["tuning", "held_out"])
def test_most_questions_are_answered_and_most_others_are_not(part):
    fits = [is_answered(one.question) for one in questions(part)]
    others = [is_answered(one) for one in unanswerable(part)]

    assert len(others) == 20
    assert sum(fits) >= 0.9 * len(fits)
    assert sum(others) <= 0.1 * len(others)


@pytest.mark.parametrize("one", entries(), ids=lambda one: one.name)
def test_an_answer_is_found_by_the_questions_that_it_was_written_for(one):
    found = [names(asked, 3) for asked in one.asks]

    assert all(one.name in near for near in found)


def test_the_order_of_the_words_and_their_case_do_not_matter():
    assert names("does minoxidil work") == names("WORK minoxidil DOES")


def test_a_misspelled_word_finds_what_the_right_one_finds():
    assert names("dermaroler lenght", 1) == names("dermaroller length", 1)


def test_fits_are_shares_and_fall():
    hits = written_index().search("how long until minoxidil works", 10)

    assert all(0.0 <= hit.fit <= 1.0 for hit in hits)
    assert [hit.fit for hit in hits] == sorted((hit.fit for hit in hits), reverse=True)


def test_the_very_question_fits_wholly():
    (hit, *_) = Index(TWO).search("do hats make you bald?")

    assert (hit.name, hit.fit) == ("hats", pytest.approx(1.0))


@pytest.mark.parametrize("question", ["", "the of a", "xyzzy plugh", "\x00"])
def test_nothing_is_found_for_nothing(question):
    assert Index(TWO).search(question) == []
    assert Index([]).search("hats") == []


@given(SYNTAX)
def test_no_syntax_of_a_query_language_acts(parts):
    index = written_index()

    hits = index.search(" ".join(parts))

    assert all(hit.name in {one.name for one in entries()} for hit in hits)
    assert names("does minoxidil work", 1) == ["minoxidil_works"]


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(text):
    hits = written_index().search(text)

    assert len(hits) <= 5
    assert all(0.0 <= hit.fit <= 1.0 for hit in hits)


def test_a_search_can_be_made_from_several_threads():
    from concurrent.futures import ThreadPoolExecutor

    asked = [one.question for one in questions("tuning")[:24]]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(names, asked))

    assert together == [names(one) for one in asked]
