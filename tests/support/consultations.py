"""Consultations that several tests look at: small ones, made once."""

from functools import cache

from anagen.consultation.consult import consult
from anagen.evidence import known

WELL = {
    "region": "UK",
    "onset_months": 24,
    "onset_speed": "gradual",
    "follicle_openings": "visible",
    "family_history": "yes",
    "triggers_6m": ["none"],
    "tension_styling": False,
    "pulling_habit": False,
    "scalp_symptoms": ["none"],
    "scalp_signs": ["none"],
    "broken_or_exclamation_hairs": False,
    "nail_pits": False,
    "neck_glands": False,
    "systemic_symptoms": ["none"],
    "conditions": ["none"],
    "suicidal_now": False,
    "phq2": 0,
    "bdd_screen_positive": False,
    "medicines": ["none"],
    "allergies": ["none"],
    "tried": ["none"],
    "side_effects": ["none"],
    "accepts_daily": True,
    "accepts_twice_daily": True,
    "accepts_needles": True,
    "accepts_offlabel": False,
    "shaved_scalp": False,
    "goal": "keep",
    "infant_contact": False,
    "blood_donor": False,
    "fitzpatrick": 2,
    "hormone_therapy": "none",
    "roller_setting": "home",
    "roller_shared": False,
    "roller_disinfected": True,
    "bp_sys": 120,
    "bp_dia": 75,
}
MAN = WELL | {
    "respondent": "self",
    "age": 31,
    "sex": "male",
    "norwood": "IIIv",
    "areas": ["temples", "crown"],
    "psa_planned": False,
    "partner_pregnant_or_trying": False,
}
WOMAN = WELL | {
    "respondent": "self",
    "age": 52,
    "sex": "female",
    "ludwig": "II",
    "areas": ["midline_part"],
    "preg_status": "not_possible",
    "postmenopausal": True,
    "androgen_signs": ["none"],
    "accepts_needles": False,
}
PEOPLE, FOLLICLES = 16, 32


@cache
def consulted(who="man", depth="self"):
    """A small consultation of a man, a woman, or a man whose scalp a doctor should see."""
    answers = {"man": MAN, "woman": WOMAN, "scarred": MAN | {"follicle_openings": "not_visible"}}[who]
    return consult(answers, depth=depth, people=PEOPLE, follicles=FOLLICLES, evidence=known())
