"""A program that is one version ahead of this one: its store has a third schema."""

from pathlib import Path

from anagen.store import schema, tables

FOLDER = Path(__file__).parents[1] / "store" / "next_version"
VERSIONS = (*tables.VERSIONS, "0003")


def install(monkeypatch=None):
    """Make this process that program, for good or for one test."""
    ours = schema.configuration

    def theirs():
        config = ours()
        folders = [config.get_main_option("version_locations"), str(FOLDER)]
        config.set_main_option("version_locations", "\n".join(folders))
        return config

    for name, value in (("configuration", theirs), ("VERSIONS", VERSIONS), ("SCHEMA", VERSIONS[-1])):
        if monkeypatch is None:
            setattr(schema, name, value)
        else:
            monkeypatch.setattr(schema, name, value)
