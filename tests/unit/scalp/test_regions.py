"""The regions of the scalp have one list, also in modules too light to load the one that has them."""

from anagen.consultation.wording import REGIONS as REGIONS_IN_WORDS
from anagen.diary.entries import SITES as SITES_OF_DIARY
from anagen.scalp import pattern
from anagen.scalp.regions import REGIONS, SITES
from anagen.trials.protocol import REGIONS as REGIONS_OF_TRIALS


def test_whoever_lists_the_regions_lists_the_same():
    assert REGIONS_OF_TRIALS == SITES_OF_DIARY == REGIONS
    assert set(SITES) == set(pattern.SITES) == set(REGIONS)
    assert set(pattern.SPARED) | set(REGIONS_IN_WORDS) < set(REGIONS)
