"""A clinic with two patients whose records must not meet, and the routes of everything."""

import pytest
import web_clients
from store_pictures import png

SECRET = "canary-of-ann"
"""Stands in every free text of Ann's; whoever may not see her must never be shown it."""


@pytest.fixture(scope="module", autouse=True)
def cheap_passwords():
    with web_clients.cheaply():
        yield


@pytest.fixture(scope="module")
def clinic(tmp_path_factory, cheap_passwords):
    made = web_clients.clinic(tmp_path_factory.mktemp("clinic"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            web_clients.limits, "LIMITS", dict.fromkeys(web_clients.limits.LIMITS, "1000000/minute")
        )
        web_clients.limits._item.cache_clear()
        keep_records(made.app.state.store, made.people["ann"])
        yield made
    web_clients.limits._item.cache_clear()
    made.app.state.store.close()


def keep_records(store, person_id):
    """Something of every kind that a page may show."""
    store.rename_person(person_id, SECRET)
    store.put(person_id, "answers", "2026-03-01", {"age": 31, "sex": "female"})
    store.put(person_id, "shed_count", "2026-03-02", {"method": "wash", "counts": [61.0], "note": SECRET})
    store.put(
        person_id, "side_effect", "2026-03-02", {"effect": "headache", "severity": "mild", "note": SECRET}
    )
    sha256 = store.attach(person_id, png(), "image/png")
    store.put(person_id, "photograph", "2026-03-02", {"sha256": sha256, "view": "crown", "note": SECRET})


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The browser of an owner, who needs no account."""
    one = web_clients.owner(tmp_path_factory.mktemp("alone"))
    yield one
    one.app.state.store.close()
