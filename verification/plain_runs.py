"""Runs tests on a changed module, in a process of its own and with compiled code as plain Python."""

from __future__ import annotations

import gc
import importlib
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

LIBRARIES = ("numpy", "numba", "pytest", "_pytest.assertion.rewrite", "hypothesis")
"""Loaded once, before any process is made: none of them knows the code that is changed."""
OPTIONS = ("-q", "-x", "--no-header", "--tb=no", "-p", "no:cacheprovider")
OPTIONS += ("-W", "ignore::RuntimeWarning", "-W", "ignore::pytest.PytestAssertRewriteWarning")
MEMORY_BYTES = 6 << 30
WALL_S = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a run."""

    verdict: str
    """``"killed"``, ``"timed out"`` or ``"survived"``."""
    by: str
    """The first test that failed."""
    cpu_s: float


def prepare(root: Path, preload: Sequence[str]) -> None:
    """Load all that runs have in common.

    Parameters
    ----------
    root
        The copy of the repository that is tested.
    preload
        Modules, of other libraries and of lower layers than what is changed.
    """
    os.environ |= {"NUMBA_DISABLE_JIT": "1", "ANAGEN_THREADS": "1", "OMP_NUM_THREADS": "1"}
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    os.chdir(root)
    sys.path[:0] = [str(root / "src"), str(root / "tests" / "support")]
    for name in LIBRARIES:
        importlib.import_module(name)
    compiled = importlib.import_module("anagen.compiled")
    compiled.fma = plain_fma  # type: ignore[attr-defined]
    for name in preload:
        module = importlib.import_module(name)
        if name == "anagen.evidence":
            module.known()
    if not str(compiled.__file__).startswith(str(root)):
        raise SystemExit(f"Another anagen was loaded than the copy under test: {compiled.__file__}")
    gc.freeze()


def plain_fma(a: Any, b: Any, c: Any) -> Any:
    """``a * b + c``, rounded to single precision once (but for one product in 2**29, which is rounded twice)."""
    import numpy as np

    return np.float32(np.float64(a) * np.float64(b) + np.float64(c))


class Changed(importlib.machinery.SourceFileLoader):
    """Finds and loads one module with another text than that of its file."""

    def __init__(self, module: str, path: str, text: str) -> None:
        super().__init__(module, path)
        self.text, self.loaded = text, False

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> Any:
        """Itself, for the one module."""
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        """The other text, compiled."""
        return compile(self.text, self.get_filename(fullname), "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and know that it was run."""
        self.loaded = True
        super().exec_module(module)


class FirstFailure:
    """A plugin of pytest that remembers what failed first, and searches no smaller example of it."""

    def __init__(self) -> None:
        self.by = ""

    def pytest_configure(self) -> None:
        """Let Hypothesis stop at the first example that fails."""
        from hypothesis import Phase, settings

        profile = settings.get_profile("anagen")
        settings.register_profile("mutants", profile, phases=[Phase.explicit, Phase.generate], database=None)
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Remember a test that failed."""
        if report.failed:
            self.by = self.by or report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        """Remember a file that could not be read."""
        if report.failed:
            self.by = self.by or f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}"


def tests_fail(module: str, text: str, tests: list[str]) -> str:
    """The first test that fails on a changed module; empty if none does. Ends in a process that is not used again."""
    import numpy as np
    import pytest

    np.seterr(all="ignore")  # compiled code divides by zero and wraps around without a word
    if module in sys.modules:
        raise RuntimeError(f"{module} is loaded before it is changed: it is in `preload`, or below it.")
    path = Path("src", *module.split(".")).with_suffix(".py")
    changed, failure = Changed(module, str(path.resolve()), text), FirstFailure()
    sys.meta_path.insert(0, changed)
    ended = pytest.main([*OPTIONS, *tests], plugins=[failure])
    if ended == pytest.ExitCode.OK and not changed.loaded:
        raise RuntimeError(f"No test loaded {module}.")
    if ended in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
        return failure.by or ("" if ended == pytest.ExitCode.OK else "collection")
    raise RuntimeError(f"pytest ended with {ended!r} on {tests}.")


def run(module: str, text: str, tests: list[str], *, cpu_s: int) -> Run:
    """Run tests on a changed module.

    Parameters
    ----------
    module
        Its dotted name.
    text
        Its other text.
    tests
        Files and tests, as pytest takes them.
    cpu_s
        Processor time after which it counts as timed out. [s]
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        run_in_child(module, text, tests, cpu_s, writing)
    os.close(writing)
    status, used = waited(child)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        return Run(verdict="timed out" if late else "killed", by=f"signal {os.WTERMSIG(status)}", cpu_s=used)
    if os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"A run of {module} broke down: {said}")
    return Run(verdict="killed" if said else "survived", by=said, cpu_s=used)


def run_in_child(module: str, text: str, tests: list[str], cpu_s: int, writing: int) -> None:
    """Run tests and write down what failed first; never returns."""
    said, code = "", 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; its run is lost, no verdict
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        said, code = tests_fail(module, text, tests), 0
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        said = f"{type(error).__name__}: {error}"
    finally:
        os.write(writing, said.encode()[:60_000])
        os._exit(code)


def waited(child: int) -> tuple[int, float]:
    """How a process ended, and its processor time; one that hangs without computing is ended. [s]"""
    began = time.monotonic()
    try:
        while True:
            pid, status, used = os.wait4(child, os.WNOHANG)
            if pid:
                return status, used.ru_utime + used.ru_stime
            if time.monotonic() - began > WALL_S:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.02)
    except KeyboardInterrupt:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
