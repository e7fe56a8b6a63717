"""What `import anagen` gives, and what it costs."""

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import anagen

HEAVY = {"numpy", "numba", "scipy", "xarray", "pandas", "matplotlib", "rich"}


def loaded_after(code):
    """Names of the modules that a fresh Python has loaded after running the code."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_loads_nothing_heavy():
    assert not loaded_after("import anagen") & HEAVY


def test_reading_the_evidence_loads_nothing_heavy():
    assert not loaded_after("import anagen; anagen.known()") & HEAVY


def test_importing_takes_under_50_ms():
    program = "import time; t = time.process_time(); import anagen; print(time.process_time() - t)"

    def seconds():  # of the processor: what else the machine does is not counted
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        return float(done.stdout)

    assert min(seconds() for _ in range(5)) < 0.050


@pytest.mark.parametrize("name", anagen.__all__)
def test_every_public_name_is_there(name):
    assert getattr(anagen, name) is not None
    assert name in dir(anagen)


def test_types_are_checked_for_every_public_name():
    block = re.search(r"if TYPE_CHECKING:\n((?: .*\n)+)", Path(anagen.__file__).read_text(encoding="utf-8"))
    imported = set(re.findall(r" as (\w+)", block[1]))

    assert imported == set(anagen.__all__) - {"__version__"}


def test_catalogue_is_the_word_a_reader_looks_for():
    assert anagen.catalogue is anagen.known


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        anagen.simulat  # noqa: B018  asking is the test


def test_help_takes_under_half_a_second():
    def seconds():  # likewise
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "anagen", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.5
