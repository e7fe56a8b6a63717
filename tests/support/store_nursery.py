"""Processes that use a store, to be killed by a test.

Importing takes longer than what is tested. So one program imports everything and then forks for each line of its
standard input a child that does what the line says; the child is a process like any other and dies like one.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

SUPPORT = Path(__file__).parent
OPENED = {}
"""Stores by their database."""


class Nursery:
    """The program, as a test sees it."""

    def __init__(self):
        self._program = subprocess.Popen(
            [sys.executable, "-W", "error", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, do, **arguments):
        """Begin a child, and return its process id."""
        self._program.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._program.stdin.flush()
        return int(self.line().removeprefix("pid "))

    def line(self):
        """The next line of the child; 'ended' and its exit status is the last."""
        return self._program.stdout.readline().rstrip("\n")

    def rest(self):
        """All lines up to the last, and how the child ended."""
        lines = []
        while not (line := self.line()).startswith("ended "):
            assert line, "the nursery is gone"
            lines.append(line)
        return lines, int(line.removeprefix("ended "))

    def close(self):
        """End the program."""
        self._program.communicate()
        assert self._program.returncode == 0


def say(text):
    """Tell the test something, in one write, so that a kill leaves all of it or nothing."""
    os.write(1, f"{text}\n".encode())


def write(database, person, picture):
    """Put, replace and attach until killed; say what was acknowledged."""
    from anagen.store import Store

    write_into(Store.open(database, who="a writer"), person, picture)


def write_on(database, person, picture):
    """The same in a store that was opened before the child was made; its connection is the child's own."""
    write_into(OPENED[database], person, picture)


def write_into(store, person, picture):
    """Put, replace and attach without end."""
    data = bytes.fromhex(picture)
    say("opened")
    for i in range(10**6):
        text = f"{os.getpid()}.{i} " + "x" * (i % 7 * 1000)
        key = store.put(person, "shed_count", "2026-03-01", {"text": text, "length": len(text)})
        say(f"put {key} {text.split()[0]}")
        if i % 3 == 1:
            store.replace(key, {"text": text + "y", "length": len(text) + 1})
            say(f"replaced {key}")
        if i % 3 == 2:
            with store.transaction():
                unlike = data + f"{os.getpid()}.{i}".encode()
                sha256 = store.attach(person, unlike, "image/png")
                store.put(person, "photograph", "2026-03-01", {"sha256": sha256})
            say(f"attached {sha256}")


def add(database, person, name, times):
    """Put some records."""
    from anagen.store import Store

    with Store.open(database, who=name) as store:
        for i in range(times):
            store.put(person, "shed_count", "2026-03-01", {"by": name, "i": i})


def die_before(statement):
    """Be killed before the statement of that number, counted from now on."""
    from sqlalchemy import Engine, event

    seen = []

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_):
        seen.append(1)
        if len(seen) > statement:
            os.kill(os.getpid(), signal.SIGKILL)


def create_and_die(database, statement):
    """Make or upgrade a store, and be killed before the statement of that number."""
    from anagen.store import Store

    die_before(statement)
    Store.open(database, who="an upgrader").close()


def upgrade_and_die(database, statement):
    """The same with a program that is one version ahead."""
    import store_next_version

    store_next_version.install()
    create_and_die(database, statement)


def erase_and_die(database, person, statement):
    """Erase a person, and be killed before the statement of that number."""
    from anagen.store import Store

    with Store.open(database, who="an eraser") as store:
        die_before(statement)
        store.erase(person)


def main():
    """Fork for every line."""
    import alembic.command
    import alembic.config  # noqa: F401

    from anagen.store.store import Store

    for line in sys.stdin:
        task = json.loads(line)
        if task["do"] == "write_on" and task["database"] not in OPENED:
            OPENED[task["database"]] = Store.open(task["database"], who="a writer")
            OPENED[
                task["database"]
            ].close()  # no connection is shared; each child's first statement makes one
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            say(f"pid {os.getpid()}")
            work = globals()[task.pop("do")]
            try:
                work(**task)
            except BaseException as error:  # noqa: BLE001  the test is told of any
                say(f"error {type(error).__name__} {' '.join(str(error).split())}")
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    sys.path.insert(0, str(SUPPORT))
    main()
