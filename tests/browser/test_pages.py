"""Every page, at both sizes, light or dark: it bars nobody, fits its window, and complains of nothing."""

import live_sites
import page_walks
import pytest
import web_clients

from anagen.web import templating

BUILT = (templating.STATIC / templating.BUNDLE).is_file()
SCHEMES = ("light", "dark")
NOT_WALKED = {
    "/account": "the clinic's",
    "/account/join": "the clinic's, with an invitation",
    "/account/sign-in": "the clinic's",
    "/clinic": "the clinic's",
    "/clinic/audit": "the clinic's",
    "/clinic/patients/{person_id}": "the clinic's",
    "/clinic/settings": "the clinic's",
    "/clinic/staff": "the clinic's",
    "/p/{person_id}/consult/stop": "after an answer that ends the questions",
    "/p/{person_id}/diary/entries/{entry_id}": "after something was logged",
    "/p/{person_id}/rolling/session": "while rolling",
    "/p/{person_id}/rolling/sessions/{record_id}": "after rolling",
    "/questions/what-if/{job_id}": "after a question that is simulated",
    "/trials/compare": "after trials were run",
    "/trials/runs/{job_id}": "after a trial was run",
}
"""Pages that no link leads the owner of a store to; the journeys through them look at them."""


def problems_of(page, address, scheme):
    """What is wrong with a page, on a phone and at a desk."""
    page.set_viewport_size(live_sites.PHONE)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    answer = page.goto(address)
    if not answer.ok:
        return [f"{address} answers {answer.status}"]
    found = [f"{address}, {scheme}: {one}" for one in live_sites.accessibility(page)]
    for size, window in live_sites.SIZES.items():
        page.set_viewport_size(window)
        wide = live_sites.sideways(page)
        found += [f"{address}, {size}: {wide} px too wide"] if wide > 0 else []
    return found


@pytest.fixture(scope="module")
def owners(tmp_path_factory):
    """The pages of the owner of a store: their patterns, an address of each that is found, and the server's."""
    client = web_clients.owner(tmp_path_factory.mktemp("owner"), bundle=BUILT)
    patterns = page_walks.page_routes(client.app)
    found = page_walks.walked(client, page_walks.furnished(client), patterns)
    with live_sites.served(client.app) as origin:
        yield patterns, found, origin


def test_links_lead_to_every_page(owners):
    patterns, found, _ = owners

    assert sorted(set(patterns) - set(found)) == sorted(NOT_WALKED)


@pytest.mark.parametrize("part", range(2))
def test_no_page_of_the_owner_bars_anybody_or_is_too_wide_or_complains(owners, opened, part):
    _, found, origin = owners
    page = opened(origin)

    problems = []
    for place, pattern in list(enumerate(sorted(found)))[part::2]:
        problems += problems_of(page, found[pattern], SCHEMES[place // 2 % 2])

    assert not problems, "\n".join(problems)


def test_no_page_of_a_clinic_bars_anybody_or_is_too_wide_or_complains(tmp_path, opened):
    with web_clients.cheaply():
        clinic = web_clients.clinic(tmp_path, bundle=BUILT)
        patterns = page_walks.page_routes(clinic.app)
        with live_sites.served(clinic.app) as origin:
            problems, seen = [], set()
            for name, starts in (
                (None, ["/account/sign-in"]),
                ("dora", ["/clinic"]),
                ("root", ["/clinic/staff"]),
            ):
                client = clinic.browser(name)
                found = page_walks.walked(client, [*starts, "/account"], patterns)
                page = opened(origin)
                page.context.add_cookies(
                    [{"name": one.name, "value": one.value, "url": origin} for one in client.cookies.jar]
                )
                for pattern in sorted(set(found) & {*NOT_WALKED} - seen):
                    problems += problems_of(page, found[pattern], SCHEMES[len(seen) % 2])
                    seen.add(pattern)

    assert not problems, "\n".join(problems)
    assert {one for one, why in NOT_WALKED.items() if why == "the clinic's"} <= seen
