"""A browser for each file of tests, and windows of it: on a phone, at a desk, without scripts, in the dark."""

import live_sites
import pytest


def pytest_collection_modifyitems(items):
    """Say why tests are left out where there is no browser."""
    if live_sites.chromium() is None:
        for item in items:
            if "/tests/browser/" in item.path.as_posix():
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on this machine (Debian: apt install chromium)")
                )


@pytest.fixture(scope="module")
def chromium():
    """A browser. It ends with its file, because its loop would be in the way of other tests'."""
    with live_sites.browser() as one:
        yield one


@pytest.fixture
def opened(chromium):
    """``opened(origin, size="phone", **options)``: an empty page of a window, watched; its complaints fail the test."""
    contexts, watches = [], []

    def new(origin, size="phone", **options):
        chosen = {
            "viewport": live_sites.SIZES[size],
            "base_url": origin,
            "has_touch": size == "phone",
            **options,
        }
        context = chromium.new_context(**chosen)
        context.set_default_timeout(60_000)  # a machine that is new compiles while a page is asked for
        contexts.append(context)
        watched = live_sites.Watched(origin)
        watches.append(watched)
        return watched.watch(context.new_page())

    yield new
    for context in contexts:
        context.close()
    for watched in watches:
        watched.assert_clean()
