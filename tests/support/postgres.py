"""A PostgreSQL server for tests: the one that ANAGEN_TEST_POSTGRES names, or a private one in a temporary folder.

As a program it runs a command with such a server:  python tests/support/postgres.py COMMAND...
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT = "ANAGEN_TEST_POSTGRES"
HOMES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
# What a crash of the machine would lose matters to nobody here.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=''")


class NoPostgresError(Exception):
    """Why there is no server."""


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server; raises NoPostgresError with the reason where there is none."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        yield named
        return
    binaries = _binaries()
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="anagen-pg-", dir="/tmp"))
    try:
        if account is not None:
            shutil.chown(folder, account)
        data = folder / "data"
        _run(
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "anagen",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
            account=account,
        )
        options = " ".join(["-k", str(folder), *(f"-c {one}" for one in SETTINGS)])
        _run(
            binaries / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
            account=account,
        )
        try:
            yield f"postgresql://anagen@/postgres?host={folder}"
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop", account=account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(one for home in HOMES for one in Path(home).glob("**/bin") if (one / "initdb").exists())
    if not found:
        raise NoPostgresError(f"no PostgreSQL on this machine (no initdb), and {ENVIRONMENT} names no server")
    return found[-1]


def _account() -> str | None:
    """An account that the server may run under: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgresError("PostgreSQL does not run as root, and there is no account named postgres or nobody")


def _run(*command: str | Path, account: str | None) -> None:
    extra = (
        {}
        if account is None
        else {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}
    )
    done = subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would stay open in the server, and the reader would wait for ever
        stderr=subprocess.DEVNULL,
        check=False,
        cwd="/",
        **extra,
    )
    if done.returncode != 0:
        raise NoPostgresError(f"{Path(command[0]).name} ended with {done.returncode}")


def main(command: list[str]) -> int:
    """Run a command with a server, or without one, saying so."""
    try:
        with postgres() as url:
            return subprocess.run(command, check=False, env={**os.environ, ENVIRONMENT: url}).returncode
    except NoPostgresError as reason:
        sys.stderr.write(f"No test on PostgreSQL: {reason}.\n")
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
