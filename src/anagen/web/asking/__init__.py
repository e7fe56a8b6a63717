"""Questions in the browser: an answer with what it rests on, a what-if simulated beside it, a queue for clinicians."""
