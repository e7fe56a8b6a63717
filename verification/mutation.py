"""Mutation testing: how many small mistakes in laws, kernel, instruments and rules the tests notice.

Run: python verification/mutation.py --area laws --sample 60 --seed 1

The mutants are those of Cosmic Ray (`pip install --group mutation`), and mistakes in the tables of rules (`mutants`,
`rule_tables`). Which tests are to notice is in mutation.toml. Each verdict is kept in out/mutation as it falls, so that
a run that was stopped goes on where it stood; a longer sample begins with the shorter one of the same seed.

Compiled code runs as plain Python, and a mutant is run in a process of its own that is given the changed module in
place of its file: no cache of compiled code and no file on disk can stand between a mutant and its tests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mutants import Mutant, drawn
from plain_runs import Run, prepare, run

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
KEPT = REPOSITORY / "out" / "mutation"
COPIED = ("src", "tests", "scripts", "verification", "pyproject.toml")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "node_modules", "*.nb?", "bundle", ".*")


def areas() -> dict[str, dict[str, object]]:
    """What is mutated and tested by what, by area."""
    return tomllib.loads((HERE / "mutation.toml").read_text(encoding="utf-8"))


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score."""
    if whole == 0:
        return 0.0, 1.0
    z, share = 1.959964, part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return middle - half, middle + half


def tests_of(area: dict[str, object], module: str, root: Path) -> tuple[list[str], str]:
    """The tests that are to notice a mutant of a module, and a digest of them."""
    by_module = area["tests"]
    name = module.removeprefix("anagen.").replace(".", "/")
    tests = next(value for key, value in by_module.items() if key in (name, f"{name}/__init__"))
    digest = hashlib.sha256(repr(tests).encode())
    for path in sorted({root / one.partition("::")[0] for one in tests}):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return tests, digest.hexdigest()[:12]


def kept(area: str) -> dict[str, dict[str, str]]:
    """Verdicts of earlier runs, by mutant and tests."""
    path = KEPT / f"{area}.jsonl"
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {one["key"]: one for one in map(json.loads, lines)}


def keep(area: str, verdict: dict[str, str]) -> None:
    """Add a verdict to what is kept."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{area}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(verdict) + "\n")


def judged(name: str, sample: int, seed: int, root: Path) -> Iterator[dict[str, str]]:
    """The verdict on each mutant of a sample."""
    area, found = areas()[name], kept(name)
    longest: dict[str, float] = {}
    for mutant in islice(drawn(root / "src" / "anagen", list(area["tests"]), seed=seed), sample):
        tests, digest = tests_of(area, mutant.module, root)
        key = f"{hashlib.sha256(mutant.text.encode()).hexdigest()[:16]} {digest}"
        if key not in found:
            if digest not in longest:
                longest[digest] = unmutated(mutant, tests, root)
            ran = run(mutant.module, mutant.text, tests, cpu_s=5 + math.ceil(4 * longest[digest]))
            verdict = {"key": key, "module": mutant.module, "place": mutant.place, "says": mutant.says}
            verdict |= {"verdict": ran.verdict, "by": ran.by}
            keep(name, verdict)
            found[key] = verdict
        yield found[key]


def unmutated(mutant: Mutant, tests: list[str], root: Path) -> float:
    """Processor time of the tests on the module as it is, by the same way; they must pass. [s]"""
    path = root / "src" / (mutant.module.replace(".", "/") + ".py")
    ran = run(mutant.module, path.read_text(encoding="utf-8"), tests, cpu_s=600)
    if ran.verdict != "survived":
        raise SystemExit(f"The tests of {mutant.module} fail before anything is changed: {ran.by}")
    return ran.cpu_s


def check_nothing_forgotten(name: str, root: Path) -> None:
    """Refuse an area that has a module of which nothing is said."""
    area, source = areas()[name], root / "src" / "anagen"
    there = {str(one.relative_to(source).with_suffix("")) for one in (source / area["folder"]).glob("*.py")}
    if forgotten := there - set(area["tests"]) - set(area["left_out"]):
        raise SystemExit(f"mutation.toml does not say what tests {', '.join(sorted(forgotten))}.")


def prove(name: str, root: Path) -> Run:
    """Plant a mistake that nobody could overlook: if it lives, what runs is not what was changed."""
    path, before, after = areas()[name]["proof"]
    text = (root / "src" / "anagen" / f"{path}.py").read_text(encoding="utf-8")
    if text.count(before) != 1:
        raise SystemExit(f"The proof of {name} is out of date: {before!r} is not once in {path}.py.")
    module = "anagen." + path.replace("/", ".")
    ran = run(module, text.replace(before, after), tests_of(areas()[name], module, root)[0], cpu_s=600)
    if ran.verdict != "killed":
        raise SystemExit(f"A mistake planted in {path}.py was not noticed: nothing that follows would count.")
    return ran


def table(verdicts: list[dict[str, str]]) -> str:
    """Killed, timed out and survived, by module and in all."""
    lines = [f"{'module':34}{'mutants':>9}{'killed':>8}{'timed out':>11}{'survived':>10}"]
    modules = sorted({one["module"] for one in verdicts})
    for module in [*modules, "all"]:
        count = Counter(one["verdict"] for one in verdicts if module in (one["module"], "all"))
        lines.append(
            f"{module:34}{count.total():>9}{count['killed']:>8}{count['timed out']:>11}{count['survived']:>10}"
        )
    dead = count.total() - count["survived"]
    low, high = wilson(dead, count.total())
    lines.append(f"noticed: {dead / max(count.total(), 1):.1%} of {count.total()} ({low:.1%} to {high:.1%})")
    return "\n".join(lines)


def main() -> None:
    """Run a sample of an area's mutants and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--area", choices=list(areas()), required=True)
    parser.add_argument("--sample", type=int, default=60, help="mutants to run")
    parser.add_argument("--seed", type=int, default=1, help="which are drawn")
    asked = parser.parse_args()
    verdicts: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="anagen-mutation-") as folder:
        root = Path(folder)
        for one in COPIED:
            copy = shutil.copytree if (REPOSITORY / one).is_dir() else shutil.copy2
            copy(
                REPOSITORY / one,
                root / one,
                **({"ignore": NOT_COPIED} if (REPOSITORY / one).is_dir() else {}),
            )
        check_nothing_forgotten(asked.area, root)
        prepare(root, areas()[asked.area]["preload"])
        print(f"A planted mistake died, as it must: {prove(asked.area, root).by}", flush=True)
        try:
            for one in judged(asked.area, asked.sample, asked.seed, root):
                verdicts.append(one)
                if sys.stdout.isatty() or one["verdict"] != "killed":
                    print(f"{len(verdicts):4} {one['verdict']:10} {one['place']}  {one['says']}", flush=True)
        except KeyboardInterrupt:
            print("\nStopped. What was found is kept; the same command goes on from here.")
    print(table(verdicts))


if __name__ == "__main__":
    main()
