"""A small trial whose criteria refuse some candidates, quick enough to be run many times."""

from anagen.trials.protocol import Arm, Enrolment, Trial, TrialInstrument, TrialPopulation

ARMS = (
    Arm(name="drug", regimen="finasteride 1 mg oral daily", people=100),
    Arm(name="placebo", regimen="untreated", people=50, control=True),
)


def small_trial(**given):
    """A trial with whatever is given."""
    about = {
        "id": "small",
        "title": "A small trial",
        "source": "Example2000",
        "visits_weeks": (0.0, 26.0, 52.0),
        "population": TrialPopulation(
            sex="male",
            age_years=(20.0, 45.0),
            enrolment=Enrolment(kind="target_area_hair_density", low=80.0, high=190.0, softness=5.0),
        ),
        "arms": ARMS,
        "instruments": (TrialInstrument(kind="target_area_hair_density", measure="density"),),
    }
    return Trial(**about | given)
