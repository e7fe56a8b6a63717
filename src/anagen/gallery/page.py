"""The page of a gallery: one file of HTML that needs no script and no network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from anagen.gallery.descriptions import Description
from anagen.gallery.outcomes import Outcome

__all__ = ["Card", "Entry", "gallery_page"]

CALLED = {
    10: "10th centile: a poor outcome",
    50: "50th centile: the middle",
    90: "90th centile: a good outcome",
}
MEANS = {
    10: "nine of ten fare better",
    50: "half fare better, half fare worse",
    90: "one of ten fares better",
}
PLACES = {"vertex": "at the vertex", "mid_scalp": "on the mid-scalp"}
STRIP_WIDTH, STRIP_HEIGHT, STRIP_EDGE = 720, 96, 28
"""Of the drawing of all outcomes. [px of its own]"""
LABEL_WIDTH = 78.0
TICK_STEPS = (5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One of the three who are shown."""

    centile: int
    outcome: Outcome
    before: str
    """Picture of day 0, as a path from the page."""
    after: str
    """Picture of the last day, likewise."""
    command: str
    """What draws them again."""

    def as_dict(self) -> dict[str, Any]:
        """Everything, as plain values."""
        return {
            "centile": self.centile,
            "member": self.outcome.member,
            "before_per_cm2": self.outcome.before,
            "after_per_cm2": self.outcome.after,
            "change_per_cm2": round(self.outcome.change, 3),
            "pictures": {"before": self.before, "after": self.after},
            "command": self.command,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A description, the three who are shown, and how everybody fared."""

    description: Description
    cards: tuple[Card, ...]
    changes: tuple[float, ...]
    """Change in visible hair of everybody, from the poorest. [1/cm2]"""

    def as_dict(self) -> dict[str, Any]:
        """Everything, as plain values."""
        return {
            **asdict(self.description),
            "region": self.description.region,
            "centiles": [one.as_dict() for one in self.cards],
            "changes_per_cm2": list(self.changes),
        }


def gallery_page(entries: Sequence[Entry], facts: Mapping[str, Any], *, planned: int) -> str:
    """The page.

    Parameters
    ----------
    entries
        What is finished, people of one kind next to each other.
    facts
        People of each description, seed, version, evidence.
    planned
        How many entries there will be.
    """
    groups = [(name, list(some)) for name, some in groupby(entries, key=lambda one: one.description.group)]
    scale = scale_of([change for one in entries for change in one.changes])
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    links = "".join(
        f'<li><a href="#{name}">{escape(some[0].description.people)}</a></li>' for name, some in groups
    )
    rest = "" if len(entries) == planned else f"<p>{len(entries)} of {planned} are finished so far.</p>"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="generator" content="anagen {escape(str(facts["version"]))}">',
        "<title>Virtual people: poor, middle and good outcomes</title>",
        f"<style>\n{style}</style>\n</head>\n<body>",
        _header(facts, links, rest),
        "<main>",
        *(_group(name, some, int(facts["people"]), scale) for name, some in groups),
        "</main>",
        _footer(facts),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _header(facts: Mapping[str, Any], links: str, rest: str) -> str:
    return f"""<header>
<h1>How it goes: poorly, as for most, and well</h1>
<p class="lead">Every person here is virtual. For each kind of person and each treatment, {facts["people"]} of them were
simulated, and three are shown: the one at the 10th centile of all outcomes, the one in the middle, and the one at the
90th. Nobody was picked for looking good.</p>
<p class="warning">These are simulations, not photographs, and no forecast for anybody real. For education and research;
not a medical device.</p>
{rest}
<nav aria-label="People"><ul>{links}</ul></nav>
</header>"""


def _group(name: str, entries: Sequence[Entry], people: int, scale: tuple[float, float]) -> str:
    articles = "\n".join(_article(one, people, scale) for one in entries)
    heading = f'<h2 id="{name}">{escape(entries[0].description.people)}</h2>'
    return f'<section aria-labelledby="{name}">\n{heading}\n{articles}\n</section>'


def _article(entry: Entry, people: int, scale: tuple[float, float]) -> str:
    one = entry.description
    regimen = one.regimen[:1].upper() + one.regimen[1:]
    cards = "\n".join(_card(one, card) for card in entry.cards)
    return f"""<article>
<h3>{escape(regimen)}, {years(one.years)}</h3>
<p class="muted">Change in visible hairs per cm² {PLACES[one.region]}, one dot for each of {people} virtual people:</p>
{strip(entry, scale)}
<div class="three">
{cards}
</div>
</article>"""


def _card(one: Description, card: Card) -> str:
    before, after = f"{card.outcome.before:.0f}", f"{card.outcome.after:.0f}"
    who = f"{'man' if one.sex == 'male' else 'woman'}, {CALLED[card.centile].partition(':')[0]}"
    alts = (
        f"Simulated head of a {who}, before: {before} visible hairs per square centimeter.",
        f"The same head after {years(one.years)}, {one.regimen}: {after} visible hairs per square centimeter.",
    )
    figures = "".join(
        f'<figure><a href="{path}"><img src="{path}" alt="{escape(alt, quote=True)}" loading="lazy" decoding="async" '
        f'width="480" height="480"></a><figcaption><b>{when}</b><br>{count} per cm²</figcaption></figure>'
        for path, alt, when, count in zip(
            (card.before, card.after),
            alts,
            ("Before", f"After {years(one.years)}"),
            (before, after),
            strict=True,
        )
    )
    return f"""<div class="card c{card.centile}">
<h4>{CALLED[card.centile]}</h4>
<div class="pair">{figures}</div>
<p class="facts">{card.outcome.change:+.0f} visible hairs per cm²; {MEANS[card.centile]}.</p>
<details><summary>Draw this person again</summary>
<p>In the folder of this page, with anagen installed:</p><pre><code>{escape(card.command)}</code></pre></details>
</div>"""


def years(number: float) -> str:
    """A time in words."""
    return f"{number:g} year{'' if number == 1.0 else 's'}"


def scale_of(changes: Sequence[float]) -> tuple[float, float]:
    """Ends of the axis that all strips of a page share, with zero inside. [1/cm2]"""
    low, high = min([0.0, *changes]), max([0.0, *changes])
    room = max(0.04 * (high - low), 1.0)
    return low - room, high + room


def strip(entry: Entry, scale: tuple[float, float]) -> str:
    """All outcomes as dots on an axis, with the three who are shown, as SVG."""
    low, high = scale

    def x(change: float) -> float:
        return STRIP_EDGE + (change - low) / (high - low) * (STRIP_WIDTH - 2 * STRIP_EDGE)

    base, middle = STRIP_HEIGHT - 26, STRIP_HEIGHT - 44
    places = spread([x(card.outcome.change) for card in entry.cards], LABEL_WIDTH)
    dots = "".join(
        f'<circle class="one" cx="{x(change):.1f}" cy="{middle - rise:.1f}" r="4.5"/>'
        for change, rise in zip(entry.changes, stacked([x(change) for change in entry.changes]), strict=True)
    )
    marks = "".join(
        f'<path class="c{card.centile}" d="M{x(card.outcome.change):.1f} {base} l-6 10 h12 z"/>'
        for card in entry.cards
    )
    names = "".join(
        f'<text class="c{card.centile}" x="{at:.1f}" y="14" text-anchor="middle">'
        f"{card.centile}th {card.outcome.change:+.0f}</text>"
        for card, at in zip(entry.cards, places, strict=True)
    )
    ticks = "".join(
        f'<text x="{x(tick):.1f}" y="{STRIP_HEIGHT - 2}" text-anchor="middle">{tick:+g}</text>'
        for tick in ticks_of(scale)
    )
    says = ", ".join(f"{card.centile}th centile {card.outcome.change:+.0f}" for card in entry.cards)
    return (
        f'<svg class="spread" viewBox="0 0 {STRIP_WIDTH} {STRIP_HEIGHT}" role="img" '
        f'aria-label="Change in visible hairs per square centimeter: {says}; '
        f'from {entry.changes[0]:+.0f} to {entry.changes[-1]:+.0f} in all.">'
        f'<path class="axis" d="M{STRIP_EDGE} {base} H{STRIP_WIDTH - STRIP_EDGE}"/>'
        f'<path class="zero" d="M{x(0.0):.1f} 20 V{base}"/>{dots}{marks}{names}{ticks}</svg>'
    )


def stacked(places: Sequence[float], room: float = 8.0, lift: float = 6.0) -> list[float]:
    """How far each dot is lifted so that it does not hide the one before it; lifts alternate. [px]"""
    lifts: list[float] = []
    last, step = -math.inf, 0
    for place in places:
        step = (step + 1) % 4 if place - last < room else 0
        lifts.append(lift * step)
        last = place
    return lifts


def spread(places: Sequence[float], room: float) -> list[float]:
    """Rising places, moved to the right where a label would lie on the one before it. [px]"""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + room) if moved else max(place, room / 2))
    over = max(moved[-1] + room / 2 - STRIP_WIDTH, 0.0)
    return [place - over for place in moved]


def ticks_of(scale: tuple[float, float]) -> list[int]:
    """Round numbers on the axis."""
    low, high = scale
    step = next((one for one in TICK_STEPS if (high - low) / one <= 9.0), TICK_STEPS[-1])
    return list(range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step))


def _footer(facts: Mapping[str, Any]) -> str:
    return f"""<footer><hr>
<p>Made by anagen {escape(str(facts["version"]))}; {facts["people"]} virtual people of each kind, the same
under every treatment; seed {facts["seed"]}; evidence <code>{escape(str(facts["evidence"])[:12])}</code>. People are
ranked by the change of visible hair where loss is judged: a man's vertex, a woman's mid-scalp. The same numbers as
data: <a href="gallery.json">gallery.json</a>.</p>
<p>Simulation - not a photograph. For education and research; not a medical device.</p>
</footer>"""
