"""Minoxidil on the scalp, and by mouth."""

from __future__ import annotations

from anagen.treatment.agent import Agent, OneCompartment, Stimulates, TwoPhenotypes

AGENT = Agent(
    name="minoxidil",
    says="wakes resting follicles and keeps growing ones growing, once it is sulfated",
    example="minoxidil 5 % 1 mL topical twice daily",
    oral=OneCompartment(
        ka="minoxidil_oral_ka",
        clearance="minoxidil_clearance",
        half_life="minoxidil_half_life",
        bioavailability="minoxidil_oral_bioavailability",
    ),
    vehicles=("solution", "foam"),
    stimulates=Stimulates(
        rate="minoxidil_onset_rate",
        oral_reference_dose="minoxidil_oral_reference_dose",
        response=TwoPhenotypes(
            high_share="minoxidil_high_sulfotransferase_share",
            high="minoxidil_high_sulfotransferase",
            low="minoxidil_low_sulfotransferase",
        ),
    ),
    off_label={
        "oral": "minoxidil by mouth is off-label against hair loss: a doctor must decide on it and watch heart and "
        "blood pressure"
    },
)
