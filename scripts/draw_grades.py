"""Draw the pictures of the grades to choose from, which come with the package.

python scripts/draw_grades.py            # all
python scripts/draw_grades.py norwood III
"""

from __future__ import annotations

import sys

from PIL import Image

from anagen.render.grades import FOLDER, SITTINGS, draw_grade


def main() -> None:
    """Draw what is asked for, or all."""
    asked = sys.argv[1:]
    for scale, some in SITTINGS.items():
        for grade in some:
            if asked and asked != [scale, grade]:
                continue
            picture = Image.fromarray(draw_grade(scale, grade))
            picture.save(FOLDER / f"{scale}_{grade}.webp", quality=82, method=6)
            print(scale, grade, flush=True)


if __name__ == "__main__":
    main()
