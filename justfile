# Each line is what CI does, or a part of it.

bin := env("VENV", ".venv") / "bin"

# set up a working environment
setup:
    ./scripts/setup --editable . --group dev

# all tests
test *args:
    ./scripts/test {{args}}

# the tests that take no time
fast *args:
    {{bin}}/python -m pytest -n auto -m "not slow" {{args}}

# formatting, style, types, layers
lint:
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .
    {{bin}}/mypy
    {{bin}}/lint-imports --no-logo

# the scripts of the web pages; without them pages are the server's alone
bundle:
    ./scripts/bundle

# put code into the one format
format:
    {{bin}}/ruff check --fix .
    {{bin}}/ruff format .

# the engine against its references on this machine
bench:
    {{bin}}/anagen bench

# all that CI does
ci:
    ./.ci/run

# the wheel and the source distribution of what is committed, checked, into dist/
release *args:
    ./scripts/release {{args}}

# tests against the built wheel, on each Python that is given or found
wheel *args:
    ./scripts/test_wheel {{args}}
