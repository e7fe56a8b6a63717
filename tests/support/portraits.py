"""The photographs that are kept: whose head, which hair, which look and view."""

from __future__ import annotations

from functools import cache

from hair_states import bald, healthy, ludwig_field, norwood_field, thin
from heads import even_scalp

from anagen.render import Look, render_head

SIZE = (200, 200)
PER_CM2 = 45.0
"""Fewer hairs than on a head, and thicker ones, so that tests are quick."""
MEAN_UM = 145.0

PORTRAITS = {
    "man_whole_vertex": ("male", "whole", "vertex", Look()),
    "man_norwood5_frontal": ("male", 5, "frontal", Look(hair_color="black", skin_tone=5)),
    "man_bald_top_dark": ("male", "bald", "top", Look(skin_tone=9, cape="white")),
    "man_coily_left": ("male", "whole", "left", Look(hair_color="black", skin_tone=8, curl="coily")),
    "woman_ludwig2_midline": (
        "female", 2, "midline", Look(hair_color="brown", length_mm=150.0, parting="middle"),
    ),
    "woman_red_wavy_back": (
        "female", "whole", "back", Look(hair_color="red", skin_tone=1, curl="wavy", length_mm=150.0),
    ),
}  # fmt: skip


@cache
def head_and_hair(sex, hair):
    """A scalp, and the state of its hair."""
    scalp = even_scalp(sex, PER_CM2)
    whole = healthy(scalp, mean_um=MEAN_UM)
    if hair == "whole":
        return scalp, whole
    if hair == "bald":
        return scalp, bald(scalp)
    field = norwood_field(scalp, hair) if sex == "male" else ludwig_field(scalp, hair)
    return scalp, thin(scalp, whole, field)


@cache
def photograph(sex, hair, view, look, size=SIZE):
    """A photograph for a test."""
    scalp, state = head_and_hair(sex, hair)
    return render_head(scalp, state, look=look, view=view, size=size)


def portrait(name):
    """One of those that are kept."""
    sex, hair, view, look = PORTRAITS[name]
    return photograph(sex, hair, view, look)


if __name__ == "__main__":  # draws them anew: PYTHONPATH=tests/support python tests/support/portraits.py
    from golden import keep

    for kept in PORTRAITS:
        keep(kept, portrait(kept))
