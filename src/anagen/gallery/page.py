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
PLACES = {"vertex": "averaged over the whole vertex", "mid_scalp": "averaged over the whole mid-scalp"}
STRIP_HEIGHT, AXIS_Y, DOTS_Y, EDGE_PERCENT = 102, 76, 64, 5
"""Of the drawing of all outcomes. [px, px, px, % of the width]"""
TICK_STEPS = (1, 2, 5, 10, 20, 50, 100)


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
<p class="muted">Change in visible hairs per cm² {PLACES[one.region]}, one dot for each of {people} virtual
people:</p>
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
<p class="facts">{signed(card.outcome.change)} visible hairs per cm²; {MEANS[card.centile]}.</p>
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
    """All outcomes as dots on an axis, with the three who are shown: SVG whose letters keep their size on a phone."""
    low, high = scale

    def x(change: float) -> float:
        """Where a change lies. [% of the width]"""
        return EDGE_PERCENT + (change - low) / (high - low) * (100.0 - 2.0 * EDGE_PERCENT)

    lifts = stacked([x(change) for change in entry.changes])
    dots = "".join(
        f'<circle class="one" cx="{x(change):.2f}%" cy="{DOTS_Y - lift:g}" r="4.5"/>'
        for change, lift in zip(entry.changes, lifts, strict=True)
    )
    marks = "".join(
        f'<svg x="{x(card.outcome.change):.2f}%" y="{AXIS_Y}" class="mark">'
        f'<path class="c{card.centile}" d="M0 0 l-6 10 h12 z"/></svg>'
        for card in entry.cards
    )
    places = spread([x(card.outcome.change) for card in entry.cards])
    names = "".join(
        f'<text class="c{card.centile}" x="{at:.2f}%" y="14" text-anchor="middle">'
        f"{card.centile}th: {signed(card.outcome.change)}</text>"
        for card, at in zip(entry.cards, places, strict=True)
    )
    leads = "".join(
        f'<line class="lead c{card.centile}" x1="{at:.2f}%" x2="{x(card.outcome.change):.2f}%" y1="18" y2="{AXIS_Y}"/>'
        for card, at in zip(entry.cards, places, strict=True)
    )
    ticks = "".join(
        f'<text x="{x(tick):.2f}%" y="{STRIP_HEIGHT - 2}" text-anchor="middle">{signed(tick)}</text>'
        for tick in ticks_of(scale)
    )
    says = ", ".join(f"{card.centile}th centile {signed(card.outcome.change)}" for card in entry.cards)
    return (
        f'<svg class="spread" width="100%" height="{STRIP_HEIGHT}" role="img" '
        f'aria-label="Change in visible hairs per square centimeter: {says}; '
        f'from {signed(entry.changes[0])} to {signed(entry.changes[-1])} in all.">'
        f'<line class="axis" x1="{EDGE_PERCENT}%" x2="{100 - EDGE_PERCENT}%" y1="{AXIS_Y}" y2="{AXIS_Y}"/>'
        f'<line class="zero" x1="{x(0.0):.2f}%" x2="{x(0.0):.2f}%" y1="22" y2="{AXIS_Y}"/>'
        f"{leads}{dots}{marks}{names}{ticks}</svg>"
    )


def signed(number: float) -> str:
    """A change in words: ``+3``, ``-12``, ``0``."""
    return f"{number:+.0f}" if round(number) else "0"


def stacked(places: Sequence[float], room: float = 1.6, lift: float = 6.0) -> list[float]:
    """How far each dot is lifted so that it does not hide the one before it. [px]

    Parameters
    ----------
    places
        Where the dots lie, rising. [% of the width]
    room
        What a dot needs. [% of the width]
    lift
        Of one step; four steps are all there is. [px]
    """
    lifts: list[float] = []
    last, step = -math.inf, 0
    for place in places:
        step = (step + 1) % 5 if place - last < room else 0
        lifts.append(lift * step)
        last = place
    return lifts


def spread(places: Sequence[float], room: float = 26.0) -> list[float]:
    """Places of labels, moved apart so that they do not touch even on a phone. [% of the width]"""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + room if moved else room / 2.0))
    for k in reversed(range(len(moved))):
        right = moved[k + 1] - room if k + 1 < len(moved) else 100.0 - room / 2.0
        moved[k] = min(moved[k], right)
    return moved


def ticks_of(scale: tuple[float, float]) -> list[int]:
    """Round numbers on the axis, few enough for a phone."""
    low, high = scale
    step = next((one for one in TICK_STEPS if (high - low) / one <= 6.5), TICK_STEPS[-1])
    return list(range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step))


def _footer(facts: Mapping[str, Any]) -> str:
    return f"""<footer><hr>
<p>Made by anagen {escape(str(facts["version"]))}; {facts["people"]} virtual people of each kind, the same
under every treatment; seed {facts["seed"]}; evidence <code>{escape(str(facts["evidence"])[:12])}</code>. People are
ranked by the change of visible hair averaged over the region where loss is judged: a man's vertex, a woman's mid-scalp.
A forecast counts one square centimeter at its center, where hair may be much thinner. The same numbers as
data: <a href="gallery.json">gallery.json</a>.</p>
<p>Simulation - not a photograph. For education and research; not a medical device.</p>
</footer>"""
