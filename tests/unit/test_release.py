"""What is released is looked through before it is."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import release_checks

import anagen

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/anagen"
FILES = [
    "README.md",
    "src/anagen/__init__.py",
    "src/anagen/data.toml",
    "frontend/src/main.ts",
    "tests/test_it.py",
]
SCRIPTS = [f"anagen/web/static/bundle/{name}" for name in ("anagen.js", "anagen.css", "LICENSES.txt")]
INFO = "anagen-1.dist-info"
WHEEL = [
    "anagen/__init__.py",
    "anagen/data.toml",
    *SCRIPTS,
    *(f"{INFO}/{name}" for name in sorted(release_checks.ABOUT)),
]
SOURCE = ["", *FILES, "PKG-INFO", *(f"src/{name}" for name in SCRIPTS)]
LOCK = json.dumps({"packages": {"": {}, "node_modules/threads": {"version": "1.2.3"}}})
BUNDLED = "threads 1.2.3 (MIT)\n\nPermission is hereby granted, free of charge ..."
METADATA = (
    b"Metadata-Version: 2.4\nName: anagen\nVersion: 1\nDescription-Content-Type: text/markdown\n\n# anagen\n"
)
CITATION = "version: 1\ndate-released: 2026-11-22\n"
CHANGELOG = "## [Unreleased]\n\n## [1] - 2026-11-22\n"


def of_wheel(names):
    return list(release_checks.wheel_faults(names, FILES, INFO))


def test_a_wheel_of_the_package_and_its_scripts_has_no_fault():
    assert of_wheel(WHEEL) == []


@pytest.mark.parametrize("name", WHEEL)
def test_nothing_may_be_missing_from_a_wheel(name):
    (fault,) = of_wheel([one for one in WHEEL if one != name])

    assert "lack" in fault
    assert name.rpartition("/")[2] in fault


@pytest.mark.parametrize(
    "name", ["tests/test_it.py", "anagen/__pycache__/a.pyc", "frontend/src/main.ts", f"{SCRIPTS[0]}.map"]
)
def test_nothing_more_may_be_in_a_wheel(name):
    (fault,) = of_wheel([*WHEEL, name])

    assert name.rpartition("/")[2] in fault


def test_a_source_distribution_is_what_is_committed_and_the_scripts():
    assert list(release_checks.source_faults(SOURCE, FILES)) == []
    (lacking,) = release_checks.source_faults(SOURCE, [*FILES, "LICENSE"])
    (more,) = release_checks.source_faults([*SOURCE, "notes.txt"], FILES)
    assert "lacks LICENSE" in lacking
    assert "holds notes.txt" in more


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (b"Version: 1", b"Version: one", "Metadata"),
        (b"Version: 1", b"Version: 2", "version 2"),
        (b"# anagen", b"", "no README"),
        (b"Name: anagen\n", b"", "Metadata"),
    ],
)
def test_metadata_that_an_index_would_refuse_are_faults(was, becomes, says):
    assert list(release_checks.metadata_faults(METADATA, "1")) == []
    (fault,) = release_checks.metadata_faults(METADATA.replace(was, becomes), "1")
    assert says in fault


@pytest.mark.parametrize(
    ("bundled", "notice", "says"),
    [
        (BUNDLED, "nothing", "NOTICE does not name threads"),
        (BUNDLED, "threads 1.2.2 (MIT)", "NOTICE does not name threads 1.2.3"),
        ("threads 1.2.3 (MIT)\n\n", "threads 1.2.3 (MIT)", "license of threads"),
        (BUNDLED.replace("1.2.3", "1.2.4"), "threads 1.2.4 (MIT)", "locked is 1.2.3"),
        ("", "threads 1.2.3 (MIT)", "No script"),
    ],
)
def test_what_is_shipped_without_its_notice_is_a_fault(bundled, notice, says):
    assert list(release_checks.notice_faults(BUNDLED, "threads 1.2.3 (MIT): sews", LOCK)) == []
    (fault,) = release_checks.notice_faults(bundled, notice, LOCK)
    assert says in fault


@pytest.mark.parametrize(
    ("name", "notice", "says"),
    [
        ("anagen/letters.ttf", "Head shapes (src/anagen/heads.npz)", "whose anagen/letters.ttf is"),
        ("anagen/heads.glb", "Head shapes (src/anagen/heads.npz)", "whose anagen/heads.glb is"),
        ("anagen/LETTERS", "Head shapes (src/anagen/heads.npz)", "whose anagen/LETTERS is"),
        (SCRIPTS[0], "src/anagen/heads.npz, src/anagen/old.ttf", "names anagen/old.ttf"),
    ],
)
def test_what_was_not_made_here_is_told_in_the_notice(name, notice, says):
    wheel = [*WHEEL, "anagen/heads.npz", "anagen/scalp/README.md"]
    assert (
        list(release_checks.origin_faults(wheel, "src/anagen/heads.npz: see src/anagen/scalp/README.md."))
        == []
    )
    (fault,) = release_checks.origin_faults([*wheel, name], notice)
    assert says in fault


def test_the_notice_tells_of_all_that_is_packaged_and_was_not_made_here():
    packaged = [
        f"anagen/{path.relative_to(PACKAGE)}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]

    assert list(release_checks.origin_faults(packaged, (ROOT / "NOTICE").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("citation", "changelog", "says"),
    [
        (CITATION.replace("1\n", "2\n", 1), CHANGELOG, "not of version 1"),
        (CITATION, "## [Unreleased]\n", "no section"),
        (CITATION, CHANGELOG.replace("22", "23"), "date-released: 2026-11-23"),
        (CITATION, f"## [2] - 2026-11-22\n{CHANGELOG}", "version 2 above version 1"),
        (CITATION, CHANGELOG.replace("]\n", "]\n\n### Added\n\n- A comb.\n", 1), "changes above version 1"),
        ("version: 1\n", CHANGELOG, "date-released: 2026-11-22"),
    ],
)
def test_a_version_is_told_with_its_day_in_the_changelog_and_the_citation(citation, changelog, says):
    assert list(release_checks.version_faults("1", CITATION, CHANGELOG, draft=False)) == []
    (fault,) = release_checks.version_faults("1", citation, changelog, draft=False)
    assert says in fault


def test_a_version_is_released_from_one_commit_only():
    assert list(release_checks.tag_faults("1", ["v0"], [])) == []
    assert list(release_checks.tag_faults("1", ["v0", "v1"], ["v1"])) == []
    (fault,) = release_checks.tag_faults("1", ["v0", "v1"], ["v0"])
    assert "v1 is the tag of another commit" in fault


def test_the_notice_names_what_the_pages_are_built_of_at_the_versions_that_are_locked():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    locked = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))["dependencies"]

    for name in (*wanted, "vite"):  # a few lines of vite load what is wanted later
        about = locked[f"node_modules/{name}"]
        assert f"{name} {about['version']} ({about['license']})" in notice


def test_the_version_is_one():
    assert list(release_checks.version_faults(anagen.__version__, citation(), "", draft=True)) == []


def citation():
    return (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_lower_bound_is_the_version_that_is_tested_as_the_lowest():
    """`constraints-minimum.txt` is made from the bounds by scripts/lowest; it is stale when one was changed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = [
        *project["dependencies"],
        *(one for some in project["optional-dependencies"].values() for one in some),
    ]
    lines = (ROOT / "constraints-minimum.txt").read_text(encoding="utf-8").splitlines()
    lowest = dict(line.split("==") for line in lines)
    for bound in bounds:
        name, _, version = re.sub(r"\[.*?\]", "", bound).partition(">=")
        if name != "anagen":
            assert padded(lowest[name.lower()]) == padded(version), bound


def padded(version):
    """A version as three numbers: 2.0 is 2.0.0."""
    return tuple(map(int, [*version.split("."), "0", "0"][:3]))


def test_what_was_made_with_other_evidence_is_found():
    claims, gallery, heads = release_checks.CLAIMS, "gallery/a.json", "scalp/heads.json"
    told = {
        claims: json.dumps({"version": "1", "evidence": "ab" * 32}),
        gallery: json.dumps({"evidence": "ab" * 32}),
        heads: json.dumps({"says": "Simulations (anagen 1, evidence abababababab, seed 1)."}),
        "messages.json": json.dumps({"evidence": "what is known"}),
    }
    assert not list(release_checks.evidence_faults(told))

    for name in (gallery, heads):
        (fault,) = release_checks.evidence_faults(told | {name: told[name].replace("ab", "cd")})
        assert fault.startswith(f"{name} was made with evidence cdcdcdcdcdcd, the claims with abababababab")
