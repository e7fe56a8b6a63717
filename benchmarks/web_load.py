"""Fifty people at once in the web application of a clinic, on two workers: how long pages take while others simulate.

    python benchmarks/web_load.py                     # 50 people for a minute, on this machine alone
    python benchmarks/web_load.py --people 20 --seconds 30 --json

A clinic of its own is made in a temporary folder and served on a free port of the loopback address; nothing else is
asked. Each person signs in, hands in their answers, asks for the outlook, and then reads, with a pause of one to three
seconds between pages: their own pages, the general ones, and how far their simulation is. Some run a small trial. The
runner works beside the servers all the while. It ends after the given time, whatever still waits.

It prints errors (none is right), the median and the 95th percentile of pages, and how fairly the queue was served.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
from sqlalchemy import select

from anagen.store import Store, tables
from anagen.store.accounts import add_account, give_care
from anagen.web.security.passwords import hashed_password

MOST_PEOPLE, MOST_SECONDS = 100, 600.0
SECRET = "five words that nobody guesses"  # noqa: S105  of accounts that live a minute
PAUSE_S = (1.0, 3.0)
PATIENCE_S = 60.0
TRIAL_SHARE = 0.1
"""Share of people who run a small trial as well."""
GENERAL = (
    "/",
    "/evidence",
    "/evidence?kind=sources",
    "/how-it-works",
    "/questions",
    "/trials",
    "/trials/kaufman_1998",
)
OWN = ("", "/consult", "/answer", "/plan", "/diary", "/rolling", "/questions")
"""Paths below a person's."""
GRADES = ("II", "IIa", "III", "IIIv", "IV")
ANSWERS: dict[str, Any] = {
    "suicidal_now": False, "sex": "male", "follicle_openings": "visible", "region": "UK", "hormone_therapy": "none",
    "partner_pregnant_or_trying": False, "infant_contact": False, "blood_donor": False, "psa_planned": False,
    "areas": ["temples", "crown"], "onset_months": 30, "onset_speed": "gradual", "pattern_seen": "crown",
    "family_history": "yes", "triggers_6m": ["none"], "tension_styling": False, "pulling_habit": False,
    "shaved_scalp": False, "bdd_screen_positive": False, "scalp_symptoms": ["none"], "scalp_signs": ["none"],
    "broken_or_exclamation_hairs": False, "nail_pits": False, "neck_glands": False, "systemic_symptoms": ["none"],
    "conditions": ["none"], "medicines": ["none"], "allergies": ["none"], "tried": ["none"], "goal": "keep",
    "accepts_daily": True, "accepts_twice_daily": True, "accepts_needles": False, "accepts_offlabel": False,
}  # fmt: skip
"""Of a typical man; age and grade are added, so that no two people share a result."""


@dataclass
class Seen:
    """What was seen of the pages."""

    took_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    places: list[int] = field(default_factory=list)
    """Every place in the queue that was said."""

    def pages(self) -> list[float]:
        """Times of all pages but signing in, whose hash is slow on purpose."""
        return [one for name, times in self.took_s.items() if name != "sign in" for one in times]


class Person:
    """Somebody with a browser."""

    def __init__(self, number: int, person_id: str, client: httpx2.AsyncClient, seen: Seen) -> None:
        self.number, self.id, self.client, self.seen = number, person_id, client, seen
        self.chance = random.Random(number)  # noqa: S311  no secret
        self.csrf = ""

    async def ask(self, name: str, method: str, path: str, **given: Any) -> httpx2.Response | None:
        """One request, timed; none where it went wrong."""
        if method == "POST":
            given.setdefault("headers", {})["X-CSRF-Token"] = self.csrf
        start = time.perf_counter()
        try:
            answer = await self.client.request(method, path, **given)
        except httpx2.HTTPError as error:
            self.seen.errors[f"{name}: {type(error).__name__}"] += 1
            return None
        self.seen.took_s[name].append(time.perf_counter() - start)
        if answer.status_code >= 400:
            self.seen.errors[f"{name}: {answer.status_code}"] += 1
            return None
        return answer

    async def live(self, until: float) -> None:
        """Sign in, ask for a simulation, then read until the end."""
        await asyncio.sleep(self.chance.uniform(0.0, 5.0))
        form = await self.ask("sign in", "GET", "/account/sign-in")
        self.csrf = (
            found[1] if form and (found := re.search(r'name="csrf" value="([^"]*)"', form.text)) else ""
        )
        await self.ask(
            "sign in", "POST", "/account/sign-in", data={"name": name_of(self.number), "password": SECRET}
        )
        told = await self.ask("sign in", "GET", "/account/session.json")
        self.csrf = told.json()["csrf"] if told else ""
        await self.hand_in()
        if self.chance.random() < TRIAL_SHARE:
            await self.run_trial()
        while time.monotonic() < until:
            await asyncio.sleep(self.chance.uniform(*PAUSE_S))
            await self.read()

    async def hand_in(self) -> None:
        """Hand in answers, and ask for the outlook."""
        home = f"/p/{self.id}"
        answers = ANSWERS | {"age": 22 + self.number % 40, "norwood": GRADES[self.number % len(GRADES)]}
        text = "\n".join(f"{name} = {json.dumps(value)}" for name, value in answers.items())
        file = {"file": ("answers.toml", text.encode(), "application/toml")}
        await self.ask("answers", "POST", f"{home}/consult/upload", files=file)
        await self.ask("answers", "POST", f"{home}/consult/finish")

    async def run_trial(self) -> None:
        """Run a small trial."""
        text = await self.ask("trial", "GET", "/trials/kumar_2018/trial.toml")
        if text is not None:
            given = {"text": text.text, "people": 50, "seed": self.number}
            await self.ask("trial", "POST", "/trials/run.json", json=given)

    async def read(self) -> None:
        """Read a page, and see how far one's own simulation is."""
        if self.chance.random() < 0.5:
            path = self.chance.choice(GENERAL)
            await self.ask(path.partition("?")[0], "GET", path)
            return
        path = self.chance.choice(OWN)
        await self.ask(f"/p/.{path}", "GET", f"/p/{self.id}{path}")
        answer = await self.ask("outlook as JSON", "GET", f"/p/{self.id}/answer.json")
        if answer is None:
            return
        self.seen.places += [int(one) for one in re.findall(r'"place":\s*(\d+)', answer.text)]


def name_of(number: int) -> str:
    """The name of an account."""
    return f"person-{number:03d}"


def furnish(database: str, count: int) -> list[str]:
    """Make a clinic of so many people with an account each, and return their identifiers."""
    kept = hashed_password(SECRET)
    with Store.open(database, who="load") as store:
        people = [store.add_person(f"Person {number}") for number in range(count)]
        with store.work(writes=True) as work:
            for number, person_id in enumerate(people):
                account = add_account(work, name_of(number), kept, "person")
                give_care(work, account.id, person_id, "self")
    return people


def served(folder: Path, workers: int) -> tuple[subprocess.Popen[str], str]:
    """Serve the clinic of a folder, and return the process and its address."""
    command = [sys.executable, "-m", "anagen", "serve", "--clinic", "--port", "0", "--workers", str(workers)]
    command += ["--database", str(folder / "store.sqlite"), "--data", str(folder / "data")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    said = "" if process.stdout is None else process.stdout.readline()
    found = re.search(r"http://\S+?(?=/?\s)", said)
    if found is None:
        process.kill()
        raise SystemExit(f"The server did not start: {said}")
    return process, found.group()


async def everybody(address: str, people: list[str], seconds: float, seen: Seen) -> None:
    """All people at once, until the time is over."""
    clients = [httpx2.AsyncClient(base_url=address, timeout=PATIENCE_S) for _ in people]
    try:
        await ready(clients[0])
        until = time.monotonic() + seconds
        crowd = [
            Person(k, one, client, seen) for k, (one, client) in enumerate(zip(people, clients, strict=True))
        ]
        await asyncio.gather(*(one.live(until) for one in crowd))
    finally:
        for one in clients:
            await one.aclose()


async def ready(client: httpx2.AsyncClient) -> None:
    """Wait for the first page."""
    for _ in range(200):
        try:
            if (await client.get("/account/sign-in")).status_code == 200:
                return
        except httpx2.HTTPError:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("The server does not answer.")


def simulated(database: str) -> dict[str, Any]:
    """What became of the jobs, and how fairly people were served."""
    jobs = tables.jobs
    with Store.open(database, who="load") as store, store.work() as work:
        rows = work.connection.execute(select(jobs).where(jobs.c.state != "lease")).all()
    done = [row for row in rows if row.state == "done"]
    turns = Counter(row.person_id for row in rows if row.person_id is not None and row.started_at is not None)
    owners = {row.person_id for row in rows if row.person_id is not None}
    heads = [row for row in rows if row.kind == "head_today"]
    return {
        "asked": len(rows),
        "done": len(done),
        "states": dict(Counter(row.state for row in rows)),
        "done_by_kind": dict(Counter(row.kind for row in done)),
        "heads_of_today_done": f"{sum(row.state == 'done' for row in heads)} of {len(heads)}",
        "head_of_today_after_s": [
            round(one, 1) for one in sorted(map(waited_s, heads)) if one < float("inf")
        ],
        "turns_of_each_person": [
            min((turns[one] for one in owners), default=0),
            max(turns.values(), default=0),
        ],
        "errors": sorted({row.kind for row in rows if row.state == "failed"}),
    }


def waited_s(row: Any) -> float:
    """How long a job took from the wish to its end; for ever where it has not ended. [s]"""
    if row.state != "done":
        return float("inf")
    asked, ended = (datetime.fromisoformat(one) for one in (row.asked_at, row.ended_at))
    return (ended - asked).total_seconds()


def percentile(times: list[float], share: float) -> float:
    """The time that so large a share of requests does not exceed. [s]"""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def figures(seen: Seen, people: int, seconds: float, database: str) -> dict[str, Any]:
    """All that was measured."""
    pages = seen.pages()
    return {
        "people": people,
        "seconds": seconds,
        "requests": len(pages),
        "errors": dict(seen.errors),
        "pages_ms": milliseconds(pages),
        "by_page_ms": {name: milliseconds(times) for name, times in sorted(seen.took_s.items())},
        "largest_place_said": max(seen.places, default=None),
        "jobs": simulated(database),
        "load_of_the_machine": [round(one, 1) for one in os.getloadavg()],
    }


def milliseconds(times: list[float]) -> dict[str, Any]:
    """Number, median, 95th percentile and longest. [ms]"""
    named = {
        "p50": median(times) if times else 0.0,
        "p95": percentile(times, 0.95),
        "longest": max(times, default=0.0),
    }
    return {"n": len(times)} | {name: round(1000.0 * one) for name, one in named.items()}


def main() -> None:
    """Measure, and print."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--people", type=int, default=50)
    reader.add_argument("--seconds", type=float, default=60.0)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    if not 1 <= given.people <= MOST_PEOPLE or not 1.0 <= given.seconds <= MOST_SECONDS:
        raise SystemExit(f"Give 1 to {MOST_PEOPLE} people and 1 to {MOST_SECONDS:.0f} seconds.")
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="anagen-load-") as name:
        folder = Path(name)
        database = str(folder / "store.sqlite")
        people = furnish(database, given.people)
        process, address = served(folder, given.workers)
        try:
            asyncio.run(everybody(address, people, given.seconds, seen))
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
        found = figures(seen, given.people, given.seconds, database)
    print(json.dumps(found, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
