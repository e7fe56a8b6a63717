"""From the last answer to the first picture of a person's own head, in the web application with a warm runner.

    python benchmarks/first_picture.py            # some people, one after the other; best on a machine that is idle
    python benchmarks/first_picture.py --json

`anagen serve` runs on a free port of the loopback address with a store of its own in a temporary folder. Of each person
two times are taken, from sending the last answer until the picture has been read:

- at once: all answers come together in a file, as from the command line, so nothing could be made ready;
- asked: the questions of the hair are answered as long before the last one as somebody needs who reads the rest, so the
  head is drawn while the other questions are asked.

The forecasts of all options are timed from the same moment. With --neighbor large jobs of somebody else
run all the while, as when a second person comes.

Each person's line is printed as soon as it is there; what goes on meanwhile is said on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

LOOK_EVERY_S, PATIENCE_S = 0.05, 900.0
READING_S = 15.0
"""Time that the questions after those on the hair take at least. [s]"""
WELL: dict[str, Any] = {
    "consent_data": True, "suicidal_now": False, "follicle_openings": "visible", "region": "UK",
    "hormone_therapy": "none", "infant_contact": False, "blood_donor": False, "onset_speed": "gradual",
    "triggers_6m": ["none"], "tension_styling": False, "pulling_habit": False, "shaved_scalp": False,
    "bdd_screen_positive": False, "scalp_symptoms": ["none"], "scalp_signs": ["none"],
    "broken_or_exclamation_hairs": False, "nail_pits": False, "neck_glands": False, "systemic_symptoms": ["none"],
    "conditions": ["none"], "medicines": ["none"], "allergies": ["none"], "tried": ["none"], "goal": "keep",
    "accepts_daily": True, "accepts_twice_daily": True, "accepts_needles": False, "accepts_offlabel": False,
}  # fmt: skip
MAN = {**WELL, "sex": "male", "partner_pregnant_or_trying": False, "psa_planned": False, "areas": ["crown"]}
WOMAN = {
    **WELL,
    "sex": "female",
    "preg_status": "not_possible",
    "areas": ["midline_part"],
    "androgen_signs": ["none"],
}
HAIR = ("onset_months", "pattern_seen", "norwood", "ludwig", "family_history")
PEOPLE: tuple[dict[str, Any], ...] = (
    {**MAN, "age": 27, "onset_months": 18, "pattern_seen": "front", "norwood": "II", "family_history": "yes"},
    {
        **WOMAN,
        "age": 44,
        "onset_months": 30,
        "pattern_seen": "parting",
        "ludwig": "I",
        "family_history": "yes",
    },
    {
        **MAN,
        "age": 38,
        "onset_months": 60,
        "pattern_seen": "crown",
        "norwood": "IIIv",
        "family_history": "no",
    },
    {
        **WOMAN,
        "age": 58,
        "onset_months": 90,
        "pattern_seen": "parting",
        "ludwig": "II",
        "family_history": "no",
    },
    {
        **MAN,
        "age": 52,
        "onset_months": 150,
        "pattern_seen": "crown",
        "norwood": "IV",
        "family_history": "yes",
    },
)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--people", type=int, default=len(PEOPLE), help="how many of them")
    parser.add_argument("--neighbor", action="store_true", help="while pictures of somebody else are drawn")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        page, neighbor = Visit(address), Visit(address) if asked.neighbor else None
        say("warming up")
        page.told({**PEOPLE[0], "age": 31})  # until its forecasts are there both children are getting warm
        warm_s = page.seconds_until_picture()
        page.seconds_until(lambda: page.view()["untreated"] is not None)
        page.call_off()
        say(f"warm after {warm_s:.0f} s")
        if not asked.json:
            print(f"{'person':24}{'at once':>10}{'asked':>10}{'forecasts':>12}   [s]", flush=True)
        for number, one in enumerate(PEOPLE[: asked.people]):
            rows.append(measured(page, one, neighbor, number))
            if not asked.json:
                print(in_line(rows[-1]), flush=True)
    if asked.json:
        print(json.dumps({"until_warm_s": round(warm_s, 1), "neighbor": asked.neighbor, "people": rows}))


def say(what: str) -> None:
    """Say what goes on."""
    print(f"{what}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)


def in_line(row: Mapping[str, Any]) -> str:
    """A line of the table."""
    return f"{row['person']:24}{row['at_once_s']:10.2f}{row['asked_s']:10.2f}{row['forecasts_s']:12.2f}"


def measured(page: Visit, answers: Mapping[str, Any], neighbor: Visit | None, number: int) -> dict[str, Any]:
    """The times of one person."""
    who = f"{answers['sex']}, {answers['age']}"
    if neighbor is not None:
        neighbor.call_off()
        neighbor.told({**PEOPLE[2], "age": 61 + number})
        neighbor.send(f"{neighbor.home}/consult/finish", data={})
        say("the neighbor's large jobs begin")
        neighbor.seconds_until(lambda: any(one["state"] == "running" for one in neighbor.large_jobs()))
    say(f"{who}: at once")
    began = time.monotonic()
    page.told(answers)
    page.seconds_until_picture()
    at_once = time.monotonic() - began
    page.call_off()
    say(f"{who}: asked")
    later = {**answers, "age": answers["age"] + 1}  # another person, whose head nobody has drawn
    page.told({name: value for name, value in later.items() if name not in (*HAIR, "goal")})
    for name in HAIR:
        if name in later:
            page.answer(name, later[name])
    time.sleep(READING_S)
    asked = page.seconds_until_picture(last=("goal", later["goal"]))
    forecasts = page.seconds_until(lambda: page.view()["untreated"] is not None)
    page.call_off()
    return {
        "person": who,
        "at_once_s": round(at_once, 2),
        "asked_s": round(asked, 2),
        "forecasts_s": round(asked + forecasts, 2),
    }


class Visit:
    """Somebody who uses the pages.

    Parameters
    ----------
    address
        Of the server, with its key.
    """

    def __init__(self, address: str) -> None:
        origin = address.partition("?")[0]
        self._client = httpx2.Client(base_url=origin, timeout=PATIENCE_S)
        front = self._client.get(address, follow_redirects=True).text
        self._token = re.findall(r'name="csrf" value="(\w+)"', front)[0]
        self.home = ""

    def send(self, path: str, **given: Any) -> httpx2.Response:
        """Post a form."""
        answer = self._client.post(path, headers={"X-CSRF-Token": self._token}, **given)
        if answer.status_code != httpx2.codes.SEE_OTHER:
            raise SystemExit(f"{path}: {answer.status_code}\n{answer.text}")
        return answer

    def told(self, answers: Mapping[str, Any]) -> None:
        """Begin as somebody new, with answers that are all there at once."""
        place = self.send("/start", data={"name": ""}).headers["location"]
        self.home = place.removesuffix("/consult")
        text = "\n".join(f"{name} = {json.dumps(value)}" for name, value in answers.items())
        self.send(f"{place}/upload", files={"file": ("me.toml", text.encode(), "application/toml")})

    def answer(self, name: str, value: Any) -> None:
        """Answer one question."""
        self.send(f"{self.home}/consult/ask", data={"field": name, "value": str(value)})

    def seconds_until_picture(self, last: tuple[str, Any] | None = None) -> float:
        """From the last answer until the picture has been read. [s]"""
        began = time.monotonic()
        if last is not None:
            self.answer(*last)
        self.send(f"{self.home}/consult/finish", data={})
        self.seconds_until(self._has_picture)
        return time.monotonic() - began

    def _has_picture(self) -> bool:
        return self._client.get(f"{self.home}/heads/today.webp").status_code == httpx2.codes.OK

    def seconds_until(self, holds: Callable[[], bool]) -> float:
        """Until something holds. [s]"""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > PATIENCE_S:
                raise SystemExit("It takes too long: is the machine busy?")
            time.sleep(LOOK_EVERY_S)
        return time.monotonic() - began

    def call_off(self) -> None:
        """Call off what is not done yet, so that the next person waits for nothing of it."""
        while self.home and (jobs := self.open_jobs()):
            for one in jobs:
                self.send(f"/jobs/{one['id']}/cancel", data={})

    def open_jobs(self) -> list[Any]:
        """Jobs that the outlook waits for."""
        view = self.view()
        return [*view["waiting"], *([view["drawing"]] if view["drawing"] is not None else [])]

    def large_jobs(self) -> list[Any]:
        """Those of them that take long."""
        jobs = [self._client.get(f"/jobs/{one['id']}.json").json() for one in self.open_jobs()]
        return [one for one in jobs if one["kind"] != "head_today"]

    def view(self) -> Any:
        """What the outlook shows."""
        return self._client.get(f"{self.home}/answer.json").json()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The web application in a process of its own; gives its address, with the key."""
    command = [sys.executable, "-m", "anagen", "serve", "--port", "0"]
    command += ["--database", str(folder / "store.sqlite"), "--data", str(folder / "data")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own program
    try:
        said = process.stdout.readline() if process.stdout is not None else ""
        found = re.search(r"http://\S+", said)
        if found is None:
            raise SystemExit(f"The server did not start: {said}")
        yield found[0]  # the socket listens already: the first to ask waits a moment
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


if __name__ == "__main__":
    main()
