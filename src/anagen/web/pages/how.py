"""How hair loss works: a follicle to try out, the path of a scalp, what each treatment does."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from starlette.responses import Response

from anagen.web.how.explorer import AGES, AGES_NARROW, explored
from anagen.web.how.follicle import FROM_AGE, TO_AGE, Setting, lives
from anagen.web.how.story import heads, heads_say, presets, topics
from anagen.web.how.views import FollicleView, HowView
from anagen.web.twins import Pages

pages = Pages(tag="how it works")

Dht = Annotated[int, Query(ge=0, le=120, description="DHT in the scalp, of the same man untreated. [%]")]
Share = Annotated[int, Query(ge=0, le=100, description="Of its usual effect. [%]")]
Since = Annotated[int, Query(ge=FROM_AGE, le=TO_AGE, description="Age from which that holds. [year]")]
Which = Annotated[Literal["less", "middle", "more"], Query(description="How sensitive the follicle is.")]

CYCLE = ("hair_cycle", "what_causes", "what_is_dht", "why_the_top", "are_follicles_dead", "women_cause")
TREATMENTS = (
    "finasteride_works",
    "dutasteride_versus_finasteride",
    "minoxidil_mechanism",
    "dread_shed",
    "needling_mechanism",
    "prp_works",
    "spironolactone",
    "start_early",
    "stopping_treatment",
)


@pages.show("/how-it-works", "how/page.html.jinja")
def how(
    dht: Dht = 100, minoxidil: Share = 0, healing: Share = 0, since: Since = 30, follicle: Which = "middle"
) -> HowView:
    """The page, with the follicle as it is set."""
    setting = Setting(dht=dht, minoxidil=minoxidil, healing=healing, since=since, follicle=follicle)
    return HowView(
        follicle=explored(setting),
        presets=presets(setting),
        cycle=topics(CYCLE),
        treatments=topics(TREATMENTS),
        heads=heads(),
        heads_say=heads_say(),
    )


@pages.show("/how-it-works/follicle", "how/follicle.html.jinja")
def alone(
    dht: Dht = 100, minoxidil: Share = 0, healing: Share = 0, since: Since = 30, follicle: Which = "middle"
) -> FollicleView:
    """The follicle alone."""
    return explored(Setting(dht=dht, minoxidil=minoxidil, healing=healing, since=since, follicle=follicle))


@pages.file("/how-it-works/follicle.svg")
def drawing(
    dht: Dht = 100,
    minoxidil: Share = 0,
    healing: Share = 0,
    since: Since = 30,
    follicle: Which = "middle",
    narrow: bool = False,
) -> Response:
    """The drawing of the follicle at some ages."""
    from anagen.web.how.drawing import follicle_drawing

    setting = Setting(dht=dht, minoxidil=minoxidil, healing=healing, since=since, follicle=follicle)
    life, ages = lives(setting)[0], AGES_NARROW if narrow else AGES
    svg = follicle_drawing(ages, [life.width_um(age) for age in ages], life.best_um, narrow=narrow)
    return Response(svg, media_type="image/svg+xml")
