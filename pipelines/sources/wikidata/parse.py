"""Bytes of an answer of Wikidata's query service to rows."""

import json
import re
from typing import Any, Final

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.sources.raw import Parsed, RawFile

COLUMNS: Final = (
    "statement",
    "person",
    "personLabel",
    "names",
    "birthYear",
    "country",
    "iso3",
    "office",
    "position",
    "positionLabel",
    "ordinal",
    "start",
    "startPrecision",
    "end",
    "endPrecision",
    "asked",
)
REQUIRED: Final = ("person", "office")

# What a row has where Wikidata says that there is a value and nobody knows which ("somevalue").
UNKNOWN: Final = "unknown value"

_ENTITY: Final = re.compile(r"^https?://www\.wikidata\.org/entity/(?:statement/)?(?P<id>[A-Za-z0-9-]+)$")
# As blank node, or since 2020 as the address of one (skolemized).
_GENID: Final = "/.well-known/genid/"


class AnswerError(ValueError):
    """Bytes that are no answer of a SPARQL service; the message says why."""


def bindings_of(data: bytes) -> list[Any]:
    """The rows of an answer in SPARQL 1.1 Query Results JSON Format. Raises AnswerError.

    https://www.w3.org/TR/sparql11-results-json/
    """
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"no JSON: {error}") from error
    results = answer.get("results") if isinstance(answer, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise AnswerError("no answer to a query: it lacks results.bindings")
    return bindings


def parse(file: RawFile) -> Parsed:
    """One row per binding, keys as in COLUMNS, all of them text; items by their identifier alone.

    A date is as Wikidata has it, UNKNOWN where it says that the date is not known, None where it says
    nothing. A file that is no answer is one reject; so is a binding without person or office.
    """
    try:
        bindings = bindings_of(file.data)
    except AnswerError as error:
        reason = "invalid_json" if file.data.strip() else "empty_file"
        return Parsed(rejects=[Reject(file.source, file.locator, "raw", reason, str(error))], records=1)
    parsed = Parsed(records=len(bindings))
    for number, binding in enumerate(bindings, start=1):
        read = _row(binding)
        if isinstance(read, dict):
            parsed.rows.append(read | {LOCATOR: file.locator, LINE: number})
        else:
            reason, detail = read
            sample = json.dumps(binding, ensure_ascii=False)
            parsed.rejects.append(Reject(file.source, file.locator, "raw", reason, detail, number, sample))
    return parsed


def _row(binding: Any) -> Row | tuple[str, str]:
    """The row of a binding, or reason and detail of why there is none."""
    if not isinstance(binding, dict):
        return "wrong_type", "the row is no object"
    row: Row = {}
    for name in COLUMNS:
        term = binding.get(name)
        if term is None:
            row[name] = None
        elif isinstance(term, dict) and isinstance(term.get("value"), str):
            row[name] = _value(term)
        else:
            return "wrong_type", f"{name} is no RDF term"
    missing = [name for name in REQUIRED if row[name] in (None, UNKNOWN)]
    if missing:
        return "missing_column", f"the row has no {', '.join(missing)}"
    return row


def _value(term: dict[str, Any]) -> str | None:
    value: str = term["value"].strip()
    if term.get("type") == "bnode" or _GENID in value:
        return UNKNOWN
    entity = _ENTITY.match(value)
    return (entity["id"] if entity else value) or None
