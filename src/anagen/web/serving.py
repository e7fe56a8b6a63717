"""Serving: the pages, and beside them the one process that simulates."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError
from anagen.web.security.limits import COUNTS
from anagen.web.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["application", "is_loopback", "listening", "serve_until_stopped", "settings_from_environment"]

SETTINGS = "ANAGEN_WEB_SETTINGS"
"""Environment variable that hands the settings to the processes that serve; they forget it at once."""
LOGS: Mapping[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
"""No line for each request: who saw which page of a person is for the audit, not for a log."""
PATIENCE_S = 10.0
"""How long a process may take to end when asked to. [s]"""
RESTART_S = 1.0
"""Pause before the runner is started again when it has died. [s]"""


def serve_until_stopped(
    settings: Settings, *, host: str, port: int, workers: int = 1, announce: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C or a request to end.

    Parameters
    ----------
    settings
        Where things are kept, and who may come in.
    host, port
        Address to listen at; port 0 takes any that is free.
    workers
        Processes that answer.
    announce
        Called with the URL as soon as it can be asked for.

    Raises
    ------
    InputError
        If the address cannot be had.
    """
    with listening(host, port) as taken, TemporaryDirectory(prefix="anagen-counts-") as counts:
        url = f"http://{host}:{taken.getsockname()[1]}/"
        environment = _handed_over(settings)
        answers = _alone(settings, taken) if workers == 1 else _many(environment, taken, workers, counts)
        with _beside(environment) if settings.run_jobs else nullcontext():
            announce(url)
            answers()


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens, so that an address that is taken is known before anything is started.

    Parameters
    ----------
    host, port
        Address; port 0 takes any that is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host.strip("[]"), port))
        except (OSError, OverflowError) as error:
            raise InputError(
                f"Cannot listen at {host} port {port}: {getattr(error, 'strerror', None) or error}. "
                "Choose another with --host and --port."
            ) from None
        one.listen(2048)
        one.set_inheritable(True)
        yield one


def _alone(settings: Settings, taken: socket.socket) -> Callable[[], None]:
    """One process answers, this one; made before it is announced, so that what is wrong is said first."""
    import uvicorn

    from anagen.web.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(settings), **LOGS))
    return lambda: server.run(sockets=[taken])


def _many(
    environment: Mapping[str, str], taken: socket.socket, workers: int, counts: str
) -> Callable[[], None]:
    """Several processes answer at one address, and count together how often something was tried."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    os.environ.update({**environment, COUNTS: str(Path(counts) / "counts.sqlite")})
    config = uvicorn.Config("anagen.web.serving:application", factory=True, workers=workers, **LOGS)
    return Multiprocess(config, sockets=[taken]).run


def application() -> FastAPI:
    """The application of a process that was started by another."""
    from anagen.web.app import create_app

    return create_app(settings_from_environment())


def _handed_over(settings: Settings) -> dict[str, str]:
    return {SETTINGS: json.dumps(asdict(settings), default=str)}


def settings_from_environment() -> Settings:
    """The settings that another process handed over; a passphrase among them is not passed on."""
    given = json.loads(os.environ.pop(SETTINGS))
    return Settings(**given | {"hosts": tuple(given["hosts"]), "data_folder": Path(given["data_folder"])})


@contextmanager
def _beside(environment: Mapping[str, str]) -> Iterator[None]:
    """The runner of simulations, started again whenever it dies, until the block ends."""
    ending = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def watch() -> None:
        while not ending.is_set():
            one = _started(environment)
            running[:] = [one]
            if ending.is_set():
                one.terminate()
            one.wait()
            ending.wait(RESTART_S)

    watcher = threading.Thread(target=watch, name="runner's watcher", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ending.set()
        for one in running:
            _end(one)
        watcher.join(PATIENCE_S)


def _started(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C is for the server, which then ends the runner in its own time.
    return subprocess.Popen(
        [sys.executable, "-m", "anagen.web.jobs.runner"],
        env={**os.environ, **environment},
        start_new_session=True,
    )


def _end(one: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        one.send_signal(signal.SIGTERM)
        try:
            one.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            one.kill()


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    return host.startswith("127.") or host in LOOPBACK
