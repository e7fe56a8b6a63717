"""Make the outcomes that the web gallery shows before anything was made on a machine; they come with the package.

python scripts/make_web_gallery.py
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from anagen.gallery.descriptions import DEFAULT_GRADES
from anagen.web.outcomes.kinds import KINDS, Kind
from anagen.web.outcomes.shelf import SHIPPED
from anagen.web.tasks.gallery import RESULT, make_kind

SHOWN_PX, QUALITY = 240, 78


def main() -> None:
    """Make the usual kinds of people anew; what is there stays until all of them are made."""
    with TemporaryDirectory(prefix="anagen-web-gallery-") as place:
        made = Path(place)
        for kind in KINDS:
            if kind.grade in DEFAULT_GRADES[kind.sex]:
                make_kind(kind, show=keeper(kind, made), advance=lambda _step: None)
                print(kind.name, flush=True)
        SHIPPED.mkdir(parents=True, exist_ok=True)
        for old in SHIPPED.iterdir():
            old.unlink()
        for new in made.iterdir():
            (SHIPPED / new.name).write_bytes(new.read_bytes())


def keeper(kind: Kind, folder: Path):  # noqa: ANN201  a function of a name and bytes
    """What writes the files of a kind into a folder, pictures smaller."""

    def keep(name: str, data: bytes) -> None:
        if name == RESULT:
            (folder / f"{kind.name}.json").write_bytes(data)
            return
        small = BytesIO()
        Image.open(BytesIO(data)).resize((SHOWN_PX, SHOWN_PX), Image.Resampling.LANCZOS).save(
            small, "WEBP", quality=QUALITY, method=6
        )
        (folder / name).write_bytes(small.getvalue())

    return keep


if __name__ == "__main__":
    main()
