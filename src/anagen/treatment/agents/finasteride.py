"""Finasteride by mouth, and on the scalp."""

from __future__ import annotations

from anagen.treatment.agent import Agent, Inhibits, OneCompartment

AGENT = Agent(
    name="finasteride",
    says="kills 5-alpha-reductase type 2, and hardly type 1",
    example="finasteride 1 mg oral daily",
    oral=OneCompartment(
        ka="finasteride_ka",
        clearance="finasteride_clearance",
        volume="finasteride_volume",
        bioavailability="finasteride_bioavailability",
    ),
    vehicles=("solution",),
    inhibits=(
        Inhibits(enzyme="srd5a1", rate="finasteride_srd5a1_inactivation"),
        Inhibits(enzyme="srd5a2", rate="finasteride_srd5a2_inactivation"),
    ),
    in_women="finasteride must not be taken, or its broken tablets touched, by a woman who is or may become pregnant; "
    "in women it is off-label against hair loss, and a doctor must decide on it",
    off_label={
        "topical": "finasteride on the scalp is approved in some countries only; part of it gets into the blood"
    },
)
