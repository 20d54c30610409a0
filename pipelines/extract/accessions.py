"""From a document to rows: who takes which step towards or away from which agreement.

Verbs are read by `_from_verb`, nouns ("the accession of X to A") by `_from_noun`; rows of one article
are merged to one per (party, agreement, step, factuality).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipelines.extract import factuality as fact
from pipelines.extract import triggers as words
from pipelines.extract.agreements import Agreements
from pipelines.extract.dates import DateMention, Tense
from pipelines.extract.document import Document, Sentence
from pipelines.extract.event_dates import date_for
from pipelines.extract.factuality import Stance, stance_of
from pipelines.extract.frames import Frame, agreement_of, find_frames, find_repeats, lemma
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Accession
from pipelines.extract.nominals import find_nominals
from pipelines.extract.parties import Parties
from pipelines.extract.roles import agent, is_passive, subject
from pipelines.extract.triggers import VERBS

_READ: Final = frozenset(["headline", "lead", "body", "background", "list_item"])
# What nobody joins by treaty law, and who cannot ratify what has no depositary.
_ANNOUNCED_BY_SOURCES: Final = frozenset(["source", "sources", "reportedly", "media"])

# Steps that the next state can take "too", or in which it can "follow".
_REPEATED: Final = frozenset(
    ["accession", "signature", "ratification", "withdrawal", "application", "approval"]
)

_THEN: Final = re.compile(r"(?:At that time|At the time|That year|On that occasion|That day)\b")
_CEREMONY: Final = re.compile(
    r"\b(?:date|when|will|soon|to be)\b[^.]*\bsigning ceremony\b|\bsigning ceremony\b[^.]*\b(?:will|to be|is set|expected)\b",
    re.IGNORECASE,
)

StepFact = tuple[str, str]


def extract_accessions(
    document: Document, lexicon: Lexicon, dates: Sequence[DateMention] = ()
) -> list[Accession]:
    """Rows of one document, in the order of their evidence.

    `dates` are the mentions found in the article's text (`dates.find_dates`); the title has none.
    Parties are ISO alpha-3 codes or slugs, agreements slugs, dates ISO with the precision of the text.
    """
    agreements = Agreements(document, lexicon)
    parties = Parties(document, lexicon, agreements)
    rows: list[Accession] = []
    last: tuple[Frame, str] | None = None
    for sentence in document.sentences:
        sentence.doc.user_data["published"] = document.article.published
        if sentence.block not in _READ or sentence.text.rstrip().endswith("?"):
            continue
        if (founding := _founding(document, sentence, parties, agreements)) is not None:
            rows.extend(_rows(document, founding[0], "signature", "actual", founding[1], dates))
        for frame in find_frames(sentence, parties, agreements):
            stance = stance_of(sentence, frame.anchor)
            if frame.trigger.step == "consent":
                rows.extend(_consent(document, frame, stance, rows, dates))
                continue
            for step, factuality in _from_verb(frame, stance, _date(frame, stance, dates)):
                if factuality == "actual" and step in _REPEATED and frame.sentence.field == "text":
                    last = frame, step
                rows.extend(_rows(document, frame, step, factuality, stance, dates))
        if last is not None and sentence.index - last[0].sentence.index <= 2:
            for frame, is_follow in find_repeats(sentence, last[0], parties):
                step = "accession" if is_follow and last[1] == "signature" else last[1]
                rows.extend(_rows(document, frame, step, "actual", stance_of(sentence, frame.anchor), dates))
        for frame, step, factuality in find_nominals(sentence, parties, agreements):
            rows.extend(_rows(document, frame, step, factuality, stance_of(sentence, frame.anchor), dates))
    rows.extend(_ceremonies(document, rows))
    return _merged([row for row in rows if _is_sound(row, lexicon)])


def _consent(
    document: Document, frame: Frame, stance: Stance, rows: list[Accession], dates: Sequence[DateMention]
) -> Iterator[Accession]:
    """ "The parliament of A gave its consent": to the joining of the state that the article is about."""
    joiners = Counter(
        row.party
        for row in rows
        if row.agreement == frame.slug
        and row.step in ("approval", "application", "accession", "announcement")
    )
    if joiners:
        joiner = joiners.most_common(1)[0][0]
        step = "ratification" if joiner in frame.parties else "approval"
        yield from _rows(document, replace(frame, parties=(joiner,)), step, stance.factuality, stance, dates)


def _founding(
    document: Document, sentence: Sentence, parties: Parties, agreements: Agreements
) -> tuple[Frame, Stance] | None:
    """ "The accords were signed in 2020. At that time, A and B …": A and B are the signatories."""
    if not _THEN.match(sentence.text) or sentence.index == 0:
        return None
    before = document.sentences[sentence.index - 1]
    for token in before.doc:
        if token.lemma_ == "sign" and is_passive(token) and agent(token) is None:
            mention, explicit = agreement_of(before, token, agreements)
            codes = parties.resolve(sentence, subject(sentence.root))
            doer = subject(sentence.root)
            if doer is None or not codes:
                doer = next((t for t in sentence.doc if t.dep_ == "nsubj"), None)
                codes = parties.resolve(sentence, doer)
            if mention is not None and explicit and codes:
                trigger = next(t for t in VERBS if t.step == "signature")
                return (
                    Frame(before, token, trigger, codes, mention.slug, mention.is_listed, True),
                    stance_of(before, token),
                )
    return None


def _ceremonies(document: Document, rows: list[Accession]) -> Iterator[Accession]:
    """A signing ceremony that is to come is the signature of whoever was announced before."""
    announced = [row for row in rows if (row.step, row.factuality) == ("announcement", "actual")]
    for sentence in document.sentences:
        if announced and sentence.block in _READ and _CEREMONY.search(sentence.text):
            row = announced[0]
            yield replace(
                row, step="signature", factuality="planned", date=None, evidence=document.evidence(sentence)
            )
            return


def _from_verb(frame: Frame, stance: Stance, date: str | None) -> Iterator[StepFact]:
    step = frame.trigger.step
    if frame.trigger.factuality:
        yield step, frame.trigger.factuality
    elif step == "accession":
        yield from _joining(frame, stance, date)
    elif step == "withdrawal":
        yield step, _leaving(frame, stance)
    elif step in ("signature", "ratification"):
        yield from _consenting(step, stance)
    elif step == "interest":
        if stance.is_negated:
            yield "refusal", "actual"
        elif stance.factuality == "actual":
            yield step, "actual"
    elif (
        step in ("invitation", "negotiation", "approval", "suspension")
        and stance.governor_lemma in fact.DECIDE
    ):
        yield step, ("negated" if stance.is_negated or stance.governor_negated else _above(stance))
    elif step == "application" and stance.governor_lemma in fact.REFUSE:
        yield "refusal", "actual"
    elif step == "refusal":
        if not stance.is_negated and stance.factuality == "actual":
            yield step, "actual"
    elif step == "entry_into_force" and stance.time == "present" and " after " in frame.sentence.text:
        yield step, "planned"
    else:
        yield step, stance.factuality


def _joining(frame: Frame, stance: Stance, date: str | None) -> Iterator[StepFact]:
    lemma_above = stance.governor_lemma
    if lemma_above == "without" or (stance.time == "present" and _by_which(frame)):
        return
    if lemma_above in fact.FAIL:
        yield "accession", "negated"
    elif lemma_above in fact.REFUSE:
        yield ("interest" if stance.governor_negated else "refusal"), "actual"
    elif lemma_above in fact.INVITE:
        yield "invitation", _above(stance)
    elif lemma_above in fact.APPLY and not stance.governor_negated:
        yield "application", _above(stance)
    elif lemma_above in fact.DECIDE:
        if stance.is_negated or stance.governor_negated:
            yield (
                ("refusal" if stance.is_negated else "accession"),
                ("actual" if stance.is_negated else "negated"),
            )
        elif any(c.lower_ == "should" for c in frame.anchor.children):
            # "decided that X should enter" decides as much as "decided to enter"
            yield "announcement", "actual"
        elif stance.is_possible or stance.governor_time == "future" or stance.is_conditional:
            yield "accession", "possible"
        else:
            yield "announcement", "actual"
            if date is not None and stance.governor_time != "past":
                yield "accession", "planned"
    elif lemma_above in ("expect", "likely"):
        yield "accession", ("planned" if date else "possible")
    elif lemma_above in fact.WILL:
        yield from _will_join(frame, stance, date)
    elif (lemma_above in fact.WANT or lemma_above in fact.CALL) and stance.time in (
        "future",
        "present",
        "past",
    ):
        yield "accession", "possible"
    elif lemma_above in fact.WANT and _holds_its_wish(frame, stance):
        yield ("refusal" if stance.governor_negated else "interest"), "actual"
    elif lemma_above in fact.CALL or lemma_above in fact.WANT or stance.is_possible or stance.is_conditional:
        yield "accession", "possible"
    elif stance.time == "future":
        yield from _will_join(frame, stance, date)
    elif stance.time == "progressive":
        yield ("refusal" if stance.is_negated else "announcement"), "actual"
    elif stance.time in ("infinitive", "gerund"):
        if stance.time == "gerund" and frame.anchor.dep_ == "acl" and not stance.is_negated:
            return
        if stance.time == "gerund" and date is not None:
            yield "accession", "actual"
    elif stance.is_negated:
        yield ("approval" if frame.trigger.party != ("subject",) else "accession"), "negated"
    elif stance.time == "present" and date is not None and frame.sentence.field != "title":
        yield "accession", ("planned" if _is_ahead(frame, date) else "actual")
    else:
        yield "accession", "actual"


def _by_which(frame: Frame) -> bool:
    """ "The protocol by which X accedes": says what a paper is for, not that X accedes."""
    clause = frame.anchor
    return clause.dep_ == "relcl" and any(
        t.lower_ == "which" and t.head.pos_ == "ADP" for t in clause.subtree
    )


def _will_join(frame: Frame, stance: Stance, date: str | None) -> Iterator[StepFact]:
    if stance.is_negated or stance.governor_negated:
        yield "refusal", "actual"
        return
    if stance.is_conditional or stance.is_possible:
        yield "accession", "possible"
        return
    event = any(
        c.dep_ in ("advcl", "prep") and c.lower_ in ("after", "once", "when") for c in frame.anchor.subtree
    ) or any(
        t.lower_ in ("after", "once") and t.dep_ in ("mark", "prep")
        for t in frame.sentence.doc[: frame.anchor.i]
    )
    if any(t.lower_ in _ANNOUNCED_BY_SOURCES for t in frame.sentence.doc) and not any(
        t.lower_ in ("official", "officials", "ministry") for t in frame.sentence.doc
    ):
        yield "announcement", "possible"
        return
    if (date is None and not event) or stance.is_reported:
        yield "announcement", "actual"
    if date is not None or event:
        yield "accession", "planned"


def _leaving(frame: Frame, stance: Stance) -> str:
    above = stance.governor_lemma
    if stance.is_negated or stance.governor_negated or above in fact.REFUSE or above in fact.FAIL:
        return "negated"
    if stance.is_possible or stance.is_conditional:
        return "possible"
    if (
        above in fact.DECIDE
        or above in fact.WILL
        or above in ("plan", "intend", "go", "intention", "prepare", "notice")
    ):
        return "planned"
    if above:
        return "possible"
    if stance.time in ("future", "progressive"):
        return "planned"
    return "actual" if stance.time in ("past", "present") else "possible"


def _consenting(step: str, stance: Stance) -> Iterator[StepFact]:
    if stance.governor_lemma in fact.REFUSE and not stance.governor_negated:
        yield ("refusal" if step == "signature" else step), ("actual" if step == "signature" else "negated")
    elif stance.governor_lemma in ("ready", "willing", "readiness", "willingness", "interested", "interest"):
        yield "interest", "actual"
    elif stance.time != "gerund" or stance.governor is not None:
        yield step, stance.factuality


def _above(stance: Stance) -> str:
    if stance.governor_negated:
        return "negated"
    return {"future": "planned", "infinitive": "possible"}.get(stance.governor_time, "actual")


def _holds_its_wish(frame: Frame, stance: Stance) -> bool:
    """Whether the joiner itself wants it ("X hopes to join", not "Trump hopes that X joins")."""
    own = next((c for c in frame.anchor.children if c.dep_ == "nsubj"), None)
    return own is None or stance.governor is None or stance.governor.pos_ not in ("VERB", "AUX")


def _is_ahead(frame: Frame, date: str) -> bool:
    published = frame.sentence.doc.user_data.get("published")
    return bool(published) and date > str(published)[: len(date)]


def _date(frame: Frame, stance: Stance, dates: Sequence[DateMention]) -> str | None:
    if frame.sentence.field != "text":
        return None
    tense: Tense = (
        "future" if stance.factuality == "planned" or stance.time in ("future", "infinitive") else "past"
    )
    mention = date_for(frame.anchor, dates, frame.sentence.start, tense)
    return mention.value_for(tense) if mention is not None else None


def _rows(
    document: Document, frame: Frame, step: str, factuality: str, stance: Stance, dates: Sequence[DateMention]
) -> Iterator[Accession]:
    slug = frame.slug
    if slug is None:
        return
    sentence = frame.sentence
    date = _date_of_row(document, frame, step, factuality, dates)
    capacity = frame.trigger.capacity or _capacity(frame, step)
    for party in frame.parties:
        if party == "EUE" and slug == "eu":
            continue
        yield Accession(
            party, slug, step, factuality, document.evidence(sentence), date, capacity, frame.is_listed
        )


def _date_of_row(
    document: Document, frame: Frame, step: str, factuality: str, dates: Sequence[DateMention]
) -> str | None:
    """The date in the reading that the row's factuality asks for; one on the wrong side of publication is another's."""
    if (
        factuality in ("possible", "negated") and step in ("accession", "withdrawal")
    ) or frame.sentence.field != "text":
        return None
    tense: Tense = "future" if factuality == "planned" else "past"
    mention = date_for(frame.anchor, dates, frame.sentence.start, tense)
    if mention is None and step == "announcement":
        # "X has agreed to join, the president said on Thursday": the day of the word is the day of the step.
        root = frame.sentence.root
        if root.lemma_.lower() in fact.SPEECH:
            mention = date_for(root, dates, frame.sentence.start, tense)
    value = mention.value_for(tense) if mention is not None else None
    published = document.article.published
    if value is not None and published is not None and len(value) > 4:
        day = published.isoformat()[: len(value)]
        if (value < day and factuality == "planned") or (value > day and factuality == "actual"):
            return None
    return value


def _capacity(frame: Frame, step: str) -> str:
    if step in ("withdrawal", "signature", "ratification"):
        return "member"
    near = " ".join(lemma(t) for t in frame.anchor.subtree if not t.is_space and t.i > frame.anchor.i)
    match = words.STATUS.search(near + " ")
    if match is None or "member" in near.split()[:5]:
        return "member"
    return "candidate" if match[1] else "observer" if match[2] else "partner"


def _is_sound(row: Accession, lexicon: Lexicon) -> bool:
    """Rules of the world: a declaration cannot be ratified, a founder cannot be invited by itself."""
    if (
        row.step in ("ratification", "entry_into_force")
        and lexicon.legal_form(row.agreement) == "political_accord"
    ):
        return False
    return row.party != row.agreement


def _merged(rows: list[Accession]) -> list[Accession]:
    """One row per (party, agreement, step, factuality): dated evidence before undated, text before title."""
    kept: dict[tuple[str, str, str, str], Accession] = {}
    for row in rows:
        key = (row.party, row.agreement, row.step, row.factuality)
        old = kept.get(key)
        if old is None:
            kept[key] = row
        elif row.date is not None and (
            old.date is None or (row.date.startswith(old.date) and row.date != old.date)
        ):
            kept[key] = replace(row, capacity=old.capacity if old.capacity != "member" else row.capacity)
    return [row for row in kept.values() if not _is_outdone(row, kept)]


def _is_outdone(row: Accession, kept: dict[tuple[str, str, str, str], Accession]) -> bool:
    """Whether another row says the same more firmly: a plan that was carried out, a wish with a decision."""

    def has(step: str, factuality: str) -> bool:
        return (row.party, row.agreement, step, factuality) in kept

    if row.factuality == "possible" and row.step == "accession":
        return any(has(step, "actual") for step in ("announcement", "accession", "signature")) or has(
            "accession", "planned"
        )
    if row.step == "withdrawal":
        if row.factuality == "possible":
            return has("withdrawal", "planned") or has("withdrawal", "actual")
        if row.factuality == "actual" and row.evidence.field == "title":
            return has("withdrawal", "planned")
        if row.factuality == "planned":
            return has("withdrawal", "actual") and row.date is None
    if row.step == "signature" and row.factuality in ("possible", "planned"):
        return has("signature", "actual")
    return False
