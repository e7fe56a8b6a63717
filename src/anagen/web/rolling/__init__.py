"""The guided session with the dermaroller as pages: what is asked before, where it stands, what came of it."""
