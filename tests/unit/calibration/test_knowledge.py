"""What a fit must respect besides trials names its paper, or says that it is assumed."""

import tomllib
from importlib.resources import files

from anagen.calibration.objective import read_knowledge
from anagen.evidence import known


def test_each_piece_of_knowledge_has_a_paper_or_is_assumed():
    text = (files("anagen.calibration") / "knowledge.toml").read_text(encoding="utf-8")
    for name, one in tomllib.loads(text).items():
        assert one.get("assumed", False) != (one.get("source") in known().sources), name


def test_no_piece_of_knowledge_is_without_an_error_to_weigh_it_by():
    assert all(one.sd > 0.0 for one in read_knowledge().values())
