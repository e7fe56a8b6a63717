"""Spironolactone by mouth, for women."""

from __future__ import annotations

from anagen.treatment.agent import Agent, Blocks, TwoCompartments

AGENT = Agent(
    name="spironolactone",
    says="keeps androgens from their receptor, through its metabolites",
    example="spironolactone 100 mg oral daily",
    oral=TwoCompartments(
        ka="spironolactone_ka",
        lag="spironolactone_lag",
        clearance="spironolactone_clearance",
        volume="spironolactone_volume",
        exchange="spironolactone_exchange",
        peripheral_volume="spironolactone_peripheral_volume",
    ),
    blocks=Blocks(half="spironolactone_half_block"),
    women_only=True,
    off_label={
        "oral": "spironolactone is off-label against hair loss: a doctor must decide on it, watch potassium and blood "
        "pressure, and rule out pregnancy"
    },
)
