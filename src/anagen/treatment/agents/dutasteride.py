"""Dutasteride by mouth."""

from __future__ import annotations

from anagen.treatment.agent import Agent, Inhibits, TwoCompartments

AGENT = Agent(
    name="dutasteride",
    says="kills both isoenzymes of 5-alpha-reductase, and stays for months",
    example="dutasteride 0.5 mg oral daily",
    oral=TwoCompartments(
        ka="dutasteride_ka",
        lag="dutasteride_lag",
        clearance="dutasteride_clearance",
        volume="dutasteride_volume",
        exchange="dutasteride_exchange",
        peripheral_volume="dutasteride_peripheral_volume",
        capacity="dutasteride_capacity",
        half_capacity="dutasteride_half_capacity",
    ),
    inhibits=(
        Inhibits(
            enzyme="srd5a1",
            rate="dutasteride_srd5a1_inactivation",
            scalp_exposure="dutasteride_scalp_srd5a1_exposure",
        ),
        Inhibits(
            enzyme="srd5a2",
            rate="dutasteride_srd5a2_inactivation",
            scalp_exposure="dutasteride_scalp_srd5a2_exposure",
        ),
    ),
    in_women="dutasteride must not be taken, or its broken capsules touched, by a woman who is or may become pregnant; "
    "in women it is off-label against hair loss, and a doctor must decide on it",
)
