"""Questions in plain words, answered from what this project knows, with what each answer rests on.

`words` takes a question apart, `search` finds the answer that was written for it, `red_flags` looks for what comes
before any answer, `what_if` reads a question as a comparison of regimens and `simulated` runs it. No language model
takes part: the answers are data (`data/answers`), and their numbers are filled in from the evidence.
"""
