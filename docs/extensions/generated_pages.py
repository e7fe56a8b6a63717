"""Pages made from the program itself: every number, law, paper, trial, rule, claim and command.

They cannot lag behind: each is written anew whenever the documentation is built.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import anagen
from anagen.claims.read import Claim, Requirement, Shortfall, claims
from anagen.cli.app import COMMANDS, build, examples
from anagen.consultation.rules import Rule, rules
from anagen.evidence import Parameter, Source, known
from anagen.evidence.bibliography import reference
from anagen.evidence.claims_measured import ClaimFigures, Figure, measured_claims
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.protocol import Outcome, Trial

PACKAGE = Path(anagen.__file__).parent
FOLDER = Path(__file__).parents[1] / "generated"


def main(app: Sphinx) -> None:  # noqa: ARG001  the signature of a listener
    """Write all pages; those that did not change keep their time, so that they are not built again."""
    wanted = dict(pages())
    for name, text in wanted.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in FOLDER.rglob("*.md"):
        if str(path.relative_to(FOLDER)) not in wanted:
            path.unlink()


def pages() -> Iterator[tuple[str, str]]:
    """Every page, by its name in the folder."""
    yield from number_pages()
    yield from law_pages()
    yield "sources.md", sources_page()
    yield from trial_pages()
    yield from rule_pages()
    yield "claims.md", claims_page()
    yield from command_pages()


def listing(title: str, says: str, places: Iterable[str], told: Iterable[str] = ()) -> str:
    """A page that leads to others: by their titles, or by what is told of each."""
    lines = "".join(f"- {one}\n" for one in told)
    shown = ":hidden:" if lines else ":maxdepth: 1"
    tree = f"```{{toctree}}\n{shown}\n\n" + "\n".join(places) + "\n```\n"
    return f"# {title}\n\n{says}\n\n{lines}\n{tree}"


def cell(value: Any) -> str:
    """Text within a table."""
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table; nothing where it would have no row."""
    lines = [" | ".join(map(cell, row)) for row in rows]
    head = list(head)
    body = [f"| {line} |" for line in lines]
    return "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *body, ""]) if body else ""


# Numbers


def number_pages() -> Iterator[tuple[str, str]]:
    """A page for each topic of numbers, with every number of it."""
    evidence = known()
    topics: dict[str, list[Parameter]] = defaultdict(list)
    for name, file in files_of(evidence.parameters).items():
        topics[file].append(evidence.parameters[name])
    texts = {
        path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))
    }
    for topic, numbers in topics.items():
        says = "\n".join(number_section(one, evidence.sources, texts) for one in numbers)
        yield f"numbers/{topic}.md", f"# Numbers: {topic_words(topic)}\n\n{says}"
    yield (
        "numbers/index.md",
        listing(
            "Every number",
            f"The program holds {len(evidence.parameters)} numbers of biology, each with its unit, its interval, its "
            "paper and how well it is known. `anagen evidence NAME` shows one in the terminal.",
            sorted(topics),
            [
                f"[{topic_words(topic)}]({topic}.md): {', '.join(number_link(one) for one in topics[topic])}"
                for topic in sorted(topics)
            ],
        ),
    )


def topic_words(topic: str) -> str:
    """A topic as it is read."""
    return topic.replace("_", " ").replace("-", ", ")


def number_link(one: Parameter) -> str:
    """A number's name, leading to it."""
    return f"[{one.name}](#{one.name})"


def files_of(names: Iterable[str]) -> dict[str, str]:
    """Which file of the evidence holds which number."""
    found = {}
    data = PACKAGE / "evidence" / "data"
    for path in sorted(data.rglob("*.toml")):
        with path.open("rb") as file:
            keys = tomllib.load(file)
        place = "-".join(path.relative_to(data).with_suffix("").parts)
        found.update(dict.fromkeys(keys, place))
    return {name: found[name] for name in names}


def number_section(one: Parameter, sources: Mapping[str, Source], texts: Mapping[Path, str]) -> str:
    """A number: what it is, how much, from where, and what reads it."""
    unit = "" if one.unit == "1" else f" {one.unit}"
    rows = [("value", f"{one.value:g}{unit}")]
    if one.interval:
        rows.append(("interval", f"{one.interval[0]:g} to {one.interval[1]:g}{unit}"))
    if one.spread:
        size = one.spread.sd if one.spread.sd is not None else one.spread.cv
        rows.append(("between people", f"{one.spread.law}" + (f", {size:g}" if size is not None else "")))
    place = link(sources[one.source]) if one.source in sources else ""
    rows += [
        ("grade", one.grade),
        ("source", f"{one.source}, {one.where}" + (f" ({place})" if place not in one.where else "")),
        ("published", f"“{one.published}”"),
    ]
    rows += [("derived", one.derivation)] if one.derivation else []
    rows += [("fitted to", one.fitted_to)] if one.fitted_to else []
    rows += [("second reader", one.checked_by)] if one.checked_by else []
    rows.append(
        ("read by", ", ".join(f"`{place}`" for place in readers(one.name, texts)) or "by its family's name")
    )
    return f"({one.name})=\n## {one.name}\n\n{one.meaning}\n\n{table(('', ''), rows)}"


def readers(name: str, texts: Mapping[Path, str]) -> list[str]:
    """The files of the program that name a number."""
    return [str(path) for path, text in texts.items() if f'"{name}"' in text or f".{name}" in text]


def link(source: Source) -> str:
    """Where a paper is found."""
    if source.doi:
        return f"[{source.doi}](https://doi.org/{source.doi})"
    return f"PubMed {source.pmid}" if source.pmid else str(source.identifier)


def sources_page() -> str:
    """Every paper, and what of it was read."""
    rows = [(f"**{one.key}**", reference(one), one.design, one.seen) for one in known().sources.values()]
    return f"# Sources\n\n{len(rows)} papers, labels and reports.\n\n" + table(
        ("key", "reference", "design", "seen"), sorted(rows)
    )


# Laws


def law_pages() -> Iterator[tuple[str, str]]:
    """A page for each file of laws, with every equation of it."""
    found = []
    for path in sorted((PACKAGE / "laws").glob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        laws = [
            section
            for node in module.body
            if isinstance(node, ast.FunctionDef) and (section := law_section(node))
        ]
        if laws:
            found.append(path.stem)
            words = path.stem.replace("_", " ")
            yield (
                f"laws/{path.stem}.md",
                f"# Laws: {words}\n\n{ast.get_docstring(module)}\n\n" + "\n".join(laws),
            )
    yield (
        "laws/index.md",
        listing(
            "Every law",
            "The equations of the model, one a function of `src/anagen/laws`, with units in brackets; their constants "
            "are the [numbers](../numbers/index.md). [The model](../../model.md) tells how they go together.",
            found,
        ),
    )


EQUATION = re.compile(r"\.\. math:: (.+(?:\n +\S.*)*)")


def law_section(node: ast.FunctionDef) -> str:
    """A law: what it gives, its equation, what it takes; nothing of a function without an equation."""
    text = ast.get_docstring(node) or ""
    if not EQUATION.search(text):
        return ""
    says, _, rest = text.partition("\nParameters\n----------\n")
    says = EQUATION.sub(lambda found: "$$\n" + " ".join(found[1].split()) + "\n$$", says)
    taken = re.findall(r"^(\w.*)\n((?: +.+\n?)+)", rest.partition("\nReturns\n")[0], flags=re.MULTILINE)
    rows = [(f"`{name}`", " ".join(meaning.split())) for name, meaning in taken]
    return f"## {node.name}\n\n{says.strip()}\n\n{table(('', ''), rows)}"


# Trials


def trial_pages() -> Iterator[tuple[str, str]]:
    """A page for each packaged trial."""
    names = packaged_trials()
    for name in names:
        yield f"trials/{name}.md", trial_page(find_trial(name))
    yield (
        "trials/index.md",
        listing(
            "Every trial",
            f"{len(names)} published trials are packaged: what was given to whom, how it was read, and what was "
            "published. [Results](../../results.md) sets every value beside its prediction.",
            names,
        ),
    )


def trial_page(trial: Trial) -> str:
    """A trial: people, arms, instruments, outcomes."""
    people = trial.population
    ages = " to ".join(f"{age:g}" for age in people.age_years)
    arms = [(arm.name, arm.regimen, arm.people, "yes" if arm.control else "") for arm in trial.arms]
    read = [
        (one.measure, one.kind, ", ".join(f"`{k} = {v}`" for k, v in one.settings.items()))
        for one in trial.instruments
    ]
    who = {"male": "Men", "female": "Women"}.get(people.sex, "Men and women")
    site = people.region.replace("_", " ")
    since = (
        f" Entered on {trial.entered}, after the structure of the model was fixed." if trial.entered else ""
    )
    condition = f" {people.condition[0].upper()}{people.condition[1:]}." if people.condition else ""
    return "\n".join(
        [
            f"# {trial.id}: {trial.title}\n\n{trial.notes}\n",
            f"{who} of {ages} years, {site}.{condition} Source: {trial.source}.{since}\n",
            f"Run it: `anagen trial {trial.id}`\n",
            f"## Arms\n\n{table(('arm', 'regimen', 'people', 'control'), arms)}",
            f"## Instruments\n\n{table(('measure', 'kind', 'settings'), read)}",
            "## Published outcomes\n\n"
            + table(
                ("arm", "measure", "week", "what", "value", "where", "role"),
                [outcome_row(one) for one in trial.outcomes],
            ),
        ]
    )


def outcome_row(one: Outcome) -> tuple[Any, ...]:
    """An outcome as a row."""
    arm = f"{one.arm} minus {one.versus}" if one.versus else one.arm
    value = "not printed" if one.value is None else f"{one.value:g}"
    what, role = one.value_kind.replace("_", " "), one.role or ""
    return arm, one.measure, f"{one.week:g}", what, value, one.where, role


# Rules and claims


def rule_pages() -> Iterator[tuple[str, str]]:
    """A page for each topic of rules."""
    topics: dict[str, list[Rule]] = defaultdict(list)
    for one in rules():
        topics[one.topic].append(one)
    for topic, found in topics.items():
        says = "\n".join(map(rule_section, found))
        yield f"rules/{topic}.md", f"# Rules: {topic.replace('_', ' ')}\n\n{says}"
    count = sum(map(len, topics.values()))
    yield (
        "rules/index.md",
        listing(
            "Every rule",
            f"The {count} rules of the consultation; [how they work together](../../consultation-rules.md).",
            sorted(topics),
        ),
    )


def rule_section(one: Rule) -> str:
    """A rule: when, what it says, what it does, from where."""
    does = {
        what: ", ".join(getattr(one, what))
        for what in ("blocks", "holds", "cautions", "notes", "offers", "suggests")
        if getattr(one, what)
    }
    rows = [
        ("applies when", f"`{one.when.text}`"),
        ("kind", one.kind.replace("_", " ")),
        *does.items(),
        *([("effect", one.effect)] if one.effect else []),
        ("strength", one.strength),
        ("source", f"[{one.source}]({one.url})" if one.url else one.source),
        ("how far read", one.read + (f"; again on {one.again}" if one.again else "")),
    ]
    return f"## {one.id}: {one.title}\n\n{one.says}\n\n{table(('', ''), rows)}"


def claims_page() -> str:
    """Every claim, what the literature says of it, what has to be shown, and what was measured last."""
    run = measured_claims()
    then = "" if run.evidence == known().fingerprint else ", which has changed since"
    head = (
        "# Every claim\n\nWhat two clinics' pages state, in our own words, and what is demanded of the program. "
        "`anagen claims` measures all of it; `anagen claims ID` one. "
        "[How checks are made](../claims.md).\n\n"
        f"The figures are those of `{run.made_by}`, run by anagen {run.version} with the evidence "
        f"{run.evidence[:12]}{then}.\n"
    )
    rows = [
        (f"[{one.id}](#{one.id.lower()})", one.claim, one.verdict, "" if found is None else found.status)
        for one in claims().values()
        for found in [run.of(one)]
    ]
    shown = table(("", "claim", "literature", "model"), rows)
    return f"{head}\n{shown}" + "\n".join(map(claim_section, claims().values()))


def claim_section(one: Claim) -> str:
    """A claim and its requirements."""
    measured = measured_claims().of(one)
    given = {} if measured is None else {each.requirement.name: each for each in measured.figures}
    required = [
        (
            need.says.removesuffix(":"),
            figure_says(given.get(need.name), need),
            in_unit(need.limits, need),
            need.because + shortfall_says(need.known_shortfall),
        )
        for need in one.required.values()
    ]
    status = (
        "" if measured is None else f"**The model: {measured.status}.** {' '.join(beside_of(measured))}\n\n"
    )
    more = f"See it: `{one.more}`\n" if one.more else ""
    return (
        f"\n## {one.id}\n\n{one.claim}\n\n**Literature ({one.verdict}).** {one.literature}\n\n"
        f"**To be shown.** {one.must_show}\n\n{status}"
        f"{table(('what', 'measured', 'limit', 'because'), required)}\n{more}"
    )


def beside_of(found: ClaimFigures) -> list[str]:
    """What else a check said."""
    refused = [f"It could not be run so: {found.refused}"] if found.refused else []
    return [*refused, *filter(None, [found.beside]), *(f"Not measured: {one}." for one in found.missing)]


def figure_says(found: Figure | None, need: Requirement) -> str:
    """A measured number and whether it holds."""
    if found is None:
        return "not yet"
    verdict = found.verdict if found.met else f"**{in_unit(found.verdict, need)}**"
    return f"{in_unit(f'{found.value:.3g}', need)}: {verdict}"


def in_unit(text: str, need: Requirement) -> str:
    """Something with the unit of a requirement after it."""
    return text if need.unit == "1" else f"{text} {need.unit}"


def shortfall_says(known: Shortfall | None) -> str:
    """What the model is known to give instead, if it falls short."""
    return "" if known is None else f". Known to fall short ({known.value:g}): {known.because}"


# Commands


def command_pages() -> Iterator[tuple[str, str]]:
    """A page for each command, as its `--help` says."""
    for name in COMMANDS:
        app = build([name])[name]
        text = app.generate_docs(usage_name=f"anagen {name}", flatten_commands=True, max_heading_level=4)
        text = re.sub(
            rf"^anagen {name} -m sphinx ", f"anagen {name} ", text, flags=re.MULTILINE
        )  # how we run now
        text = re.sub(r"`--([\w-]+), --no-\1`", r"`--\1`", text)  # flags are only ever turned on
        text = re.sub(r", --empty-[\w-]+`", "`", text)  # nobody types an empty list
        shown = examples(getattr(import_module(f"anagen.cli.{name}"), name)) or ""
        lines = "\n".join(line.strip() for line in shown.splitlines()[1:])
        more = f"\n## Examples\n\n```\n{lines}\n```\n" if lines else ""
        yield (
            f"commands/{name}.md",
            re.sub(rf"^# {name}$", f"# anagen {name}", text, count=1, flags=re.MULTILINE) + more,
        )
    told = [f"[`anagen {name}`]({name}.md): {says}" for name, says in COMMANDS.items()]
    yield "commands/index.md", listing("Every command", "As `anagen NAME --help` says.", COMMANDS, told)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages before anything is read."""
    app.connect("builder-inited", main)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
