"""What is known: every number of biology, with its unit, spread, source and grade."""

from anagen.evidence.catalogue import Catalogue, known, read_catalogue, trial_files
from anagen.evidence.records import Override, Parameter, Source, Spread

__all__ = ["Catalogue", "Override", "Parameter", "Source", "Spread", "known", "read_catalogue", "trial_files"]
