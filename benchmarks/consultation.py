"""How long a consultation takes, from answers to report, in a process that has just begun and in one that is warm.

python benchmarks/consultation.py      # half a minute; processor time leaves out what other programs take
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from anagen.consultation.consult import consult, crowd_of
from anagen.consultation.report import html_report, json_report, markdown_report, pdf_report
from anagen.patient.person import read_answers

MAN = Path(__file__).parent.parent / "examples" / "consultation.toml"


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what some work took."""
    wall, busy = time.perf_counter(), time.process_time()
    yield
    print(f"{what:<44} {time.process_time() - busy:6.2f} s of processor, {time.perf_counter() - wall:6.2f} s")


def main() -> None:
    """Time the parts twice."""
    answers = read_answers(MAN)
    forms: tuple[Callable[..., object], ...] = (html_report, pdf_report, markdown_report, json_report)
    for state in ("new", "warm"):
        with timed(f"{state}: the virtual people"):
            crowd = crowd_of(answers)
        with timed(f"{state}: all options"):
            found = consult(answers, crowd=crowd)
        with timed(f"{state}: {len(found.forecasts)} forecasts as a report in four forms"):
            for form in forms:
                form(found)


if __name__ == "__main__":
    main()
