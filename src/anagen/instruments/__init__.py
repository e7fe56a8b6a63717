"""What a clinic would measure: each instrument names what it adds up over hairs and turns the sums into its reading.

A new instrument is one short file that enters its kind with `kinds.add`, and its name in the imports below.
"""

from anagen.instruments import biopsy, counts, hormones, shedding, thickness
from anagen.instruments.kinds import KINDS, Kind, Setting, instrument, number
from anagen.instruments.reading import REFERENCE_DIAMETER_UM, HairSum, Instrument

__all__ = [
    "KINDS",
    "REFERENCE_DIAMETER_UM",
    "HairSum",
    "Instrument",
    "Kind",
    "Setting",
    "biopsy",
    "counts",
    "hormones",
    "instrument",
    "number",
    "shedding",
    "thickness",
]
