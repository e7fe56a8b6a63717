"""An answer shows what it rests on, how sure it is, what documents claim, and says so when there is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.claims.read import claims
from anagen.errors import InputError
from anagen.questions.answer import ANSWERED, FOUND, KINDS, REPLIED, UNANSWERED, Reply, answer
from anagen.questions.documents import Document, documents

CLAIMS = [
    Document(
        kind="claim",
        name=one.id,
        title=one.claim,
        says=one.literature,
        grade=one.verdict,
        source=one.document,
    )
    for one in claims().values()
]
ODD = "does creatine harm follicles in rabbits"
REPLY = Reply(name="q1", question=ODD, text="Nobody has shown it.", who="Dr. A", when="2026-02-03T10:00:00Z")


def test_an_answer_shows_what_it_rests_on_with_source_and_grade():
    found = answer("does finasteride work?")

    assert (found.kind, found.name) == (ANSWERED, "finasteride_works")
    assert {one.kind for one in found.rests_on} >= {"trial", "rule"}
    assert all(one.source and one.grade and one.says for one in found.rests_on)
    assert found.sure == "well supported"
    assert found.why_sure


def test_what_the_documents_claim_stands_beside_what_the_literature_says():
    found = answer("does rolling hurt", claims=CLAIMS)

    assert [one.name for one in found.claims] == ["R08", "R16"]
    assert found.claims[1].grade == "disagrees"
    assert "scars" in found.claims[1].says
    assert answer("does rolling hurt").claims == ()


def test_rules_for_clinicians_are_shown_to_clinicians():
    asked = "are minoxidil pills better than lotion"
    own = {one.name for one in answer(asked).rests_on}
    clinic = {one.name for one in answer(asked, clinician=True).rests_on}

    assert own < clinic
    assert "LDO-01" in clinic - own


def test_a_question_for_a_number_gets_the_documents_where_no_answer_was_written():
    found = answer("what is the clearance of dutasteride?")

    assert found.kind == FOUND
    assert found.rests_on[0].name == "dutasteride_clearance"
    assert found.text == ""


def test_what_nothing_answers_is_said_to_be_unanswered():
    found = answer("what is the price of bitcoin")

    assert found.kind == UNANSWERED
    assert (found.text, found.rests_on) == ("", ())


def test_a_reply_answers_the_question_it_was_given_to_and_is_marked_as_a_reply():
    assert answer(ODD).kind == UNANSWERED

    found = answer(ODD, replies=[REPLY])

    assert found.kind == REPLIED
    assert found.text == REPLY.text
    assert "not evidence" in found.sure
    assert "Dr. A on 2026-02-03" in found.why_sure
    assert found.rests_on == ()
    assert ODD not in found.title


@pytest.mark.parametrize("question", ["does minoxidil work", "what is the price of bitcoin", "i want to die"])
def test_a_reply_does_not_answer_other_questions(question):
    assert answer(question, replies=[REPLY]) == answer(question)


def test_a_warning_stands_before_an_answer():
    found = answer("can i use minoxidil while pregnant")

    assert found.kind == ANSWERED
    assert [one.flag.name for one in found.warnings] == ["pregnancy"]
    assert "MIN-03" in {rule.name for rule in found.warnings[0].rules}


@pytest.mark.parametrize(
    "question",
    [
        "does minoxidil work",
        "i want to die",
        "what is the price of bitcoin",
        "clearance of dutasteride",
        "pregnant",
    ],
)
def test_plain_values_are_json_and_hold_every_part(question):
    record = json.loads(json.dumps(answer(question, claims=CLAIMS).as_dict()))

    assert list(record) == ["question", "kind", "warnings", "answer", "rests_on", "claims", "fit", "near"]
    assert record["kind"] in KINDS
    assert (record["answer"] is None) == (record["kind"] not in {ANSWERED, REPLIED})


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_or_a_plain_refusal(text):
    try:
        found = answer(text)
    except InputError:
        return
    assert found.kind in KINDS


def test_every_document_says_what_it_is():
    assert all(one.title and one.says and one.source and one.grade for one in documents().values())
    assert {kind for kind, _ in documents()} == {"parameter", "trial", "survey", "source", "rule"}
