"""What holds for all tests."""

from hypothesis import settings

# The first example of a property may compile the kernel, which takes seconds, so no example has a deadline.
# The examples are the same in every run: a failure in CI is one that anybody can have.
settings.register_profile("anagen", deadline=None, derandomize=True)
settings.load_profile("anagen")
