"""Builds the scripts of the web pages into what is packaged, where npm is there.

Without npm, or where it reaches no package index, the package is whole but for them: the server's pages need none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "src/anagen/web/static/bundle"
ENTRY = "anagen.js"
SKIP = "ANAGEN_WITHOUT_BUNDLE"
"""Set to anything, this leaves the scripts out."""
PATIENCE_S = 600


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the bundle into wheels and source distributions."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it unless it is there already; an editable install takes what is in the folder, if anything is."""
        if version == "editable":
            return
        folder = Path(self.root) / BUNDLE
        if os.environ.get(SKIP):
            self.app.display_info(f"anagen: without the scripts of the web pages, because {SKIP} is set")
            return
        if not (folder / ENTRY).is_file():
            self._build()
        if (folder / ENTRY).is_file():
            build_data["artifacts"].append(f"/{BUNDLE}/**")  # git ignores it

    def _build(self) -> None:
        npm, sources = shutil.which("npm"), Path(self.root) / "frontend"
        if npm is None or not (sources / "package-lock.json").is_file():
            self.app.display_warning(
                "anagen: there is no npm, so the wheel has no scripts of the web pages; it shows the server's pages"
            )
            return
        for command in (["ci", "--no-progress", "--loglevel", "error"], ["run", "--silent", "build"]):
            done = subprocess.run(  # noqa: S603  npm, as the shell would find it
                [npm, *command],
                cwd=sources,
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
            )
            if done.returncode:
                self.app.display_warning(
                    f"anagen: the scripts of the web pages could not be built (npm {command[0]}), so the wheel has "
                    f"none; it shows the server's pages. {done.stderr.strip()[-500:]}"
                )
                return
