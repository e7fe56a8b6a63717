"""Pictures of every page of the web application, at two sizes, light and dark, for people to look at.

    python scripts/web_pictures.py FOLDER [PART-OF-A-PATH ...]

Needs Chromium; makes a store of its own, in which somebody has answered and results are at hand.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests/support"))

SCHEMES = ("light", "dark")
SETTLED_MS = 400
"""Given to scripts to finish what they add."""


def main(folder: Path, parts: list[str]) -> None:
    """Take all pictures, or those of pages whose patterns hold one of some parts."""
    import live_sites
    import page_walks
    import web_clients

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, web_clients.cheaply():
        owner = web_clients.owner(Path(kept) / "owner", bundle=True)
        clinic = web_clients.clinic(Path(kept) / "clinic", bundle=True)
        walks = [(owner, page_walks.furnished(owner), "")]
        walks += [
            (clinic.browser(name), [start, "/account"], f"clinic-{name or 'nobody'}-")
            for name, start in ((None, "/account/sign-in"), ("dora", "/clinic"), ("root", "/clinic/staff"))
        ]
        taken: set[str] = set()
        with live_sites.browser() as browser:
            for client, starts, prefix in walks:
                found = page_walks.walked(client, starts, page_walks.page_routes(client.app))
                found = {one: at for one, at in found.items() if one not in taken}
                taken |= set(found)
                if parts:
                    found = {one: at for one, at in found.items() if any(part in one for part in parts)}
                with live_sites.served(client.app) as origin:
                    cookies = [
                        {"name": one.name, "value": one.value, "url": origin} for one in client.cookies.jar
                    ]
                    for size, window in live_sites.SIZES.items():
                        for scheme in SCHEMES:
                            context = browser.new_context(
                                viewport=window, color_scheme=scheme, base_url=origin, reduced_motion="reduce"
                            )
                            context.add_cookies(cookies)
                            take(context, found, folder, f"{prefix}%s-{size}-{scheme}.png")
                            context.close()


def take(context, found: dict[str, str], folder: Path, name: str) -> None:  # noqa: ANN001  a window of the browser
    """One window's pictures of all pages."""
    page = context.new_page()
    for pattern, address in sorted(found.items()):
        page.goto(address)
        page.wait_for_timeout(SETTLED_MS)
        called = re.sub(r"[^a-z0-9]+", "-", pattern.lower()).strip("-") or "front"
        page.screenshot(path=folder / (name % called), full_page=True)
        print(folder / (name % called))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
