"""What changing requests bring as JSON, declared once: for reading them and for the description of the routes."""

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loaders.verdicts import Verdict
from service.web.forms import FORM, next_page, read_form
from service.web.refusals import BadRequestError, MediaTypeError, VersionNeededError
from service.web.request import Request

_JSON: Final = "application/json"


class Body(BaseModel):
    """A body of known fields."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Decision(Body):
    """What decisions have in common."""

    note: str = Field("", max_length=2000, description="Why; kept with the decision")
    reviewer: str = Field("", max_length=100, description="Who decides, where the server has no tokens")
    version: str | None = Field(
        None,
        max_length=40,
        description="The item's version that was seen, instead of If-Match; * for whatever it is",
    )


class LinkDecision(Decision):
    """A decision on one link."""

    document: str | None = Field(
        None, max_length=500, description="Key or IRI; needed where several have the project"
    )
    project: str = Field(
        min_length=1, max_length=200, description="Project code", examples=["13020922P00062110001K"]
    )
    target: str = Field(
        min_length=1,
        max_length=100,
        description="Goal number, goal/objective/number, or none",
        examples=["4/objective/1"],
    )
    status: Literal["accepted", "rejected", "proposed", "cleared"]


class RowDecision(Decision):
    """A verdict on one row; null takes it back."""

    document: str | None = Field(None, max_length=500)
    indicator: str = Field(
        min_length=1,
        max_length=500,
        description="Row as CODE/kind-number",
        examples=["13020922P00062110001K/quantity-1"],
    )
    verdict: Verdict | None


class Undo(Body):
    """Who takes a decision back."""

    reviewer: str = Field("", max_length=100)


class SignIn(Body):
    """A token to sign in with."""

    token: str = Field(min_length=1, max_length=500)


class SavedQuery(Body):
    """A query to keep on the server."""

    query: str = Field(min_length=1, max_length=65_536)
    note: str = Field("", max_length=500)
    reviewer: str = Field("", max_length=100)


class NamedQueryForm(SavedQuery):
    """The same from a plain form, with its name."""

    name: str = Field(min_length=1, max_length=100)


Known = TypeVar("Known", bound=Body)


async def read_body(request: Request, kind: type[Known], *, empty: bool = False) -> Known:
    """The request's body as this kind; raises what is wrong with it in one sentence."""
    media_type = request.header(b"content-type").partition(";")[0].strip().lower()
    raw = await request.body()
    if empty and not raw:
        return kind()
    if media_type != _JSON:
        raise MediaTypeError(f"Send the facts as {_JSON}.")
    return _validated(lambda: kind.model_validate_json(raw))


async def read_form_body(request: Request, kind: type[Known]) -> tuple[Known, str]:
    """The fields of a page's plain form as this kind, and the page that comes after."""
    found = read_form(await request.body())
    following = next_page(found)
    return _validated(lambda: kind.model_validate(found)), following


def _validated(validate: Callable[[], Known]) -> Known:
    try:
        return validate()
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the body"
        raise BadRequestError(f"{where[:100]} is not usable: {first['msg'][:200].rstrip('.')}.") from exc


def wanted_version(request: Request, decision: Decision) -> str:
    """The version that a decision was made on, from If-Match or from the body."""
    header = request.header(b"if-match").strip()
    version = header.removeprefix("W/").strip('"') if header else decision.version
    if not version:
        raise VersionNeededError(
            "Say in If-Match which version of the item the decision was made on; it is in the list."
        )
    return version[:40]


def body_facts(kind: type[Body], *, needed: bool = True) -> dict[str, Any]:
    """The description of such a body for OpenAPI."""
    schema = kind.model_json_schema()
    return {"requestBody": {"required": needed, "content": {_JSON: {"schema": schema}}}}


def form_facts(kind: type[Body]) -> dict[str, Any]:
    """The description of such a body as a plain form."""
    return {"requestBody": {"required": True, "content": {FORM: {"schema": kind.model_json_schema()}}}}


FILE_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
