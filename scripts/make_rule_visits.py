"""Write tests/support/rule_visits.toml: for each rule, visits that tell it from every small mistake.

Run it after a rule was changed on purpose, and read the difference: what it writes is what the tests then hold the
rules to.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from rule_mutants import behavior, condition_mutants  # noqa: E402  found where the line above looks

from anagen.consultation.answers import completed  # noqa: E402
from anagen.consultation.logic import Condition  # noqa: E402
from anagen.consultation.rules import Rule, rules  # noqa: E402
from anagen.patient.person import known_fields  # noqa: E402

TARGET = ROOT / "tests" / "support" / "rule_visits.toml"
TRIES = 6000
NAMES = {True: "applies", False: "not", None: "open"}


def main() -> None:
    """Write the file."""
    lines = [
        "# Made by scripts/make_rule_visits.py. Visits: answers to which a rule applies, does not, or is open.",
        "",
    ]
    for rule in rules():
        visits = visits_of(rule)
        lines.append(f"[{rule.id}]")
        lines += [f"{name} = [{', '.join(map(toml, some))}]" for name, some in visits.items()]
        lines += [f"does.{name} = {toml(value)}" for name, value in behavior(rule, visits).items()]
        lines.append("")
    TARGET.write_text("\n".join(lines), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(rules())} rules")


def visits_of(rule: Rule) -> dict[str, list[dict[str, Any]]]:
    """Visits of a rule, by whether it applies."""
    rng = random.Random(rule.id)  # noqa: S311  a search, no secret
    pool = {repr(one): one for one in (visit(rule, rng) for _ in range(TRIES))}
    smallest_first = sorted(pool.values(), key=lambda one: (len(one), len(repr(one)), repr(one)))
    full = [(one, completed(one, depth=rule.depths[0])) for one in smallest_first]
    judged = [(one, answers, rule.when.judge(answers)) for one, answers in full]
    known_first = [one for one in judged if one[2] is not None] + [one for one in judged if one[2] is None]
    kept = [next((one for one in judged if one[2] is wanted), None) for wanted in (True, False, None)]
    kept = [one for one in kept if one is not None]
    for what, text in condition_mutants(rule.when.text):
        if not readable(text):
            continue
        mutant = Condition.of(text)
        if any(mutant.judge(answers) is not truth for _, answers, truth in kept):
            continue
        found = next((one for one in known_first if mutant.judge(one[1]) is not one[2]), None)
        if found is None:
            print(f"{rule.id}: no visit tells it from one {what}: {text}")
        else:
            kept.append(found)
    by_name = {name: [] for name in NAMES.values()}
    for one, _, truth in kept:
        by_name[NAMES[truth]].append(one)
    return by_name


def readable(text: str) -> bool:
    """Whether a mutant can be read at all; one that cannot dies when the table is read."""
    try:
        Condition.of(text)
    except Exception:  # noqa: BLE001  whatever is wrong with it
        return False
    return True


def visit(rule: Rule, rng: random.Random) -> dict[str, Any]:
    """Some answers to the fields that a rule reads."""
    answers = {}
    for name in sorted(rule.when.fields):
        value = some_value(name, rule.when.text, rng)
        if value is not None:
            answers[name] = value
    return answers


def some_value(name: str, text: str, rng: random.Random) -> Any:
    """An answer to one field, near the limits that the rule names; None for no answer."""
    about = known_fields()[name]
    if rng.random() < 0.15:
        return None
    match about["kind"]:
        case "boolean":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(about["allowed"])
        case "choices":
            named = [one for one in about["allowed"] if f'"{one}"' in text or f"'{one}'" in text]
            choose_from = named if named and rng.random() < 0.75 else about["allowed"]
            return rng.sample(choose_from, min(len(choose_from), rng.choice([1, 1, 2, 2, 3])))
        case "text":
            return "M2V1"
        case _:
            near = [float(word) for word in numbers(text) if about["low"] <= float(word) <= about["high"]]
            step = 1 if about["kind"] == "integer" else 0.1
            value = rng.choice(near or [about["low"]]) + rng.choice([-step, 0, 0, step])
            value = min(max(value, about["low"]), about["high"])
            return int(value) if about["kind"] == "integer" else round(value, 1)


def numbers(text: str) -> list[str]:
    """Numbers in a condition."""
    words = text.replace("(", " ").replace(")", " ").split()
    return [word for word in words if word.replace(".", "", 1).isdigit()]


def toml(value: Any) -> str:
    """A value as TOML on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return (
                "{ " + ", ".join(f"{name} = {toml(one)}" for name, one in value.items()) + " }"
                if value
                else "{}"
            )
        case list() | tuple():
            return "[" + ", ".join(map(toml, value)) + "]"
        case None:
            return '"unknown"'
        case str():
            return f'"{value}"'
        case _:
            return repr(value)


if __name__ == "__main__":
    main()
