"""A store on each kind of database."""

from store_fixtures import ann, cheap_seal, new_database, open_store, server, store  # noqa: F401
