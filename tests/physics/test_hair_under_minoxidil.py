"""What minoxidil adds to a hair goes with that hair: the follicle itself stays on its own way."""

from __future__ import annotations

import numpy as np
from biology import BUSY

from anagen.kernel.population import Channel, follow, grow_up
from anagen.kernel.record import HAIR

CELL_DAYS = 7.0
STOP, UNTIL = 104, 600
ONLY_THICKER = BUSY._replace(
    anagen_duration_smallest=BUSY.anagen_duration_full_size,  # else thicker hair would grow for longer
    kenogen_duration_extra_smallest=0.0,
    minoxidil_anagen_prolongation=0.0,
    minoxidil_telogen_acceleration=0.0,
    minoxidil_kenogen_acceleration=0.0,
    minoxidil_withdrawal_acceleration=0.0,
    established_vellus_loss_probability=0.0,
    vellus_size_limit=0.0,
    minoxidil_thickening=0.5,
)


def summed_diameters(drug: np.ndarray, visits: np.ndarray) -> np.ndarray:
    """Sum of the diameters of all hairs of one person at some visits."""
    people = grow_up(ONLY_THICKER, sensitivity=[1.5], onset_day=-4000.0, follicles=2000, seed=4)
    seen = follow(
        people,
        androgen=np.ones(UNTIL),
        minoxidil=np.stack([drug]),
        cell_days=CELL_DAYS,
        visit_days=visits * CELL_DAYS,
        channels=[Channel(HAIR, 0.0, 0.0, 1.0)],
    )
    return seen.sums[0, 0]


def test_thicker_hair_is_gone_once_all_that_grew_under_the_drug_is_shed() -> None:
    """Thicker while it is given and while its hairs stand; then, to the last digit but rounding, as if never given."""
    visits = np.array([0.0, STOP, UNTIL])
    given = np.zeros(UNTIL)
    given[:STOP] = 1.0
    treated, untreated = summed_diameters(given, visits), summed_diameters(np.zeros(UNTIL), visits)
    assert treated[0] == untreated[0]
    assert treated[1] > 1.02 * untreated[1]
    np.testing.assert_allclose(treated[2], untreated[2], rtol=1e-3)
