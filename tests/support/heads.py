"""Small heads for tests of pictures: hair that is evenly spread, and a state typed in by hand, with no simulation."""

from functools import cache
from types import SimpleNamespace

import numpy as np

from anagen.evidence import known
from anagen.scalp import REGIONS, HairState, Scalp, hairy_skin, head
from anagen.scalp.regions import region_of
from anagen.simulation.counting import hairs_counted_per_cm2

FULL_UM = 70.0


@cache
def even_scalp(sex="male", per_cm2=40.0):
    """A scalp whose follicles are spread over the real head as evenly as can be, up to the hairline."""
    bald = head(sex)
    skin = hairy_skin(bald)
    corners = bald.vertices[skin.triangles].astype(float)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = 0.005 * np.linalg.norm(across, axis=1)
    edges = np.cumsum(area) * per_cm2
    number = np.arange(int(edges[-1]))
    triangle = np.searchsorted(edges, number + 0.5)
    first, second = (number * 0.7548776662) % 1.0, (number * 0.5698402910) % 1.0
    root = np.sqrt(first)
    weights = np.stack([1.0 - root, root * (1.0 - second), root * second], axis=1)
    place = np.einsum("nk,nkx->nx", weights, corners[triangle])
    margin = (weights * skin.vertex_margin_mm[skin.triangles][triangle]).sum(axis=1)
    inside = margin > 0.0
    place, margin = place[inside], margin[inside]
    normal = across[triangle][inside]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    backwards = np.array([0.0, 0.0, -1.0]) + normal * normal[:, 2:]
    backwards /= np.linalg.norm(backwards, axis=1, keepdims=True)
    on_map = bald.to_map(place)
    region = region_of(on_map)
    return Scalp(
        head=bald,
        sex=sex,
        ancestry="european",
        seed=1,
        position_mm=place.astype(np.float32),
        normal=normal.astype(np.float32),
        direction=backwards.astype(np.float32),
        map_mm=on_map.astype(np.float32),
        margin_mm=margin.astype(np.float32),
        unit=np.arange(len(place), dtype=np.int32),
        region=region,
        area_cm2=len(place) / per_cm2,
        region_area_cm2=tuple((region == k).sum() / per_cm2 for k in range(len(REGIONS))),
    )


def hair_of(scalp, diameter_um, day=0.0):
    """A state in which hair of a diameter stands on each follicle, none where it is 0."""
    diameter = np.broadcast_to(np.asarray(diameter_um, np.float32), scalp.follicles).copy()
    stands = diameter > 0.0
    return HairState(
        day=day,
        diameter_um=diameter,
        length_mm=np.where(stands, 2.0 * diameter, 0.0).astype(np.float32),
        growing=stands.copy(),
        full_diameter_um=np.full(scalp.follicles, FULL_UM, np.float32),
        phase=np.where(stands, 0, 3).astype(np.int8),
    )


def thinned(scalp, share, day=0.0):
    """A state in which a share of the vertex's hair is gone and the rest is full, the same follicles first."""
    at_vertex = scalp.region == REGIONS.index("vertex")
    luck = (np.arange(scalp.follicles) * 0.6180339887) % 1.0
    return hair_of(scalp, np.where(at_vertex & (luck < share), 0.0, FULL_UM), day)


class ThinHead:
    """A head whose vertex loses a share of its hair each year: what a simulated head offers, and quick."""

    def __init__(self, person, regimen="untreated", loss_per_year=0.1, years=(0.0, 5.0), per_cm2=20.0):
        self.person, self.regimen = person, regimen
        self.loss_per_year = loss_per_year
        self.scalp = even_scalp(person.sex, per_cm2)
        self.days = np.array(years) * 365.25

    def state(self, day):
        return thinned(self.scalp, min(max(self.loss_per_year * day / 365.25, 0.0), 1.0), day)

    def hairs_counted_per_cm2(self, day):
        return hairs_counted_per_cm2(self.scalp, self.state(day), known())

    def visible_hair_density(self, day):
        seen = self.state(day).diameter_um > 0.0
        counts = np.bincount(self.scalp.region[seen], minlength=len(REGIONS))
        return dict(zip(REGIONS, counts / np.array(self.scalp.region_area_cm2), strict=True))

    def grades(self, day):
        return SimpleNamespace(norwood=np.array(["IIIv" if day == 0.0 else "V"]), ludwig=np.array(["I"]))
