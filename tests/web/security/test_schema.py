"""What the description of the API allows, and what it does not: whatever is asked, nothing breaks."""

import warnings

import pytest
import web_clients
from hypothesis import HealthCheck, given, settings

EXAMPLES = 2
"""Of each action, allowed and not; of a page there is one of each. More find what is rare: set it to 50 by hand."""
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    one = web_clients.owner(tmp_path_factory.mktemp("schema"), strict=False)
    one.person_id = one.app.state.store.add_person("me")
    yield one
    one.app.state.store.close()


@pytest.fixture(scope="module")
def operations(browser):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis

        described = schemathesis.openapi.from_dict(browser.get("/openapi.json").json())
        return [result.ok() for result in described.get_all_operations()]


def test_nothing_that_the_description_allows_or_forbids_breaks_anything(browser, operations):
    from schemathesis.generation import GenerationMode

    broken = set()
    for operation in operations:
        ask_some(browser, operation, GenerationMode.POSITIVE, broken)
        if operation.body or operation.query:
            ask_some(browser, operation, GenerationMode.NEGATIVE, broken)

    assert len(operations) > 30
    assert sorted(broken) == []


def ask_some(browser, operation, mode, broken):
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=SLOW
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case):
        if "person_id" in (case.path_parameters or {}):
            if operation.path.endswith("/erase.json"):
                return
            case.path_parameters["person_id"] = browser.person_id
        answer = sent(browser, case)
        if answer.status_code >= 500:
            broken.add(f"{operation.label}: {answer.status_code}")

    ask()


def sent(browser, case):
    """What comes back for a case, which says what to send to a library of another kind."""
    from requests import Request

    given = case.as_transport_kwargs(base_url=web_clients.HOST)
    prepared = Request(**given).prepare()
    headers = {
        name: value for name, value in prepared.headers.items() if name.lower() not in ("host", "cookie")
    }
    return browser.request(prepared.method, prepared.url, content=prepared.body or b"", headers=headers)
