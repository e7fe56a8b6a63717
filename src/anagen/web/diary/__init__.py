"""The diary as pages: a calendar, entries, photographs, and what was measured over what was forecast."""
