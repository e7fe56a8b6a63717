"""What is shipped."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import anagen

ROOT = Path(__file__).parents[2]
BUNDLE = "anagen/web/static/bundle"
BUILT = (ROOT / "src" / BUNDLE / "anagen.js").is_file()


def built(target, into, root=ROOT, **environment):
    """A package, built without fetching anything."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    (package,) = into.iterdir()
    return package, done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path):
    """The repository with little of its code."""
    folder = tmp_path / "tree"
    (folder / "src/anagen/web/static").mkdir(parents=True)
    for name in (
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "NOTICE",
        "hatch_build.py",
        ".gitignore",
        "src/anagen/__init__.py",
    ):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_the_wheel_holds_all_code_and_all_data(tmp_path):
    wheel, _ = built("wheel", tmp_path, **({} if BUILT else {"ANAGEN_WITHOUT_BUNDLE": "1"}))
    package = Path(anagen.__file__).parent
    ours = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert ours <= set(zipfile.ZipFile(wheel).namelist())


def test_scripts_that_were_built_are_shipped_though_git_ignores_them(tree, tmp_path):
    folder = tree / "src" / BUNDLE
    folder.mkdir()
    (folder / "anagen.js").write_text("// the entry")
    (folder / "scene-1a.js").write_text("// a chunk")

    wheel, _ = built("wheel", tmp_path / "wheel", tree)
    source, _ = built("sdist", tmp_path / "sdist", tree)

    expected = {f"{BUNDLE}/anagen.js", f"{BUNDLE}/scene-1a.js"}
    assert expected <= set(zipfile.ZipFile(wheel).namelist())
    with tarfile.open(source) as packed:
        shipped = {name.partition("/src/")[2] for name in packed.getnames()}
    assert expected <= shipped


def test_without_npm_a_wheel_is_built_without_scripts_and_says_so(tree, tmp_path):
    wheel, said = built("wheel", tmp_path / "wheel", tree, PATH=str(tmp_path))

    assert not [name for name in zipfile.ZipFile(wheel).namelist() if BUNDLE in name]
    assert "no npm" in said


def test_the_scripts_name_no_host_and_are_at_exact_versions():
    lock = (ROOT / "frontend/package-lock.json").read_text()
    wanted = json.loads((ROOT / "frontend/package.json").read_text())

    assert "http" not in lock
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(one.replace(".", "").isdigit() for one in versions), versions
