"""From an answer to rows: what the article and the register bear out is taken, the rest is told.

The model's word alone makes no row. Its evidence must stand in the article and its codes in the register or,
for an agreement outside it, in the article; so an article that talks to the model can at worst have a false
reading of its own words taken, as any reader's mistake can. Speakers and mediators the model is not asked for: they
are found in the evidence by the rules that the learned extractor has, so that both say the same of the same words.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Final

from pipelines.extract import language
from pipelines.extract.document import read
from pipelines.extract.lexicon import EUROPEAN_UNION, Lexicon
from pipelines.extract.llm.answer import AccessionRow, Answer, MeetingRow, sample
from pipelines.extract.llm.evidence import locate
from pipelines.extract.mediators import with_mediators
from pipelines.extract.mentions import Scene, read_scene
from pipelines.extract.models import Accession, Article, Dropped, Evidence, Extraction, Meeting
from pipelines.extract.phrases import fold
from pipelines.extract.speakers import with_speaker

# One sentence or clause: less says nothing, more is no evidence but the article.
FEWEST_WORDS: Final = 2
LONGEST_CHARACTERS: Final = 1000

_WORD: Final = re.compile(r"[^\W_]+")
_TAGGER: Final = Lock()


class _NotTakenError(Exception):
    """A row that is not borne out: reason and detail."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass
class RowReader:
    """Reads answers about one article against the register."""

    article: Article
    lexicon: Lexicon
    dropped: list[Dropped] = field(default_factory=list)

    def read(self, answer: Answer) -> Extraction:
        """The rows of `answer` that hold, each statement once, and everything that does not."""
        self.dropped = list(answer.dropped)
        accessions: dict[tuple[str, ...], Accession] = {}
        meetings: dict[tuple[object, ...], Meeting] = {}
        for given in answer.accessions:
            try:
                accession = with_speaker(self._scene, self._accession(given))
                key = (accession.party, accession.agreement, accession.step, accession.factuality)
                _only_once(key, accessions)
                accessions[key] = accession
            except _NotTakenError as error:
                self.dropped.append(Dropped(error.reason, f"accession: {error}", sample(given)))
        for offered in answer.meetings:
            try:
                meeting = with_mediators(self._scene, self._meeting(offered))
                _only_once((*meeting.countries, meeting.format, meeting.factuality, meeting.date), meetings)
                meetings[(*meeting.countries, meeting.format, meeting.factuality, meeting.date)] = meeting
            except _NotTakenError as error:
                self.dropped.append(Dropped(error.reason, f"meeting: {error}", sample(offered)))
        return Extraction(
            self.article.id, tuple(accessions.values()), tuple(meetings.values()), tuple(self.dropped)
        )

    def _accession(self, row: AccessionRow) -> Accession:
        evidence = self._evidence(row.evidence)
        party, agreement = self._party(row.party), self._agreement(row.agreement)
        objection = self.lexicon.objection(party, agreement, row.step, row.factuality)
        if objection is not None:
            raise _NotTakenError("invalid_row", objection)
        return Accession(
            party=party,
            agreement=agreement,
            step=row.step,
            factuality=row.factuality,
            evidence=evidence,
            date=row.date,
            capacity=row.capacity,
            is_listed=agreement in self.lexicon.legal_forms,
        )

    def _meeting(self, row: MeetingRow) -> Meeting:
        evidence = self._evidence(row.evidence)
        countries = tuple(sorted({self._party(code) for code in row.countries}))
        if len(countries) < 2:
            raise _NotTakenError("invalid_row", f"a meeting needs two countries, not {', '.join(countries)}")
        persons: dict[str, str | None] = {}
        for person in row.persons:
            name = self._as_written(person.name, row)
            if name is not None:
                stands_for = _canonical(person.country) if person.country else None
                persons.setdefault(name, stands_for if stands_for in countries else None)
        location_country = row.location_country
        if location_country is not None and location_country not in self.lexicon.country_names:
            self._without(f"{location_country!r} is no country's code", row)
            location_country = None
        return Meeting(
            countries=countries,
            format=row.format,
            factuality=row.factuality,
            evidence=evidence,
            persons=tuple(persons),
            person_countries=tuple(persons.values()),
            visit=row.visit,
            location=self._as_written(row.location, row) if row.location else None,
            location_country=location_country,
            date=row.date,
        )

    def _evidence(self, words: str) -> Evidence:
        if len(words.split()) < FEWEST_WORDS or len(words) > LONGEST_CHARACTERS:
            raise _NotTakenError("invalid_row", f"the evidence is no sentence or clause: {words[:80]!r}")
        evidence = locate(self.article, words)
        if evidence is None:
            raise _NotTakenError("invented_evidence", f"not in the article: {words[:200]!r}")
        return evidence

    def _party(self, code: str) -> str:
        """The code of a state, or the slug of an organisation of the register."""
        code = _canonical(code)
        if code not in self.lexicon.country_names and code not in self.lexicon.legal_forms:
            raise _NotTakenError("unknown_code", f"{code!r} is neither a state's code nor in the register")
        return code

    def _agreement(self, name: str) -> str:
        """A slug of the register, or that of an agreement which the article names."""
        words = _words(name)
        slug = self._slugs.get(_folded(words), "-".join(words))
        if slug in self.lexicon.legal_forms:
            return slug
        if not words or not set(_folded(words)) <= self._article_words:
            raise _NotTakenError(
                "unknown_code", f"agreement {name!r} is neither in the register nor named in the article"
            )
        return slug

    @cached_property
    def _scene(self) -> Scene:
        """What the article names; read only where there is a row."""
        # The tagger keeps one store of words for all threads.
        with _TAGGER:
            document = read(self.article, language.english())
        return read_scene(document, self.lexicon)

    @cached_property
    def _slugs(self) -> dict[tuple[str, ...], str]:
        """By the words of the slug itself, and by those of the name that it stands for."""
        names = self.lexicon.agreement_names
        return {_folded(_words(name)): slug for slug, name in names.items()} | {
            _folded(_words(slug)): slug for slug in names
        }

    @cached_property
    def _article_words(self) -> set[str]:
        return set(_folded(_words(f"{self.article.title}\n{self.article.text}")))

    def _as_written(self, words: str, row: MeetingRow) -> str | None:
        """A name as the article has it; where it does not have it, the row goes on without."""
        found = locate(self.article, words)
        if found is None:
            self._without(f"{words!r} is not in the article", row)
            return None
        return " ".join(found.words.split())

    def _without(self, detail: str, row: MeetingRow) -> None:
        self.dropped.append(Dropped("unfounded_value", f"meeting kept, but {detail[:200]}", sample(row)))


def _only_once(key: tuple[object, ...], taken: Collection[tuple[object, ...]]) -> None:
    if key in taken:
        raise _NotTakenError("duplicate", f"the answer has this row before: {' '.join(map(str, key))}")


def _canonical(code: str) -> str:
    """The European Union has a code like a state's; models take the slug of its register entry for it."""
    return EUROPEAN_UNION if code == "eu" else code


def _words(name: str) -> list[str]:
    """In lower case and without a leading article: joined by hyphens, the annotation guide's slug."""
    words = [word.lower() for word in _WORD.findall(name)]
    return words[1:] if words[:1] == ["the"] else words


def _folded(words: list[str]) -> tuple[str, ...]:
    """Without accents, in one spelling: names are compared so, and written as they came."""
    return tuple(map(fold, words))
