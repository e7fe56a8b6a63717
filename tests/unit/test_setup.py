"""`scripts/setup` says what it does: a newcomer who watches a silent terminal for minutes takes it for stuck."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIP = """#!/bin/sh
echo "$*" >> "$0.asked"
"""


def test_each_step_is_a_line_and_nothing_goes_to_standard_output(tmp_path):
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(PIP, encoding="utf-8")
    python.chmod(0o755)

    done = subprocess.run(
        [ROOT / "scripts" / "setup", "--editable", ".[web]"],
        env={**os.environ, "VENV": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == ""
    steps = done.stderr.splitlines()
    assert len(steps) == 3
    assert all(step.startswith("setup: ") for step in steps)
    assert "--editable .[web]" in steps[1]
    assert "minutes" in steps[1]
    assert (
        len((tmp_path / "bin" / "python.asked").read_text().splitlines()) == 3
    )  # is it there, pip, the rest
