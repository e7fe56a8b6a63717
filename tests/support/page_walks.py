"""Every page of the application that links lead to: found by following them, so that new pages are found too."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from web_people import MAN, Somebody
from web_routes import routes

from anagen.web.twins import twin

START = ("/", "/how-it-works/follicle")
"""Pages that a walk begins at: the front, and what only forms lead to."""
EACH = 2
"""How many addresses of one page are followed: a page may look different the next time."""


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href") if tag == "a" else None
        if address and address.startswith("/") and not address.startswith("//"):
            self.found.append(urldefrag(address)[0])


def page_routes(app):
    """The patterns of paths of an application's pages, in the order in which they are asked: all that have a twin."""
    paths = [one.path for one in routes(app) if one.method == "GET"]
    return [path for path in paths if twin(path) in paths]


def pattern_of(address, patterns):
    """The pattern that answers an address."""
    path = urlsplit(address).path
    for one in patterns:
        if re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", one), path):
            return one
    return None


def walked(client, starts, patterns):
    """The pages that links lead to, an address for each pattern: `{pattern: address}`.

    Parameters
    ----------
    client
        A test client of whoever walks.
    starts
        Addresses to start at.
    patterns
        Of `page_routes`.
    """
    found, seen, waiting = {}, {}, list(starts)
    while waiting:
        address = waiting.pop(0)
        pattern = pattern_of(address, patterns)
        if pattern is None or seen.get(pattern, 0) >= EACH or address in seen:
            continue
        seen[pattern], seen[address] = seen.get(pattern, 0) + 1, 1
        answer = client.get(address)
        if answer.status_code == 303:
            waiting.append(answer.headers["location"])
        elif answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            found.setdefault(pattern, address)
            waiting += Links(answer.text).found
    return found


def furnished(client):
    """Starts for a walk of the owner of a store in which there are people with something on each page."""
    ben = Somebody(client).told(MAN).worked_out(pictures=True)
    new = Somebody(client, "Eva")
    jobs = client.app.state.jobs.of_person(ben.id)
    return [*START, ben.home, new.home, *(f"/jobs/{one.id}" for one in jobs[:1])]
