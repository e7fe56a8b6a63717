"""What is shipped."""

import subprocess
import sys
import zipfile
from pathlib import Path

import anagen

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_all_code_and_all_data(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    package = Path(anagen.__file__).parent
    ours = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert ours <= set(zipfile.ZipFile(wheel).namelist())
