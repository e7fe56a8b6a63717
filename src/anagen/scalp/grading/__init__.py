"""Grades, measured on the cover of a head: Norwood-Hamilton, Ludwig, Sinclair, basic and specific; never set."""

from anagen.scalp.grading.basp import BASP_BASIC, basp
from anagen.scalp.grading.field import CoverField, cover_field
from anagen.scalp.grading.grades import PATTERNS, Grades, grades, pattern
from anagen.scalp.grading.measures import PART_STATIONS_MM, Measures, measure
from anagen.scalp.grading.norwood import NORWOOD_GRADES, norwood, severity
from anagen.scalp.grading.reports import (
    PATTERNS_SEEN,
    RATERS,
    SCALES,
    confusion,
    grade_likelihood,
    pattern_agrees,
    pattern_likelihood,
)
from anagen.scalp.grading.sites import GradingSites, grading_sites
from anagen.scalp.grading.women import LUDWIG_GRADES, SINCLAIR_GRADES, christmas_tree, ludwig, sinclair

__all__ = [
    "BASP_BASIC",
    "LUDWIG_GRADES",
    "NORWOOD_GRADES",
    "PART_STATIONS_MM",
    "PATTERNS",
    "PATTERNS_SEEN",
    "RATERS",
    "SCALES",
    "SINCLAIR_GRADES",
    "CoverField",
    "Grades",
    "GradingSites",
    "Measures",
    "basp",
    "christmas_tree",
    "confusion",
    "cover_field",
    "grade_likelihood",
    "grades",
    "grading_sites",
    "ludwig",
    "measure",
    "norwood",
    "pattern",
    "pattern_agrees",
    "pattern_likelihood",
    "severity",
    "sinclair",
]
