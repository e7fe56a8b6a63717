"""`anagen` in a real terminal, started many times: each start is a fork of one process that has everything loaded.

Run as a program it is that process: it reads arguments and environment from a pipe, forks, and tells over another pipe
which process runs and how it ended. Its children are the command as anybody runs it, on the terminal they were given.
"""

import json
import os
import select
import signal
import sys
from pathlib import Path

PATIENCE_S, AGAIN_S, TIMES = 150, 10.0, 3


class Terminal:
    """A terminal with a command in it: `roll` or `consult`."""

    def __init__(self, folder, command, rows=32, **environment):
        import pexpect

        self.ask, self.told = folder / "ask", folder / "told"
        for pipe in (self.ask, self.told):
            os.mkfifo(pipe)
        self.screen = pexpect.spawn(
            sys.executable,
            [__file__, command, str(self.ask), str(self.told)],
            dimensions=(rows, 100),
            encoding="utf-8",
            timeout=PATIENCE_S,
            codec_errors="replace",  # a program that is killed may leave half a character
            env={**os.environ, "TERM": "xterm-256color", **environment},
        )
        self.screen.delaybeforesend = None
        self._ask = self.ask.open("w", encoding="utf-8")
        self._told = self.told.open("rb", buffering=0)  # what was not read yet can be waited for
        self._nothing_more = pexpect.TIMEOUT
        self.command, self.pid = command, 0

    def start(self, *arguments, **environment):
        """Start the command, on a screen that nothing stands on."""
        while self.screen.expect([r"(?s).+", self._nothing_more], timeout=0) == 0:
            pass  # of the command before
        told = {"arguments": [self.command, *map(str, arguments)], "environment": environment}
        self._ask.write(json.dumps(told) + "\n")
        self._ask.flush()
        self.pid = self._hear()

    def _hear(self):
        assert self._is_told(PATIENCE_S), "the command does not end"
        return json.loads(self._told.readline())

    def _is_told(self, seconds):
        return bool(select.select([self._told], [], [], seconds)[0])

    def press(self, keys):
        self.screen.send(keys)

    def expect(self, *patterns):
        return self.screen.expect(list(patterns))

    def wait(self):
        """How the command ended: its exit code, or the negative number of the signal."""
        code = self._hear()
        self.pid = 0
        return code

    def hit(self, number):
        """Send a signal and wait for the end."""
        os.kill(self.pid, number)
        return self.wait()

    def kill(self):
        return self.hit(signal.SIGKILL)

    def interrupt(self):
        """Press Ctrl-C, as a person does once more if it was not heard: Python drops one that meets a finalizer."""
        for _ in range(TIMES):
            self.screen.send("\x03")
            if self._is_told(AGAIN_S):
                break
        return self.wait()

    def settle(self):
        """End what still runs, for the next test."""
        if self.pid:
            self.kill()

    def close(self):
        self._ask.close()
        self._told.close()
        self.screen.close(force=True)


def load_roll():
    """What `anagen roll` needs, loaded once for all."""
    from rolling import small_plan

    from anagen.rolling import preparing, terminal  # noqa: F401
    from anagen.rolling.words import briefing

    briefing(small_plan(topical="minoxidil"))


def load_consult():
    """What `anagen consult` needs for its questions, loaded once for all."""
    from prompt_toolkit import application, input, key_binding, layout, output, styles  # noqa: A004, F401

    from anagen.cli import consult, interview, terminal  # noqa: F401
    from anagen.consultation import answers_file  # noqa: F401
    from anagen.consultation.questionnaire import next_questions
    from anagen.render import grades  # noqa: F401

    next_questions({}, asked=set())


def serve(command, ask, told):
    """Run commands until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's interrupt is for the command
    from anagen.cli.app import main

    {"roll": load_roll, "consult": load_consult}[command]()
    with Path(ask).open(encoding="utf-8") as asked, Path(told).open("w", encoding="utf-8") as answers:
        for line in asked:
            given = json.loads(line)
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                os.environ.update(given["environment"])
                code = 1
                try:
                    code = main(given["arguments"])
                except SystemExit as end:
                    code = end.code or 0
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
            print(json.dumps(pid), file=answers, flush=True)
            print(json.dumps(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])), file=answers, flush=True)


if __name__ == "__main__":
    serve(*sys.argv[1:])
