"""Every small mistake that can be made in a rule, in its condition or in what it does; and what it is seen to do."""

import ast
import copy
from dataclasses import replace

from anagen.consultation.answers import DEPTHS
from anagen.consultation.engine import Judgement, Unsettled
from anagen.consultation.logic import Condition
from anagen.consultation.rules import EFFECTS, GRAVEST_FIRST, SESSIONS, URGENCIES, Rule, groups, treatments
from anagen.consultation.screening import screening_of

OTHER_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
LISTS = ("any_of", "none_of", "has")


def condition_mutants(text):
    """What was changed, and the text of each mutant of a condition."""
    tree = ast.parse(text, mode="eval")
    yield "denied", f"not ({text})"
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(one for i, one in enumerate(ast.walk(changed)) if i == place)
            new = change(target)
            if new is not None:
                changed = _Swap(target, new).visit(changed)
            yield what, ast.unparse(ast.fix_missing_locations(changed))


class _Swap(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else self.generic_visit(node)


def _changes(node):
    """Changes of one node: each is done to a copy of it, and may give what takes its place."""
    if isinstance(node, ast.BoolOp):
        yield "and for or", _swap_junction
        for i in range(len(node.values)):
            yield f"without {ast.unparse(node.values[i])}", _without_part(i)
    elif isinstance(node, ast.Compare):
        for other in OTHER_COMPARISONS[type(node.ops[0])]:
            yield f"{ast.unparse(node)} by {other.__name__}", _with_comparison(other)
        if isinstance(node.comparators[0], ast.Tuple) and len(node.comparators[0].elts) > 1:
            for i, one in enumerate(node.comparators[0].elts):
                yield f"without {ast.unparse(one)}", _without_element(i)
    elif isinstance(node, ast.Call) and node.func.id in LISTS and len(node.args) > 2:
        for i, one in enumerate(node.args[1:], start=1):
            yield f"without {ast.unparse(one)}", _without_argument(i)


def _swap_junction(node):
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _without_part(i):
    def change(node):
        del node.values[i]
        return node.values[0] if len(node.values) == 1 else None

    return change


def _with_comparison(other):
    def change(node):
        node.ops[0] = other()

    return change


def _without_element(i):
    def change(node):
        del node.comparators[0].elts[i]

    return change


def _without_argument(i):
    def change(node):
        del node.args[i]

    return change


def word_mutants(rule):
    """What was changed, and each mutant of what a rule says and to whom."""
    for name, values in (("effect", ("", *EFFECTS)), ("urgency", URGENCIES), ("session", SESSIONS)):
        for value in values if name != "urgency" or rule.effect else ():
            if value != getattr(rule, name):
                yield f"{name} {value!r}", replace(rule, **{name: value})
    yield "plausible", replace(rule, plausible=not rule.plausible)
    for i, one in enumerate(rule.suggests):
        yield f"does not suggest {one}", replace(rule, suggests=rule.suggests[:i] + rule.suggests[i + 1 :])
    for depth in DEPTHS:
        depths = tuple(one for one in DEPTHS if (one in rule.depths) != (one == depth))
        yield f"depths {depths}", replace(rule, depths=depths)
    if rule.otherwise:
        yield "nothing said otherwise", replace(rule, otherwise="")


def treatment_mutants(rule, treatment, *, may_be_open):
    """What was changed, and each mutant of what a rule does to a treatment.

    Parameters
    ----------
    rule
        The rule.
    treatment
        The treatment.
    may_be_open
        Whether there are answers that leave it open: if not, a caution and a note are the same.
    """
    offers = tuple(one for one in treatments() if (one in rule.offers) != (one == treatment))
    yield "offers it, or no more", replace(rule, offers=offers)
    for how in ("nothing", *GRAVEST_FIRST):
        changed = _acting_so(rule, treatment, how)
        same = changed == {name: getattr(rule, name) for name in GRAVEST_FIRST}
        if not same and not _same_to_all(rule, treatment, how, may_be_open=may_be_open):
            yield how, replace(rule, **changed)


def _acting_so(rule, treatment, how):
    """What a rule does to treatments, with one of them under another way."""
    return {
        name: tuple(
            one for one in treatments() if (name == how if one == treatment else one in getattr(rule, name))
        )
        for name in GRAVEST_FIRST
    }


def _same_to_all(rule, treatment, how, *, may_be_open):
    """Whether nobody could tell: all that is offered is told, and what is never open never waits."""
    before = next((name for name in GRAVEST_FIRST if treatment in getattr(rule, name)), "nothing")
    told = {"notes"} | ({"nothing"} if treatment in rule.offers else set())
    return {before, how} <= told | (set() if may_be_open else {"cautions"})


ALL_OPEN = Rule(
    id="OPEN",
    topic="test",
    kind="indication",
    title="Everything is offered",
    when=Condition.of("True"),
    says="",
    strength="",
    source="",
    url="",
    read="",
    plausible=True,
    offers=treatments(),
)
PLAUSIBLE = replace(ALL_OPEN, offers=())


def behavior(rule, visits):
    """All that a rule is seen to do, by what is stored of it: `said`, and each treatment under what is done to it."""
    does = said(rule)
    acts = {one: on_treatment(rule, one, may_be_open=bool(visits["open"])) for one in treatments()}
    for place, name in enumerate(("self", "clinician", "offered", "waits")):
        for what in sorted({one[place] for one in acts.values()} - {""}):
            does[f"{name}_{what}"] = _named([one for one, acted in acts.items() if acted[place] == what])
    return does


def said(rule):
    """What a rule says to somebody to whom it applies or does not; nothing is left out."""
    seen = {one: _said_in(rule, one) for one in DEPTHS}
    if seen["carer"] == seen["self"]:
        del seen["carer"]
    seen["heard"] = [one for one in DEPTHS if rule in judged(rule, True, one).fired]
    seen["session"] = rule.session
    if rule.plausible:
        depth = next((one for one in DEPTHS if one in rule.depths), DEPTHS[0])
        seen["otherwise"] = [one.says[:30] for one in screening_of(judged(rule, False, depth)).findings]
    return {name: one for name, one in seen.items() if one}


def on_treatment(rule, treatment, *, may_be_open):
    """What a rule does to a treatment: for people, for clinicians, whether it offers it, and makes it wait."""
    depth = next((one for one in DEPTHS if one in rule.depths), DEPTHS[0])
    everywhere = replace(rule, depths=DEPTHS)
    found = []
    for one in ("self", "clinician"):
        standing = judged(everywhere, True, one, ALL_OPEN).standing(treatment)
        told = standing.status == "offered" and everywhere in standing.because
        found.append("told" if told else "" if standing.status == "offered" else standing.status)
    found.append("yes" if judged(rule, True, depth, PLAUSIBLE).acting(treatment, "offers") else "")
    waits = may_be_open and judged(rule, None, depth, ALL_OPEN).standing(treatment).status == "held"
    return (*found, "yes" if waits else "")


def judged(rule, truth, depth, *others):
    """The judgement in which a rule applies, does not, or is open, beside others that apply."""
    heard = depth in rule.depths
    return Judgement(
        answers={"sex": rule.sex},
        depth=depth,
        fired=(*others, *([rule] if heard and truth else [])),
        unknown=(Unsettled(rule, {}),) if heard and truth is None else (),
        denied=(rule,) if heard and truth is False and rule.plausible else (),
    )


def _said_in(rule, depth):
    alone = judged(rule, True, depth)
    screened = screening_of(alone)
    seen = {
        "finding": [f"{one.severity} {one.urgency}".strip() for one in screened.findings],
        "suggests": [one.name for one in screened.differentials if one.because],
        "plausible": alone.plausible,
    }
    return {name: one for name, one in seen.items() if one}


def _named(found):
    """Treatments, or the name of the group that they are."""
    return next(([name] for name, members in groups().items() if list(members) == found), found)
