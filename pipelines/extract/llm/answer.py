"""The shape of an answer: the schema that the model is asked to keep to, and the reading of what it says.

An answer is a JSON object with two lists. Its rows are read one by one, so that one odd row costs no other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, TypeVar

import pydantic_core
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pipelines.extract.llm.errors import BadAnswerError
from pipelines.extract.models import Dropped
from pipelines.schemas import codes

SAMPLE_CHARACTERS: Final = 500


@dataclass(frozen=True)
class _OneOf:
    """A string of a code list; the list is in the JSON schema as well."""

    of: codes.CodeList

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(list(self.of))


def _is_date(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    try:
        if re.fullmatch(r"(?:1[89]|20|21)\d\d(?:-\d\d(?:-\d\d)?)?", value, re.ASCII) is None:
            raise ValueError
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise PydanticCustomError(
            "no_date", "must be a day, month or year that exists, 1800 to 2199"
        ) from None
    return value


def _or_none(value: Any) -> Any:
    return None if value == "" else value


def _person(value: Any) -> Any:
    # As the annotation guide has persons, whatever the schema says.
    return {"name": value} if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PartialDate = Annotated[
    str | None, AfterValidator(_is_date), Field(description="YYYY-MM-DD, YYYY-MM or YYYY")
]
OptionalText = Annotated[Text | None, BeforeValidator(_or_none)]


class _AnyRow(BaseModel):
    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        # Servers that cannot hold a model to the schema let it write null for what it has nothing to say of.
        return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data


class AccessionRow(_AnyRow):
    """One row of `accessions`, keys of the annotation guide."""

    party: Text
    agreement: Text
    step: Annotated[str, _OneOf(codes.STEPS)]
    factuality: Annotated[str, _OneOf(codes.FACTUALITIES)]
    date: PartialDate = None
    capacity: Annotated[str, _OneOf(codes.CAPACITIES)] = "member"
    evidence: Text


class Person(_AnyRow):
    """Somebody who takes part, and the state or organisation that he or she stands for."""

    name: Text
    country: OptionalText = None


class MeetingRow(_AnyRow):
    """One row of `meetings`, keys of the annotation guide; each person with a country."""

    countries: list[Text]
    persons: list[Annotated[Person, BeforeValidator(_person)]] = []
    format: Annotated[str, _OneOf(codes.FORMATS)]
    visit: bool = False
    location: OptionalText = None
    location_country: OptionalText = None
    factuality: Annotated[str, _OneOf(codes.FACTUALITIES)]
    date: PartialDate = None
    evidence: Text


class _Rows(BaseModel):
    accessions: list[AccessionRow]
    meetings: list[MeetingRow]


class _Lists(BaseModel):
    accessions: list[Any]
    meetings: list[Any]


@dataclass(frozen=True)
class Answer:
    """The rows that are rows, and what else the lists held."""

    accessions: tuple[AccessionRow, ...]
    meetings: tuple[MeetingRow, ...]
    dropped: tuple[Dropped, ...]


def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer, as strict modes want it: every key required, no other allowed."""
    schema: dict[str, Any] = _strict(_Rows.model_json_schema())
    return schema


def parse_answer(content: str) -> Answer:
    """The answer in `content`, bare or with talk or a code fence around it.

    Raises BadAnswerError where it holds no JSON object of the two lists.
    """
    first, last = content.find("{"), content.rfind("}")
    if "</think>" in content:
        # Some servers leave a reasoning model's thoughts in, braces and all.
        first = content.find("{", content.rfind("</think>"))
    if not 0 <= first < last:
        raise BadAnswerError(f"no JSON object in the answer: {content[:200]!r}")
    try:
        lists = _Lists.model_validate(pydantic_core.from_json(content[first : last + 1]))
    except ValidationError as error:
        raise BadAnswerError(f"not the object that was asked for: {_first_error(error)[1]}") from None
    except ValueError as error:
        raise BadAnswerError(f"no valid JSON: {error}") from None
    dropped: list[Dropped] = []
    accessions = tuple(_rows(AccessionRow, "accessions", lists.accessions, dropped))
    meetings = tuple(_rows(MeetingRow, "meetings", lists.meetings, dropped))
    return Answer(accessions, meetings, tuple(dropped))


def sample(row: Any) -> str:
    """A row, read or not, as the table of rejects shows it."""
    return pydantic_core.to_json(row, inf_nan_mode="constants").decode()[:SAMPLE_CHARACTERS]


_Row = TypeVar("_Row", AccessionRow, MeetingRow)

_REASONS: Final = {"literal_error": "unknown_code", "missing": "missing_column", "no_date": "invalid_date"}


def _rows(model: type[_Row], name: str, items: list[Any], dropped: list[Dropped]) -> Iterator[_Row]:
    for number, item in enumerate(items, start=1):
        try:
            yield model.model_validate(item)
        except ValidationError as error:
            kind, detail = _first_error(error)
            reason = _REASONS.get(kind, "wrong_type")
            dropped.append(Dropped(reason, f"row {number} of {name}: {detail}", sample(item)))


def _first_error(error: ValidationError) -> tuple[str, str]:
    """Its type, and where and what it is."""
    first = error.errors(include_url=False, include_context=False)[0]
    place = "".join(f"{part}: " for part in first["loc"])
    if first["type"] == "literal_error":
        return first["type"], f"{place}{first['input']!r:.60} is not in its code list"
    given = "" if first["type"] == "missing" else f", not {first['input']!r:.60}"
    return first["type"], f"{place}{first['msg']}{given}"


def _strict(schema: Any) -> Any:
    """`schema` without titles and defaults, which strict modes do not know, and with every key required."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    result = {
        key: {name: _strict(each) for name, each in value.items()}
        if key in ("properties", "$defs")
        else _strict(value)
        for key, value in schema.items()
        if key not in ("title", "default", "minLength")
    }
    if "properties" in result:
        result |= {"required": list(result["properties"]), "additionalProperties": False}
    return result
