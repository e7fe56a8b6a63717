"""Kinds of jobs that only tests know, and a runner of them: python job_tasks.py DATABASE FOLDER

They write what they are told, wait for a file to appear, die, or do not listen.
"""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from anagen.errors import InputError
from anagen.web.jobs.tasks import task

COUNT = "count.txt"


def note(params):
    """Note outside of everything that a job was begun, and by which process."""
    if "pid" in params:
        half = Path(params["pid"] + ".half")  # whoever looks meanwhile finds the process before this one
        half.write_text(str(os.getpid()), encoding="utf-8")
        half.replace(params["pid"])
    if "notes" in params:
        with Path(params["notes"]).open("a", encoding="utf-8") as file:
            file.write(f"{params['name']}\n")


@task("write", page="/made/{key}")
def write(params, folder, progress):
    """Write two files, one of them early."""
    note(params)
    progress(0.25, "Writing")
    progress.early("early.txt", b"early")
    if "gate" in params:
        (folder / "whole.txt").write_text("half", encoding="utf-8")
        while not Path(params["gate"]).exists():
            time.sleep(0.02)
            progress(0.5)
    (folder / "whole.txt").write_text("whole", encoding="utf-8")


@task("small", small=True)
def small(params, folder, progress):
    """A small job."""
    write(params, folder, progress)


@task("refuse")
def refuse(params, folder, progress):
    """Asks for what cannot be."""
    raise InputError("Nobody is 300 years old. Give an age up to 110.")


@task("bug")
def bug(params, folder, progress):
    """A bug whose message holds what somebody answered."""
    note(params)
    raise RuntimeError("secret answer")


@task("die")
def die(params, folder, progress):
    """Dies at once, as for want of memory."""
    note(params)
    os._exit(9)


@task("deaf")
def deaf(params, folder, progress):
    """Does not listen."""
    note(params)
    time.sleep(600.0)


@task("endless", longest_s=0.5)
def endless(params, folder, progress):
    """Takes too long."""
    while True:
        time.sleep(0.02)
        progress(0.1)


def done_quickly(turn, folder, progress):
    """Do a job; a gallery is one of simple heads and gray pictures."""
    from anagen.web.jobs.carrying import done_here

    if turn.kind == "gallery":
        draw_quickly()
    return done_here(turn, folder, progress)


def draw_quickly():
    """Have no head simulated and none drawn."""
    import numpy as np
    from heads import ThinHead

    from anagen.gallery import make
    from anagen.render import sitters

    def thin(person, regimens, at_years, *, seed, member):
        return [ThinHead(person, one, loss_per_year=0.01 * member, years=at_years) for one in regimens]

    sitters.sitters = thin
    make.picture = lambda *_: np.full((360, 360, 3), 90, np.uint8)


def run_jobs(database, folder, ending):
    """Run jobs until the end."""
    from anagen.store import Store
    from anagen.web.jobs import lane, runner
    from anagen.web.jobs.queue import Jobs

    lane.GRACE_S = 0.5
    with Store.open(database, who="runner") as store:
        jobs = Jobs(store, Path(folder))
        runner.Runner(jobs, ending, [sys.executable, __file__, "work"]).run()


def serve(database, folder):
    """Serve the pages, with a runner beside them, as `anagen serve` does."""
    from anagen.web import serving
    from anagen.web.settings import Settings

    def started(environment):
        command = [sys.executable, __file__, "beside"]
        return subprocess.Popen(command, env={**os.environ, **environment}, start_new_session=True)

    serving._started = started
    settings = Settings(database=database, data_folder=Path(folder))
    announce = partial(print, flush=True)
    serving.serve_until_stopped(settings, host="127.0.0.1", port=0, announce=announce)


def main():
    """Run jobs by themselves or beside a server, be the server, or be what does the jobs."""
    from anagen.web.jobs import runner, work

    match sys.argv[1:]:
        case ["work", _size]:
            work.warmers = lambda **_: ()  # these jobs need nothing that takes a while
            work.done_here = done_quickly
            work.main()
        case ["serve", database, folder]:
            serve(database, folder)
        case ["beside"]:
            ending = runner.Ending()
            ending.listen()
            settings = runner._settings(None, ending)
            run_jobs(settings.database, settings.data_folder, ending)
        case [database, folder]:
            ending = runner.Ending()
            ending.listen()
            run_jobs(database, folder, ending)


if __name__ == "__main__":
    main()
