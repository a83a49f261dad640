"""How the reports' page templates are filled: escaped, strict about names, without what HTML forbids."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

# What HTML does not allow in a page, wherever a document brought it from.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def fill(template: str, **given: object) -> str:
    """The template with what it was given; every word of a document is escaped."""
    return _CONTROLS.sub("", _environment().get_template(template).render(**given))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("service", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
