"""A web application that a real browser asks: served on a free port from a thread, and the browser that asks it.

The browser is the Chromium of this machine; none is fetched. Without one the tests say so and are left out.
"""

import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn

from anagen.web.templating import BUNDLE, STATIC

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
SIZES = {"phone": PHONE, "desktop": DESKTOP}
FLAGS = (
    "--no-sandbox",  # machines of CI run as root
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",  # three dimensions without a graphics card
    "--enable-unsafe-swiftshader",
)
PATIENCE_S = 20.0
BUILT = (STATIC / BUNDLE).is_file()
"""Whether the scripts of the pages are there: an install without npm has the server's pages alone."""
needs_bundle = pytest.mark.skipif(
    not BUILT, reason="the scripts of the pages are not built (scripts/bundle, needs npm)"
)


def chromium():
    """Where the browser is; None if there is none."""
    names = (
        os.environ.get("CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    )
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextmanager
def served(app):
    """Serve an application until the block ends; gives its address, without the last slash."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        config = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        until = time.monotonic() + PATIENCE_S
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)


@contextmanager
def browser():
    """A browser to open pages in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        one = tools.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield one
        finally:
            one.close()


@dataclass
class Watched:
    """What a page did beside showing itself."""

    origin: str
    complaints: list = field(default_factory=list)
    """Errors in the console, refusals by the policy among them, and scripts that broke."""
    elsewhere: list = field(default_factory=list)
    """Addresses of other servers that were asked."""

    def watch(self, page):
        """Watch a page from now on."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"a script broke: {error}"))
        page.on("request", self._asked)
        return page

    def _said(self, message):
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.elsewhere.append(request.url)

    def assert_clean(self):
        """Nothing was complained of, and nobody else was asked."""
        assert not self.complaints, self.complaints
        assert not self.elsewhere, self.elsewhere


def follow(page, link):
    """Click what leads to another page, and wait until that is there: a server may take its time."""
    with page.expect_navigation():
        link.click()


def accessibility(page, rules=()):
    """What of a page is a serious barrier: rule, its help, and the places; empty if nothing is.

    All rules are looked at, or only those given.
    """
    from axe_playwright_python.sync_playwright import Axe

    some = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **some}).response["violations"]
    return [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:4])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def sideways(page):
    """How much wider than its window a page is. [px]"""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
