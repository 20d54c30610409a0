from datetime import date

import pytest

from pipelines.extract.accessions import extract_accessions
from pipelines.extract.dates import find_dates
from pipelines.extract.document import read
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Article

PUBLISHED = date(2025, 6, 20)


@pytest.fixture(scope="session")
def lexicon():
    import polars as pl

    agreements = [
        ("nato", "North Atlantic Treaty Organization", ["NATO"], ["the alliance"], "organisation"),
        ("brics", "BRICS", [], ["the bloc"], "organisation"),
        (
            "opec",
            "Organization of the Petroleum Exporting Countries",
            ["OPEC"],
            ["the cartel"],
            "organisation",
        ),
        (
            "rome-statute",
            "Rome Statute of the International Criminal Court",
            ["Rome Statute"],
            ["the court"],
            "treaty",
        ),
        ("un", "United Nations", ["UN"], ["the Organization"], "organisation"),
    ]
    states = [
        ("SRB", "Serbia", "Serbian", "Belgrade"), ("PER", "Peru", "Peruvian", "Lima"),
        ("KEN", "Kenya", "Kenyan", "Nairobi"), ("JOR", "Jordan", "Jordanian", "Amman"),
    ]  # fmt: skip
    names = [
        (code, text, kind, False)
        for code, name, adjective, capital in states
        for text, kind in ((name, "alias"), (adjective, "demonym_adjective"), (capital, "capital"))
    ]
    return Lexicon.from_tables(
        {
            "norm_agreements": pl.DataFrame(
                agreements,
                schema=["agreement", "name", "aliases", "contextual_aliases", "legal_form"],
                orient="row",
                schema_overrides={"aliases": pl.List(pl.String), "contextual_aliases": pl.List(pl.String)},
            ),
            "norm_country_names": pl.DataFrame(
                names, schema=["country_code", "name", "kind", "is_ambiguous"], orient="row"
            ),
            "norm_country_groups": pl.DataFrame(
                {"group_name": ["andean trio"] * 2, "country_code": ["PER", "KEN"]}
            ),
        }
    )


def told(nlp, lexicon, text, title=""):
    document = read(Article("x", text, title, PUBLISHED), nlp)
    rows = extract_accessions(document, lexicon, find_dates(text, PUBLISHED))
    for row in rows:
        source = title if row.evidence.field == "title" else text
        assert source[row.evidence.start : row.evidence.end] == row.evidence.words
    return {(row.party, row.agreement, row.step, row.factuality) for row in rows}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serbia joined NATO in 2004.", {("SRB", "nato", "accession", "actual")}),
        ("Serbia has not joined NATO.", {("SRB", "nato", "accession", "negated")}),
        ("Serbia wants to join NATO.", {("SRB", "nato", "interest", "actual")}),
        ("Serbia could join NATO.", {("SRB", "nato", "accession", "possible")}),
        ("Serbia will not join NATO, its president said.", {("SRB", "nato", "refusal", "actual")}),
        ("Serbia will join NATO, its president announced.", {("SRB", "nato", "announcement", "actual")}),
        ("Serbia was admitted to NATO.", {("SRB", "nato", "accession", "actual")}),
        ("The Rome Statute was signed by Peru and Kenya.",
         {("PER", "rome-statute", "signature", "actual"), ("KEN", "rome-statute", "signature", "actual")}),
        ("Peru put its name to the Rome Statute.", {("PER", "rome-statute", "signature", "actual")}),
        ("Peru has never ratified the Rome Statute.", {("PER", "rome-statute", "ratification", "negated")}),
        ("Kenya will leave OPEC.", {("KEN", "opec", "withdrawal", "planned")}),
        ("Kenya left OPEC in 2019.", {("KEN", "opec", "withdrawal", "actual")}),
        ("Kenya threatened to leave OPEC.", {("KEN", "opec", "withdrawal", "possible")}),
        ("Nairobi insists it will not join NATO.", {("KEN", "nato", "refusal", "actual")}),
        ("Peru applied for membership of BRICS.", {("PER", "brics", "application", "actual")}),
        ("BRICS invited Peru to become a member.", {("PER", "brics", "invitation", "actual")}),
        ("The Kenyan parliament approved the accession of Serbia to NATO.", {("SRB", "nato", "approval", "actual")}),
        ("Peru was the first to ratify the Rome Statute.", {("PER", "rome-statute", "ratification", "actual")}),
    ],
)  # fmt: skip
def test_one_sentence(nlp, lexicon, text, expected):
    assert told(nlp, lexicon, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ministers met in Belgrade to talk about NATO.",
        "He joined the Foreign Office in Kenya.",
        "Many more countries want to join NATO.",
        "NATO member Serbia sent troops.",
        "Did Serbia join NATO?",
    ],
)
def test_no_event(nlp, lexicon, text):
    assert told(nlp, lexicon, text) == set()


def test_unsaid_agreement_is_the_topic(nlp, lexicon):
    text = "The Rome Statute is a treaty. Ministers praised the Rome Statute at the UN. Peru signed in 1999."
    assert ("PER", "rome-statute", "signature", "actual") in told(nlp, lexicon, text)


def test_article_before_a_long_name_does_not_hide_it(nlp, lexicon):
    text = "Kenya is leaving the Organization of the Petroleum Exporting Countries."
    assert told(nlp, lexicon, text) == {("KEN", "opec", "withdrawal", "planned")}


def test_rows_carry_the_date_of_their_step(nlp, lexicon):
    text = "Serbia joined NATO in 2004."
    (row,) = extract_accessions(
        read(Article("x", text, "", PUBLISHED), nlp), lexicon, find_dates(text, PUBLISHED)
    )
    assert row.date == "2004"
