"""Minoxidil on the scalp."""

from __future__ import annotations

from anagen.treatment.agent import Agent, ScalpReservoir, TwoPhenotypes

AGENT = Agent(
    name="minoxidil",
    says="wakes resting follicles and keeps growing ones growing, once it is sulfated",
    example="minoxidil 5 % 1 mL topical twice daily",
    topical=ScalpReservoir(
        rate="minoxidil_onset_rate",
        reference_dose="minoxidil_reference_dose",
        half_dose="minoxidil_half_dose",
        hill="minoxidil_hill",
        response=TwoPhenotypes(
            high_share="minoxidil_high_sulfotransferase_share",
            high="minoxidil_high_sulfotransferase",
            low="minoxidil_low_sulfotransferase",
        ),
        formulations={"solution": None, "foam": "minoxidil_foam_delivery"},
    ),
)
