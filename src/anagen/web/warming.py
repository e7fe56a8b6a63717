"""Loading beside the first pages what the first person would otherwise wait for, in each process that answers."""

from __future__ import annotations

import logging
import threading
import time

__all__ = ["load_beside"]

log = logging.getLogger("anagen.web")

PAUSE_S = 1.0
"""The very first page goes before. [s]"""
SOMEBODY = {"age": 40, "sex": "male", "norwood": "III", "goal": "keep"}


def load_beside() -> None:
    """Begin to load, and return at once."""
    threading.Thread(target=_load, name="warming", daemon=True).start()


def _load() -> None:
    time.sleep(PAUSE_S)
    try:
        load()
    except Exception as error:  # noqa: BLE001  whoever needs it will be told what is wrong with it
        log.warning("Warming up met %s", type(error).__name__)


def load() -> None:
    """Load and read what the pages of a consultation and of trials need, and what keys of results hang on."""
    from anagen.consultation.restored import forecast_regimens
    from anagen.consultation.screening import screen
    from anagen.web.jobs import content_key
    from anagen.web.jobs.tasks import tasks
    from anagen.web.trials.packaged import trial_lines

    content_key("nothing")
    tasks()
    screen(SOMEBODY, depth="self")
    forecast_regimens(SOMEBODY, depth="self")
    trial_lines()
