"""Build the wheel and the source distribution from what is committed, check them, and put them into dist/.

    python scripts/make_release.py            # all checks
    python scripts/make_release.py --draft    # before the changelog has the version's section

Both are built twice, in two folders of different names, and must come out the same to the last byte; so must the wheel
that is built from the source distribution. What is checked of them stands in `release_checks.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import release_checks

ROOT = Path(__file__).parents[1]
OUT = ROOT / "dist"
PATIENCE_S = 900


def told(command: list[str], folder: Path, **environment: str) -> str:
    """What a command prints; it ends all if it fails."""
    done = subprocess.run(  # noqa: S603  commands of this file
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr.strip()}")
    return done.stdout


def tree_of(commit: str, into: Path) -> Path:
    """A fresh folder with what is committed, and nothing else."""
    into.mkdir()
    packed = into.with_suffix(".tar")
    told(["git", "archive", "--output", str(packed), commit], ROOT)
    with tarfile.open(packed) as archive:
        archive.extractall(into, filter="data")
    return into


def built(tree: Path, *targets: str, epoch: str) -> dict[str, Path]:
    """Packages built in a tree, by file name, dated as the commit is."""
    out = tree.with_name(f"{tree.name}-packages")
    for target in targets:
        command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
        told(command, tree, SOURCE_DATE_EPOCH=epoch)
    return {one.name: one for one in sorted(out.iterdir())}


def tags(*which: str) -> list[str]:
    """The tags of this repository, or those of a commit."""
    return told(["git", "tag", "--list", *which], ROOT).split()


def unpacked(source: Path, into: Path) -> Path:
    """The tree within a source distribution."""
    with tarfile.open(source) as archive:
        archive.extractall(into, filter="data")
    (tree,) = into.iterdir()
    return tree


def sha256(package: Path) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(package.read_bytes()).hexdigest()


def differences(first: dict[str, Path], again: dict[str, Path], how: str) -> Iterator[str]:
    """Packages that come out otherwise when they are built again."""
    for name, package in again.items():
        if name not in first or sha256(first[name]) != sha256(package):
            yield f"{name} is not the same when built {how}."


def main() -> None:
    """Build, check, and copy to dist/; nothing is copied while anything is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draft", action="store_true", help="without a section in the changelog")
    draft = parser.parse_args().draft
    if told(["git", "status", "--porcelain", "--untracked-files=no"], ROOT):
        print("There are changes that are not committed; they are left out.", file=sys.stderr)
    commit, epoch = told(["git", "log", "-1", "--format=%H %ct"], ROOT).split()
    files = told(["git", "ls-tree", "-r", "-z", "--name-only", commit], ROOT).rstrip("\0").split("\0")
    with tempfile.TemporaryDirectory(prefix="anagen-release-") as kept:
        room = Path(kept)
        tree = tree_of(commit, room / "a")
        first = built(tree, "sdist", "wheel", epoch=epoch)
        again = built(tree_of(commit, room / "another"), "sdist", "wheel", epoch=epoch)
        (source,) = (one for one in first.values() if one.suffix == ".gz")
        (wheel,) = (one for one in first.values() if one.suffix == ".whl")
        version = wheel.name.split("-")[1]
        from_source = built(unpacked(source, room / "unpacked"), "wheel", epoch=epoch)
        faults = [
            *differences(first, again, "in another folder"),
            *differences(first, from_source, "from the source distribution"),
            *release_checks.faults(wheel, source, tree, files, draft=draft),
            *([] if draft else release_checks.tag_faults(version, tags(), tags("--points-at", commit))),
        ]
        if faults:
            sys.exit("\n".join(["Not released:", *(f"- {one}" for one in faults)]))
        OUT.mkdir(exist_ok=True)
        for old in OUT.iterdir():
            old.unlink()
        for package in first.values():
            shutil.copy(package, OUT)
    sums = "".join(f"{sha256(one)}  {one.name}\n" for one in sorted(OUT.iterdir()))
    (OUT / "SHA256SUMS").write_text(sums, encoding="ascii")
    print(sums, end="")
    if not draft:
        print(
            f"Left to do: scripts/test_wheel, then git tag --annotate v{version} {commit[:12]}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
