"""What the extractor knows of states, groups and agreements, indexed for search.

Built once per process from the normalized reference tables; holds no text of any article.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import polars as pl

from pipelines.extract.offices import OfficeIndex
from pipelines.extract.phrases import PhraseIndex
from pipelines.extract.places import PlaceIndex

# Organisations that can be a party to an agreement, or sit at a table, beside states.
EUROPEAN_UNION: Final = "EUE"
# Who has been in for this long is not about to join.
SETTLED_DAYS: Final = 365


@dataclass(frozen=True)
class StateName:
    """One way to mean a state: `code` ISO 3166-1 alpha-3 or EUE, `kind` from codes.NAME_KINDS."""

    code: str
    kind: str
    is_ambiguous: bool


@dataclass(frozen=True)
class AgreementName:
    """One way to mean an agreement; a contextual name means it only where it was named before."""

    slug: str
    is_contextual: bool


@dataclass(frozen=True)
class Tenure:
    """One spell in an office: the state (or organisation's slug) and the days between which it held."""

    code: str
    since: str
    until: str

    def covers(self, day: date | None) -> bool:
        """Whether the office was held on the day; always, where the day is not known."""
        return day is None or self.since <= day.isoformat() <= self.until


@dataclass
class Lexicon:
    """Indexes over the reference tables. Build with `from_tables`."""

    states: PhraseIndex[StateName] = field(default_factory=PhraseIndex)
    groups: PhraseIndex[tuple[str, ...]] = field(default_factory=PhraseIndex)
    agreements: PhraseIndex[AgreementName] = field(default_factory=PhraseIndex)
    persons: PhraseIndex[Tenure] = field(default_factory=PhraseIndex)
    legal_forms: dict[str, str] = field(default_factory=dict)
    agreement_names: dict[str, str] = field(default_factory=dict)
    country_names: dict[str, str] = field(default_factory=dict)
    # Joining and leaving of full members by (party, agreement): ISO date and step.
    member_steps: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    offices: OfficeIndex = field(default_factory=OfficeIndex)
    places: PlaceIndex = field(default_factory=PlaceIndex)
    # Hash over the rows of all tables: two lexicons with the same digest find the same things.
    digest: str = ""

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> "Lexicon":
        """Index the frames of pipelines/schemas/reference.py, keyed by table name.

        A missing table or column leaves its index empty: the extractor then finds less.
        """
        lexicon = cls()
        lexicon._add_agreements(tables.get("norm_agreements", pl.DataFrame()))
        lexicon._add_states(
            tables.get("norm_countries", pl.DataFrame()), tables.get("norm_country_names", pl.DataFrame())
        )
        lexicon._add_groups(tables.get("norm_country_groups", pl.DataFrame()))
        for row in tables.get("norm_offices", pl.DataFrame()).iter_rows(named=True):
            tenure = Tenure(
                row["country_code"], str(row.get("valid_from") or "1800"), str(row.get("valid_to") or "9999")
            )
            for name in {row["person"], *(row.get("aliases") or []), row["person"].split()[-1]}:
                if len(name) > 3:
                    lexicon.persons.add(name, tenure)
        for row in tables.get("norm_memberships", pl.DataFrame()).iter_rows(named=True):
            if (
                row["capacity"] == "member"
                and row["step"] in ("accession", "withdrawal")
                and row["step_date"]
            ):
                told = (str(row["step_date"]), row["step"])
                lexicon.member_steps.setdefault((row["party"], row["agreement"]), []).append(told)
        lexicon.offices = OfficeIndex.from_table(tables.get("norm_offices", pl.DataFrame()))
        lexicon.places = PlaceIndex.from_tables(
            tables.get("norm_cities", pl.DataFrame()), tables.get("norm_country_names", pl.DataFrame())
        )
        lexicon.digest = _digest(tables)
        return lexicon

    def is_settled_member(self, party: str, agreement: str, day: date | None) -> bool:
        """Whether the register has the party as a full member on the day and for a year before it."""
        if day is None:
            return False
        before = [
            told for told in self.member_steps.get((party, agreement), ()) if told[0] <= day.isoformat()
        ]
        if not before:
            return False
        since, last = max(before)
        return last == "accession" and since <= (day - timedelta(days=SETTLED_DAYS)).isoformat()

    def objection(self, party: str, agreement: str, step: str, factuality: str) -> str | None:
        """Why no such accession can be, by rules of the world; None where nothing is against it.

        A political accord has no ratification, though it can be said that there was none. The United Nations are
        told of what states do about treaties in their keeping; they take no steps of their own.
        """
        if party == "un":
            return "the United Nations are depositary, not party"
        if party == agreement or (party, agreement) == (EUROPEAN_UNION, "eu"):
            return f"{party} cannot join itself"
        if step in ("ratification", "entry_into_force") and factuality != "negated":
            if self.legal_form(agreement) == "political_accord":
                return f"{agreement} is a political accord: no {step}"
        return None

    def legal_form(self, slug: str) -> str | None:
        """`treaty`, `organisation` or `political_accord`; None for an agreement outside the register."""
        return self.legal_forms.get(slug)

    def _add_agreements(self, frame: pl.DataFrame) -> None:
        for row in frame.iter_rows(named=True):
            slug = row["agreement"]
            self.legal_forms[slug] = row.get("legal_form") or "organisation"
            self.agreement_names[slug] = row["name"]
            for name in [row["name"], *(row.get("aliases") or [])]:
                if name[:1].islower() and name.lower().startswith("the ") and len(name.split()) == 2:
                    # "the bloc", and "the Commonwealth" too, are told apart from names by their article
                    if name[4:5].islower():
                        self.agreements.add(name, AgreementName(slug, is_contextual=True))
                        continue
                self.agreements.add(name, AgreementName(slug, is_contextual=False))
            for name in row.get("contextual_aliases") or []:
                self.agreements.add(name, AgreementName(slug, is_contextual=True))

    def _add_states(self, countries: pl.DataFrame, names: pl.DataFrame) -> None:
        for row in countries.iter_rows(named=True):
            code = row["country_code"]
            self.country_names[code] = row["name"]
            for name in (row["name"], row.get("official_name")):
                if name:
                    self.states.add(name, StateName(code, "name", is_ambiguous=False))
        # The multilingual list would make words of other languages names of states in English text.
        for row in names.iter_rows(named=True):
            if row.get("origin") == "countrynames":
                continue
            self.states.add(
                row["name"], StateName(row["country_code"], row["kind"], bool(row["is_ambiguous"]))
            )

    def _add_groups(self, frame: pl.DataFrame) -> None:
        grouped: dict[str, list[str]] = {}
        for row in frame.iter_rows(named=True):
            grouped.setdefault(row["group_name"], []).append(row["country_code"])
        for name, codes in grouped.items():
            # "G7" and "AUKUS" name an organisation first: its members act one by one only as "G7 countries".
            if not any(
                True for _ in self.agreements.find(name.upper() if len(name) < 6 else name.title())
            ) or (
                " " in name
                and name.split()[-1] in {"states", "countries", "nations", "members", "republics", "leaders"}
            ):
                self.groups.add(name.lower(), tuple(codes))


def _digest(tables: Mapping[str, pl.DataFrame]) -> str:
    """The same for the same rows in any order, on any machine."""
    whole = hashlib.sha256()
    for name in sorted(tables):
        rows = sorted(repr(row) for row in tables[name].iter_rows())
        whole.update(f"{name}:{len(rows)}\n".encode())
        for row in rows:
            whole.update(row.encode())
    return whole.hexdigest()
