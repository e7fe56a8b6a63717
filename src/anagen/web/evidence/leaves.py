"""The page of each thing that is known: a function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anagen.consultation.rules import Rule, rules
from anagen.evidence import Parameter, Source, known
from anagen.evidence.bibliography import reference
from anagen.evidence.claims import claims
from anagen.evidence.epidemiology import OLDEST_YEARS, surveys
from anagen.evidence.side_effects import side_effects
from anagen.questions.figures import packaged_trials, protocol
from anagen.web.errors import NotFoundError
from anagen.web.evidence.claim_leaf import claim_leaf
from anagen.web.evidence.leaf_parts import answers, filled, told
from anagen.web.evidence.readers import modules_reading, trials_naming
from anagen.web.evidence.shelf import KINDS, address_of, quantity_text, unit_text
from anagen.web.evidence.views import Fact, Leaf, Link, Part, Quantity, Table

__all__ = ["leaf_of"]

GRADES = {
    "measured": "It stands so in the source.",
    "derived": "It was worked out from what the source gives; the sum is shown.",
    "calibrated": "No paper gives it: it was fitted to outcomes of trials that the model was allowed to see.",
    "assumed": "Nobody measured it, as far as we know; it is a choice within what is plausible.",
}
SEXES = {"male": "men", "female": "women", "both": "men and women", "": "everybody"}


def leaf_of(kind: str, name: str) -> Leaf:
    """The page of a thing.

    Parameters
    ----------
    kind
        One of `anagen.web.evidence.shelf.KINDS`.
    name
        Of the thing.

    Raises
    ------
    NotFoundError
        If there is none of that name.
    """
    made = LEAVES[kind](name) if kind in LEAVES else None
    if made is None:
        raise NotFoundError(
            f"No {KINDS.get(kind, 'evidence').lower().removesuffix('s')} of that name is known here."
        )
    return made


def _parameter(name: str) -> Leaf | None:
    if name not in known():
        return None
    one = known()[name]
    low, high = one.interval or (None, None)
    facts = [
        Fact(label="Differs between people", text=_spread(one)),
        Fact(
            label="Source",
            text=reference(known().sources[one.source]),
            address=address_of("sources", one.source),
        ),
        Fact(label="Where", text=one.where),
        Fact(label="In the source's own words", text=one.published),
        Fact(label="Worked out from", text=one.derivation or ""),
        Fact(label="Fitted to", text=one.fitted_to or ""),
        Fact(label="Entered by", text=one.entered_by),
        Fact(label="Found again by", text=one.checked_by or "nobody yet"),
    ]
    reads = [Link(title=module, says=says) for module, says in modules_reading(name)]
    parts = [
        Part(title="What reads it", links=reads),
        Part(title="Trials that name it", links=[_trial_link(trial) for trial in trials_naming(name)]),
        *answers("parameter", name),
    ]
    return Leaf(
        kind="parameters",
        kind_label=KINDS["parameters"],
        name=name,
        title=one.meaning,
        grade=one.grade,
        grade_says=GRADES[one.grade],
        quantity=Quantity(value=one.value, low=low, high=high, unit=unit_text(one.unit, one.value)),
        facts=told(facts),
        parts=filled(parts),
        commands=(f"anagen evidence {name}",),
    )


def _spread(one: Parameter) -> str:
    spread = one.spread
    if spread is None:
        return "one value for everybody"
    if spread.sd is not None:
        size = f", standard deviation {spread.sd:g}{' ' * (one.unit != '1')}{unit_text(one.unit, spread.sd)}"
    else:
        size = "" if spread.cv is None else f", coefficient of variation {spread.cv:g}"
    return f"{spread.law}{size}"


def _source(key: str) -> Leaf | None:
    if key not in known().sources:
        return None
    one = known().sources[key]
    facts = [
        Fact(label="Cite as", text=reference(one), address=_found_at(one)),
        Fact(label="Design", text=one.design),
        Fact(label="People", text="" if one.n is None else str(one.n)),
        Fact(label="What was read of it", text=one.seen),
    ]
    numbers = [
        Link(title=each.meaning, address=address_of("parameters", each.name), says=quantity_text(each))
        for each in known().values()
        if each.source == key
    ]
    asked = dict.fromkeys(each.name for each in surveys() if each.source == key)
    effects = [
        Link(
            title=f"{each.name}, {each.treatment.replace('_', ' ')}",
            says=_frequency(each.percent, each.people),
        )
        for each in side_effects()
        if each.source == key
    ]
    parts = [
        Part(title="Numbers from it", links=numbers),
        Part(title="Trials", links=[_trial_link(trial) for trial in trials_naming(key)]),
        Part(
            title="Surveys", links=[Link(title=each, address=address_of("surveys", each)) for each in asked]
        ),
        Part(title="Unwanted effects counted in it", links=effects),
        Part(
            title="Claims weighed with it",
            links=[
                Link(title=f"{each.id}: {each.claim}", address=address_of("claims", each.id))
                for each in claims().values()
                if key in each.sources
            ],
        ),
        *answers("source", key),
    ]
    return Leaf(
        kind="sources",
        kind_label=KINDS["sources"],
        name=key,
        title=one.title,
        grade=one.seen,
        grade_says=f"Of this source the {one.seen} was read."
        if one.seen != "secondary"
        else "It was read about only.",
        facts=told(facts),
        parts=filled(parts),
        commands=(f"anagen evidence {key}",),
    )


def _found_at(one: Source) -> str:
    """Where a paper is on the web, if it has such a place."""
    if one.doi:
        return f"https://doi.org/{one.doi}"
    if one.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}/"
    return one.identifier if one.identifier and one.identifier.startswith("https://") else ""


def _frequency(percent: float | None, people: int | None) -> str:
    return "not counted" if percent is None else f"{percent:g} % of {people}"


def _trial_link(name: str) -> Link:
    return Link(title=protocol(name)["title"], address=address_of("trials", name), says=name)


def _trial(name: str) -> Leaf | None:
    if name not in packaged_trials():
        return None
    file = protocol(name)
    roles = sorted({one["role"] for one in file["outcomes"] if "role" in one})
    population = ", ".join(
        f"{key.replace('_', ' ')} {_words(value)}" for key, value in file["population"].items()
    )
    arms = [
        [one["name"].replace("_", " "), one.get("regimen", "in phases"), str(one.get("people", ""))]
        for one in file["arms"]
    ]
    facts = [
        Fact(
            label="Source",
            text=reference(known().sources[file["source"]]),
            address=address_of("sources", file["source"]),
        ),
        Fact(label="People", text=population),
        Fact(label="To know of it", text=file.get("notes", "")),
    ]
    return Leaf(
        kind="trials",
        kind_label=KINDS["trials"],
        name=name,
        title=file["title"],
        grade=" and ".join(roles),
        grade_says="What the model was fitted to is called calibration; what it was held back for, validation.",
        facts=told(facts),
        tables=(
            Table(caption="Arms", head=["Arm", "Treatment", "People"], rows=arms),
            Table(
                caption="What was published",
                head=["Arm", "Measure", "Week", "Value", "Kind", "Role", "Trust"],
                rows=[_outcome(one) for one in file["outcomes"]],
            ),
        ),
        parts=filled(answers("trial", name)),
        commands=(
            f"anagen trial {name}",
            f"anagen evidence {name}",
        ),
    )


def _words(value: object) -> str:
    """A value of a trial's file in words."""
    if isinstance(value, Mapping):
        return (
            "("
            + ", ".join(f"{str(key).replace('_', ' ')} {_words(each)}" for key, each in value.items())
            + ")"
        )
    if not isinstance(value, list):
        return str(value).replace("_", " ")
    between = " to " if all(isinstance(one, int | float) for one in value) else ", "
    return between.join(map(str, value))


def _outcome(one: Mapping[str, object]) -> list[str]:
    versus = f" against {one['versus']}" if "versus" in one else ""
    kind = str(one.get("value_kind", "")).replace("pct", "%").replace("_", " ")
    value = f"{one['value']:g}" if isinstance(one["value"], int | float) else str(one["value"])
    return [
        f"{one['arm']}{versus}".replace("_", " "),
        str(one["measure"]).replace("_", " "),
        f"{one['week']:g}",
        value,
        kind,
        str(one.get("role", "")),
        str(one.get("trust", "")),
    ]


def _survey(name: str) -> Leaf | None:
    bands = [one for one in surveys() if one.name == name]
    if not bands:
        return None
    first = bands[0]
    rows = [
        [
            f"{one.age_low_years:g} and over"
            if one.age_high_years == OLDEST_YEARS
            else f"{one.age_low_years:g} to {one.age_high_years:g}",
            f"{one.percent:g} %",
            "" if one.n is None else str(one.n),
        ]
        for one in bands
    ]
    title = f"{SEXES[first.sex].capitalize()} in {first.country} with {first.scale} {first.threshold} or more"
    facts = [
        Fact(
            label="Source",
            text=reference(known().sources[first.source]),
            address=address_of("sources", first.source),
        ),
        Fact(label="Where", text=first.where),
        Fact(label="Role", text=first.role),
        Fact(label="People in the study", text="" if first.study_n is None else str(first.study_n)),
    ]
    return Leaf(
        kind="surveys",
        kind_label=KINDS["surveys"],
        name=name,
        title=title,
        grade=f"trust: {first.trust}",
        grade_says="How far its numbers can be trusted, by how people were chosen and graded.",
        facts=told(facts),
        tables=(Table(caption="Share of people by age", head=["Age", "Share", "People"], rows=rows),),
        parts=filled(answers("survey", name)),
        commands=(f"anagen evidence {name}",),
    )


def _rule(name: str) -> Leaf | None:
    one = next((each for each in rules() if each.id == name), None)
    if one is None:
        return None
    acts = [
        Part(title=title, links=[Link(title=each.replace("_", " ")) for each in getattr(one, how)])
        for how, title in (
            ("blocks", "Rules out"),
            ("holds", "Leaves to a clinician"),
            ("cautions", "Has to be known before"),
            ("notes", "Is told beside"),
            ("offers", "Speaks for"),
        )
    ]
    return Leaf(
        kind="rules",
        kind_label=KINDS["rules"],
        name=one.id,
        title=one.title,
        grade=one.strength,
        grade_says="How strong its source is, in the words of the field.",
        paragraphs=tuple(_said(one)),
        facts=told(_rule_facts(one)),
        parts=filled([*acts, *answers("rule", one.id)]),
    )


def _said(one: Rule) -> list[str]:
    return [one.says, *([f"Where it does not apply: {one.otherwise}"] if one.otherwise else [])]


def _rule_facts(one: Rule) -> list[Fact]:
    return [
        Fact(label="Kind", text=one.kind.replace("_", " ")),
        Fact(label="Applies where", text=one.when.text),
        Fact(
            label="What it does to the consultation", text=" ".join(filter(None, (one.effect, one.urgency)))
        ),
        Fact(label="For", text="clinicians" if {"self", "carer"}.isdisjoint(one.depths) else "everybody"),
        Fact(label="Holds in", text=", ".join(one.regions)),
        Fact(label="Source", text=one.source, address=one.url if one.url.startswith("https://") else ""),
        Fact(label="What was read of it", text=one.read),
        Fact(label="Found again by a second reader", text=one.again),
    ]


LEAVES: Mapping[str, Callable[[str], Leaf | None]] = {
    "parameters": _parameter,
    "sources": _source,
    "trials": _trial,
    "surveys": _survey,
    "rules": _rule,
    "claims": claim_leaf,
}
