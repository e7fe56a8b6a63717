"""The routes of an application, so that tests of security cover pages that nobody told them of."""

import itertools
import re
from dataclasses import dataclass
from urllib.parse import quote

from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from starlette.routing import Mount

PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True, eq=False)
class Route:
    """One path and method, and what its function depends on."""

    path: str
    method: str
    dependant: object
    forms: tuple
    """Models of what is posted."""

    @property
    def names(self):
        """Names in the path."""
        return PARAMETER.findall(self.path)

    @property
    def is_json(self):
        return self.path.endswith(".json")

    @property
    def is_page(self):
        return self.method == "GET" and not self.is_json

    def at(self, **values):
        """The path with values in it; `x` for those that are not given."""
        return PARAMETER.sub(lambda found: quote(str(values.get(found[1], "x")), safe=""), self.path)

    def depends_on(self, function):
        """Whether a function is asked before the page's own."""
        return function in callables(self.dependant)

    def has_upload(self):
        return any(
            "UploadFile" in str(field.annotation) for one in self.forms for field in one.model_fields.values()
        )

    def __str__(self):
        return f"{self.method} {self.path}"


def callables(dependant):
    """All functions that a route depends on, at any depth."""
    return set(itertools.chain([dependant.call], *(callables(one) for one in dependant.dependencies)))


def routes(app):
    """Every path and method of an application, but files of our own."""
    found = []
    for one in iter_route_contexts(app.routes):
        if isinstance(one, Mount) or getattr(one, "dependant", None) is None:
            continue
        forms = tuple(models(one.dependant))
        found += [Route(one.path, method, one.dependant, forms) for method in sorted(one.methods)]
    return found


def models(dependant):
    """Models of what a route takes in its body."""
    for field in dependant.body_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind
    for one in dependant.dependencies:
        yield from models(one)


def filled(model, text, names=("../../etc/passwd",)):
    """Values for a form: what its schema allows, with a text wherever there may be one.

    Gives the values and the files apart; `names` are what files are called.
    """
    schema = model.model_json_schema()
    values, files = {}, {}
    for name, field in model.model_fields.items():
        if "UploadFile" in str(field.annotation):
            files[name] = names[0]
            continue
        values[name] = value_of(schema["properties"].get(field.alias or name, {}), schema, text)
    return values, files


def value_of(schema, whole, text):
    """A value that a JSON schema allows."""
    schema = resolved(schema, whole)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "string")
    if kind == "array":
        return [value_of(schema.get("items", {}), whole, text)]
    if kind == "object":
        return {name: value_of(one, whole, text) for name, one in schema.get("properties", {}).items()}
    if kind in ("integer", "number"):
        return schema.get("default", schema.get("minimum", schema.get("maximum", 1)))
    return True if kind == "boolean" else string_of(schema, text)


def resolved(schema, whole):
    """A schema without references and choices: of several kinds the one that takes a text."""
    if "$ref" in schema:
        return resolved(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    kinds = [resolved(one, whole) for word in ("anyOf", "oneOf", "allOf") for one in schema.get(word, ())]
    kinds = [one for one in kinds if one.get("type") != "null"]
    return min(kinds, key=lambda one: one.get("type") != "string") if kinds else schema


TEXTS = {"date": "2026-03-01", "date-time": "2026-03-01T08:00:00Z", "time": "08:00:00"}
PATTERNED = ("a" * 32, "0" * 64, "2026-03-01", "2026-03")


def string_of(schema, text):
    """A text that a schema allows."""
    if schema.get("format") in TEXTS:
        return TEXTS[schema["format"]]
    pattern = schema.get("pattern")
    if pattern is not None and re.search(pattern, text) is None:
        return next((one for one in PATTERNED if re.search(pattern, one)), text)
    return text[: schema.get("maxLength", len(text))]
