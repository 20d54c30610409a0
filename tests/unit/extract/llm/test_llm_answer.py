"""Reading what a model says, and the schema that it is asked to keep to."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.llm.answer import answer_schema, parse_answer
from pipelines.extract.llm.errors import BadAnswerError
from pipelines.schemas import codes

ROW = {
    "party": "KAZ",
    "agreement": "abraham-accords",
    "step": "accession",
    "factuality": "actual",
    "date": "2025-11",
    "capacity": "member",
    "evidence": "Kazakhstan joined",
}


def answer(*rows: Any) -> str:
    return json.dumps({"accessions": rows, "meetings": []})


def test_the_schema_is_one_that_strict_modes_take() -> None:
    """Every object closed, every key required, nothing but the keywords that they know."""
    known = {
        "$defs", "$ref", "additionalProperties", "anyOf", "description", "enum", "items", "properties",
        "required", "type",
    }  # fmt: skip

    def walk(schema: dict[str, Any]) -> None:
        assert set(schema) <= known
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
        for inner in (
            *schema.get("properties", {}).values(),
            *schema.get("$defs", {}).values(),
            *schema.get("anyOf", []),
            *([schema["items"]] if "items" in schema else []),
        ):
            walk(inner)

    walk(answer_schema())


def test_the_codes_of_the_schema_are_the_declared_ones() -> None:
    rows = answer_schema()["$defs"]
    assert rows["AccessionRow"]["properties"]["step"]["enum"] == list(codes.STEPS)
    assert rows["MeetingRow"]["properties"]["format"]["enum"] == list(codes.FORMATS)


@pytest.mark.parametrize(
    "wrapped",
    [
        "{}",
        "```json\n{}\n```",
        "```\n{}\n```",
        "Here are the rows:\n{}\nThat is all.",
        "<think>Is {{this}} a row?</think>\n{}",
        "\ufeff {} \n",
    ],
)
def test_talk_around_the_object_is_passed_over(wrapped: str) -> None:
    found = parse_answer(wrapped.replace("{}", answer(ROW)).replace("{{this}}", "{this}"))
    assert [row.party for row in found.accessions] == ["KAZ"]
    assert not found.dropped


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "I cannot help with that.",
        "[]",
        "null",
        '{"accessions": []}',
        '{"accessions": {}, "meetings": []}',
        answer(ROW)[:-20],
        '{"accessions": [], "meetings": [], }',
        '{"accessions": ["\\ud800"], "meetings": []}',
        '{"a":' * 3000 + "}" * 3000,
    ],
)
def test_what_is_no_answer_is_told_so(bad: str) -> None:
    with pytest.raises(BadAnswerError):
        parse_answer(bad)


@pytest.mark.parametrize(
    ("change", "reason", "detail"),
    [
        ({"step": "joined"}, "unknown_code", "row 2 of accessions: step: 'joined' is not in its code list"),
        ({"factuality": "ACTUAL"}, "unknown_code", "'ACTUAL'"),
        ({"capacity": "guest"}, "unknown_code", "'guest'"),
        ({"date": "2025-02-30"}, "invalid_date", "that exists"),
        ({"date": "last Monday"}, "invalid_date", "last Monday"),
        ({"date": "2025-11-07T00:00"}, "invalid_date", "2025"),
        ({"date": "٢٠٢٥"}, "invalid_date", "date"),
        ({"evidence": None}, "missing_column", "evidence"),
        ({"party": ["KAZ"]}, "wrong_type", "party"),
        ({"evidence": "  "}, "wrong_type", "evidence"),
    ],
)
def test_one_odd_row_costs_no_other(change: dict[str, Any], reason: str, detail: str) -> None:
    found = parse_answer(answer(ROW, ROW | change, ROW))
    assert len(found.accessions) == 2
    assert [each.reason for each in found.dropped] == [reason]
    assert detail in found.dropped[0].detail
    assert "KAZ" in found.dropped[0].sample


def test_null_and_absent_and_unknown_keys_are_let_be() -> None:
    short = {name: ROW[name] for name in ("party", "agreement", "step", "factuality", "evidence")}
    found = parse_answer(
        answer(short, ROW | {"date": None, "capacity": None, "confidence": 0.9}, {**ROW, "date": ""})
    )
    assert [(row.date, row.capacity) for row in found.accessions] == [(None, "member")] * 3


def test_persons_may_be_bare_names() -> None:
    meeting = {
        "countries": ["KAZ", "ISR"],
        "persons": ["Tokayev", {"name": "Netanyahu", "country": "ISR"}, {"name": "Herzog"}],
        "format": "phone",
        "factuality": "actual",
        "evidence": "they spoke",
    }
    (row,) = parse_answer(json.dumps({"accessions": [], "meetings": [meeting]})).meetings
    assert [(person.name, person.country) for person in row.persons] == [
        ("Tokayev", None), ("Netanyahu", "ISR"), ("Herzog", None),
    ]  # fmt: skip


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["KAZ", "actual", "2025"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*ROW, "x"]), inner, max_size=7)
    ),
    max_leaves=12,
)


@given(st.lists(_JSON, max_size=4), st.lists(_JSON, max_size=4))
def test_each_item_is_a_row_or_dropped(accessions: list[Any], meetings: list[Any]) -> None:
    content = json.dumps({"accessions": accessions, "meetings": meetings}, allow_nan=True)
    try:
        found = parse_answer(content)
    except BadAnswerError:
        return
    assert len(found.accessions) + len(found.meetings) + len(found.dropped) == len(accessions) + len(meetings)
    for each in found.dropped:
        each.sample.encode()
        each.detail.encode()
        assert each.reason in codes.REJECT_REASONS
