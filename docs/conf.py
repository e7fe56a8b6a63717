"""How the documentation is built: `scripts/docs`, from this folder and the program itself, without the network."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "extensions")]

from anagen import __version__  # noqa: E402  after the path of our own extensions

project = "anagen"
author = "The anagen authors"
project_copyright = "the anagen authors; Apache License 2.0"
release = version = __version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    "generated_pages",  # every number, trial, rule, claim and command, from the program
    "number_ranges",  # an interval in a table stays in one line
    "mathml",  # equations that need no script and no font from elsewhere
]
exclude_patterns = ["_build", "gallery/*/*.ipynb", "**/GALLERY_HEADER.rst", "**sg_execution_times.rst"]
html_theme = "furo"
html_title = f"anagen {release}"
html_static_path = ["static"]
html_css_files = ["docs.css"]
html_theme_options = {
    "announcement": "For education and research. Not a medical device; no diagnosis, no prescription.",
}
smartquotes = False  # two dashes are two dashes: options are written with them
highlight_language = "text"  # a block that names no language is a terminal's
html_copy_source = False
html_show_sourcelink = False

myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
nitpicky = False  # annotations name types of libraries whose pages are not here

autosummary_generate = True
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False

sphinx_gallery_conf = {
    "examples_dirs": [str(HERE.parent / "examples" / "figures")],
    "gallery_dirs": ["gallery"],
    "filename_pattern": r"/plot_",
    "image_scrapers": ("figures_drawn",),
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "remove_config_comments": True,
    "show_memory": False,
    "min_reported_time": 10_000,
    "write_computation_times": False,  # its page fetches a script from elsewhere
    "nested_sections": False,
}
suppress_warnings = ["config.cache"]
