"""The versions of the schema, one a file, frozen once they have shipped."""
