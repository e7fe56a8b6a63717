"""`anagen` in a real terminal, started many times: each start is a fork of one process that has everything loaded.

Run as a program it is that process: it reads a line of arguments from a pipe, forks, and tells over another pipe which
process runs and how it ended. Its children are the command as anybody runs it, on the terminal they were given.
"""

import json
import os
import select
import signal
import sys
from pathlib import Path

ROWS, COLUMNS = 32, 100
PATIENCE_S, AGAIN_S, TIMES = 150, 10.0, 3


class Terminal:
    """A terminal with a command in it."""

    def __init__(self, folder, environment=None):
        import pexpect

        self.ask, self.told = folder / "ask", folder / "told"
        for pipe in (self.ask, self.told):
            os.mkfifo(pipe)
        self.screen = pexpect.spawn(
            sys.executable,
            [__file__, str(self.ask), str(self.told)],
            dimensions=(ROWS, COLUMNS),
            encoding="utf-8",
            timeout=PATIENCE_S,
            codec_errors="replace",  # a program that is killed may leave half a character
            env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
        )
        self.screen.delaybeforesend = None
        self._ask = self.ask.open("w", encoding="utf-8")
        self._told = self.told.open("rb", buffering=0)  # what was not read yet can be waited for
        self.pid = 0

    def start(self, *arguments):
        """Start the command."""
        self._ask.write(json.dumps([str(one) for one in arguments]) + "\n")
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

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

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


def serve(ask, told):
    """Run commands until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's interrupt is for the command
    from rolling import small_plan

    from anagen.cli.app import main
    from anagen.rolling import preparing, terminal  # noqa: F401  loaded once, for all
    from anagen.rolling.words import briefing

    briefing(small_plan(topical="minoxidil"))
    with Path(ask).open(encoding="utf-8") as asked, Path(told).open("w", encoding="utf-8") as answers:
        for line in asked:
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                code = 1
                try:
                    code = main(json.loads(line))
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
