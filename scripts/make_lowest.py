"""Find the oldest versions that the bounds in pyproject.toml allow, and write them into constraints-minimum.txt.

Only what the program itself asks for is taken at its oldest, on the oldest Python; what those bring, and the tools
of the tests, are new. `scripts/test_wheel --lowest` runs tests with them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
OUT = ROOT / "constraints-minimum.txt"
OLDEST_PYTHON = "3.11"
AS_OLD = ("pyparsing==3.2.5",)
"""What a library brings, as old as that library: pyparsing 3.3 warns of calls that Matplotlib 3.9 still makes, which
harms nobody who draws, but tests take every warning for a failure."""


def names(requirements: list[Any]) -> set[str]:
    """The projects that some requirements name."""
    return {canonicalize_name(Requirement(one).name) for one in requirements if isinstance(one, str)}


def pinned_tools() -> list[str]:
    """The tools of the tests, at the versions that CI has."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = told["project"]
    extras = [one for some in project["optional-dependencies"].values() for one in some]
    tools = names(told["dependency-groups"]["test"]) - names([*project["dependencies"], *extras])
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return [pin for pin in pins if canonicalize_name(Requirement(pin).name) in tools]


def main() -> None:
    """Let uv find them."""
    with tempfile.TemporaryDirectory() as kept:
        tools = Path(kept) / "tools.txt"
        tools.write_text("\n".join([*pinned_tools(), *AS_OLD]), encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--resolution", "lowest-direct"]
        command += ["--python-version", OLDEST_PYTHON, "--all-extras", "--no-build", "--upgrade"]
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--output-file", str(OUT)]
        subprocess.run(  # noqa: S603  commands of this file
            [*command, "pyproject.toml", str(tools)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )


if __name__ == "__main__":
    main()
