"""Who is quoted or reported as saying what an accession's evidence says; None when in doubt.

A rule over what the lexicon has named: a verb of saying, its subject (`subjects.py`), and whether the words that
the row stands on are what is said, and not what the narrator tells beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Final

from pipelines.extract.document import Sentence
from pipelines.extract.mentions import Mention, Scene
from pipelines.extract.models import Accession, Evidence
from pipelines.extract.subjects import Phrase, Speaker, Subjects


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs of saying in the forms in which they report.
VERBS: Final = _words(
    "said says say told tells announced announces stated confirmed confirms declared declares wrote writes denied"
    " denies added adds noted notes reported reports insisted insists warned warns stressed stresses reiterated"
    " emphasised emphasized revealed disclosed explained acknowledged claimed claims assured repeated replied replies"
    " tweeted posted remarked quoted"
)
# These take a thing as well as a clause: "announced its withdrawal".
_TAKE_A_THING: Final = _words(
    "announced announces confirmed confirms declared declares denied denies reported revealed"
)
_TOLD: Final = _words("told tells")
# "Brazil said no": an answer, nobody's words.
_ANSWERS: Final = _words("no yes thanks goodbye farewell nothing")
# Who speaks may mean the party by one of these.
_SELF: Final = _words("it its itself we our us they their i my he she his her him country kingdom")
_BE: Final = _words("is are was were been be being 's")
_HAVE: Final = _words("has have had")
_NOT: Final = _words("not n't never neither nor hardly")
# Behind one of these a clause of saying is only the setting of another: it ends at the comma.
_SETTING: Final = _words(
    "after when while before since because although though if once until hours days weeks"
)
# ", a month after the others left": the narrator's.
_TURNS: Final = _words("after before since")
_ASIDE: Final = _words("which who whose where whom")
_CONNECTING: Final = _words("and but")
_JOINING: Final = _words("and but or while")
_CONTRAST: Final = _words("but while whereas although though")
_STATEMENTS: Final = _words("statement communique communiqué release note readout letter post report")
_ISSUED: Final = _words("by from of")
_FINITE: Final = _words("VBD VBZ VBP MD")
# Between a subject and its verb, without a comma: "Tokayev on Monday said", "the ministry in a statement said".
_WHEN: Final = _words(
    "on in early earlier late later last this yesterday today also then again recently previously officially"
    " publicly formally repeatedly already just now itself himself herself themselves a an statement post interview week month year"
    " morning evening afternoon"
)
_LONGEST_ASIDE: Final = 25

# Tokens from the first to before the second.
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Report:
    """Somebody says `said`; `phrase` are the tokens that name who, `verb` the token that says so.

    `is_behind`: the speaker comes after what is said, so that all that stands before is said. `is_thing`: no
    clause is said but a thing announced, which need not be the step: "declared neutrality".
    """

    speaker: Speaker
    verb: int
    phrase: Stretch
    said: tuple[Stretch, ...]
    is_behind: bool = False
    is_thing: bool = False


def with_speaker(scene: Scene, row: Accession) -> Accession:
    """The row with whom its evidence has for a speaker, if anybody."""
    speaker = find_speaker(scene, row.evidence, row.party, row.agreement)
    return row if speaker is None else replace(row, speaker=speaker.words, speaker_party=speaker.party)


def find_speaker(scene: Scene, evidence: Evidence, party: str, agreement: str) -> Speaker | None:
    """Who says that the party takes a step towards the agreement, by the sentence that the evidence stands in.

    Where that sentence is all quotation, by the one before or after it in the paragraph.
    """
    found: list[Speaker] = []
    for sentence in scene.document.sentences:
        if (
            sentence.field != evidence.field
            or sentence.end <= evidence.start
            or evidence.end <= sentence.start
        ):
            continue
        told = Telling(scene, sentence)
        here = [r.speaker for r in told.reports if told.covers(r, party, agreement)]
        found += here or _of_quotation(scene, told)
    return _only(found)


class Telling:
    """What is said in one sentence, and by whom."""

    def __init__(self, scene: Scene, sentence: Sentence) -> None:
        self.scene, self.sentence, self.doc = scene, sentence, sentence.doc
        self.subjects = Subjects(scene, sentence)
        self._unit_of = {
            token: at for at, unit in enumerate(self.subjects.units) for token in range(unit.start, unit.end)
        }

    @cached_property
    def quoted(self) -> list[bool]:
        """For each token whether it stands in quotation marks, those opened earlier in the paragraph included."""
        is_open = self.begins_quoted
        inside = []
        for token in self.doc:
            if '"' in token.text:
                is_open ^= token.text.count('"') % 2 == 1
                inside.append(True)
            else:
                inside.append(is_open)
        return inside

    @cached_property
    def begins_quoted(self) -> bool:
        """Whether the paragraph has opened a quotation before this sentence and not closed it."""
        marks = 0
        for earlier in self.scene.document.before(self.sentence):
            if (earlier.field, earlier.paragraph) != (self.sentence.field, self.sentence.paragraph):
                break
            marks += earlier.text.count('"')
        return marks % 2 == 1

    @property
    def ends_quoted(self) -> bool:
        """Whether a quotation goes on into the next sentence."""
        return (self.begins_quoted + self.sentence.text.count('"')) % 2 == 1

    @property
    def is_all_quotation(self) -> bool:
        """Whether every word is quoted."""
        return all(is_in for token, is_in in zip(self.doc, self.quoted, strict=True) if token.is_alpha)

    @cached_property
    def reports(self) -> list[Report]:
        """From left to right; verbs whose subject is nobody in particular are left out."""
        return [
            report
            for at, token in enumerate(self.doc)
            for report in (self._according(at) if token.lower_ == "according" else self._said(at))
        ]

    def covers(self, report: Report, party: str, agreement: str) -> bool:
        """Whether what the report says holds the words for the agreement, or else those for the party."""
        mentions = self.scene.mentions[self.sentence.index]
        named = [m for m in mentions if m.kind in ("agreement", "state") and m.codes == (agreement,)]
        acting = [m for m in mentions if m.kind in ("state", "person") and party in m.codes]
        clause = self._clause(report.verb)
        outside = [
            m for m in named if self._is_within(m, (clause,)) and not self._is_within(m, (report.phrase,))
        ]
        if any(not m.is_pointer and not self._is_within(m, report.said) for m in outside):
            return False
        if outside and not any(self._is_within(m, report.said) for m in outside):
            return False
        if not report.said:
            return False
        words = {t.lower_ for start, end in report.said for t in self.doc[start:end]}
        if report.is_thing and not outside and not words & _SELF:
            return False
        if acting and not any(self._is_within(m, report.said) for m in acting):
            # "Kazakhstan said it would join" tells of Kazakhstan, "Argentina, invited too, said thanks" of an answer.
            is_speaker = any(self._is_within(m, (report.phrase,)) for m in acting)
            is_told = words & _SELF or outside or report.is_behind or self._is_clause(report.verb)
            return is_speaker and bool(is_told)
        return bool(acting or outside or not named)

    def _is_within(self, mention: Mention, stretches: tuple[Stretch, ...]) -> bool:
        at = next(
            (t.i for t in self.doc if self.sentence.end_offset(t) > mention.start), len(self.doc)
        )  # fmt: skip
        return any(start <= at < end for start, end in stretches)

    def _said(self, verb: int) -> Iterator[Report]:
        token = self.doc[verb]
        if token.lower_ not in VERBS or token.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
            return
        following = self.doc[verb + 1].lower_ if verb + 1 < len(self.doc) else ""
        # "Uzbekistan confirmed as full member" is a headline's passive.
        if following in _ANSWERS or (following == "as" and token.lower_ != "quoted"):
            return
        left, is_passive = self._skip_left(verb)
        if left is None:
            return
        if is_passive or token.lower_ == "quoted":
            yield from self._passive(verb, left, is_passive)
            return
        phrase = self._subject(left)
        if phrase is not None:
            speaker = self.subjects.who(phrase)
            tokens = self._tokens(phrase)
            if speaker is not None:
                said = tuple(self._said_by_subject(verb, tokens))
                is_behind = bool(said) and said[0][0] < tokens[0]
                yield Report(speaker, verb, tokens, said, is_behind, self._is_thing(verb))
        elif left == verb and verb and self.doc[verb - 1].text in (",", '"', "-", "–", "—"):
            yield from self._inverted(verb)

    def _inverted(self, verb: int) -> Iterator[Report]:
        """ "…, said the minister"."""
        phrase = self._after(verb + 1)
        if phrase is None:
            return
        start, end = self._tokens(phrase)
        if end < len(self.doc) and (self.doc[end].tag_ in _FINITE or self.doc[end].lower_ in _NOT):
            return
        speaker = self.subjects.who(phrase)
        if speaker is not None:
            said = [(self._clause(verb)[0], verb)]
            if (resumed := self._resumed(end)) is not None:
                said.append(resumed)
            yield Report(speaker, verb, (start, end), tuple(said), is_behind=True)

    def _passive(self, verb: int, left: int, is_passive: bool) -> Iterator[Report]:
        """ "was announced by X"; "X was quoted as saying"; "quoted X as saying"."""
        doc = self.doc
        if doc[verb].lower_ == "quoted":
            saying = next(
                (i for i in range(verb + 1, min(verb + 15, len(doc))) if doc[i].lower_ == "saying"), None
            )
            if saying is None:
                return
            quoted = (
                self.subjects.before(self._unit_of[left]) if is_passive and left else self._after(verb + 1)
            )
            if quoted is not None and (speaker := self.subjects.who(quoted)) is not None:
                yield Report(speaker, verb, self._tokens(quoted), ((saying + 1, len(doc)),))
            return
        if verb + 1 < len(doc) and doc[verb + 1].lower_ == "by":
            phrase = self._after(verb + 2)
            if phrase is not None and (speaker := self.subjects.who(phrase)) is not None:
                yield Report(speaker, verb, self._tokens(phrase), ((0, verb),), is_behind=True)

    def _according(self, at: int) -> Iterator[Report]:
        if at + 2 >= len(self.doc) or self.doc[at + 1].lower_ != "to":
            return
        phrase = self._issuer(at + 2)
        if phrase is None:
            return
        start, end = self._tokens(phrase)
        speaker = self.subjects.who(phrase)
        if speaker is None:
            return
        if not any(token.is_alpha for token in self.doc[:at] if token.lower_ not in ("but", "and")):
            said: tuple[Stretch, ...] = ((end, len(self.doc)),)
        else:
            said = ((0, at),)
            if (
                end + 1 < len(self.doc)
                and self.doc[end].text == ","
                and self.doc[end + 1].lower_ not in _JOINING
            ):
                said = (*said, (end + 1, len(self.doc)))
        yield Report(speaker, at, (start, end), said)

    def _issuer(self, start: int) -> Phrase | None:
        """Who is behind "according to": by name, or by a statement of theirs."""
        doc = self.doc
        for at in range(start, min(start + 5, len(doc) - 1)):
            if doc[at].lower_ in _STATEMENTS:
                if doc[at + 1].lower_ in _ISSUED:
                    return self._after(at + 2)
                return self.subjects.before(self._unit_of[at]) if at > start else None
        phrase = self._after(start)
        if phrase is None:
            return None
        _, end = self._tokens(phrase)
        # "According to NATO figures", "according to Russia's plan": not the speaker but what is his.
        is_whole = end == len(doc) or doc[end].tag_ not in ("NN", "NNS", "POS") or doc[end].text == '"'
        return phrase if is_whole else None

    def _subject(self, left: int) -> Phrase | None:
        """The phrase before token `left`, what stands between two commas skipped."""
        if left <= 0:
            return None
        if self.doc[left - 1].text == ",":
            return self._before_aside(left)
        unit = self._unit_of[left - 1]
        if self.subjects.units[unit].kind == "P":
            return Phrase(unit, unit + 1)
        phrase = self.subjects.before(unit + 1)
        return phrase or self._stated(unit + 1)

    def _before_aside(self, left: int) -> Phrase | None:
        """ "Jana Novak, the Czech defence minister, said"; "Tokayev, speaking in Astana, said"."""
        first = max(0, left - 2 - _LONGEST_ASIDE)
        comma = next((i for i in range(left - 2, first, -1) if self.doc[i].text == ","), None)
        if comma is None or any('"' in t.text for t in self.doc[comma:left]):
            return None
        phrase = self.subjects.before(self._unit_of[comma])
        aside = self.subjects.before(self._unit_of[left - 1])
        if phrase is not None and aside is not None and self._tokens(aside)[0] == comma + 1:
            whole = Phrase(phrase.start, aside.end)
            return whole if self.subjects.is_apposition(aside) else None
        opening = self.doc[comma + 1].tag_
        if opening in ("WP", "WDT", "WP$", "VBG", "VBN", "IN", "RB", "CD"):
            return phrase
        # "An observer since 1976"; with "and" it is rather the end of a list.
        is_plain = not any(token.lower_ in _JOINING for token in self.doc[comma:left])
        return phrase if opening in ("DT", "PRP$") and is_plain else None

    def _stated(self, end: int) -> Phrase | None:
        """ "A statement by the ministry said"."""
        units = self.subjects.units
        for start in range(end - 1, max(1, end - 8), -1):
            if units[start - 1].word in _ISSUED and units[start - 2].word in _STATEMENTS and start >= 2:
                phrase = self.subjects.after(start)
                return phrase if phrase is not None and phrase.end == end else None
        return None

    def _after(self, token: int) -> Phrase | None:
        return self.subjects.after(self._unit_of[token]) if token in self._unit_of else None

    def _skip_left(self, verb: int) -> tuple[int | None, bool]:
        """(end of what may be the subject, whether the verb is passive); None where nothing is said after all."""
        at, is_passive, dates = verb, False, self._dates()
        while at > 0:
            token = self.doc[at - 1]
            word = token.lower_
            if word in _NOT or token.tag_ in ("MD", "TO"):
                return None, False
            if word in _BE and token.tag_ != "POS":
                is_passive = True
            elif not (
                word in _HAVE
                or (token.tag_ == "RB" and token.is_alpha)
                or at - 1 in dates
                or (word in _WHEN and token.text == word)
            ):
                break
            at -= 1
        return at, is_passive

    def _dates(self) -> set[int]:
        days = [m for m in self.scene.mentions[self.sentence.index] if m.kind == "date"]
        return {t.i for t in self.doc for m in days if m.start <= self.sentence.offset(t) < m.end}

    def _said_by_subject(self, verb: int, phrase: Stretch) -> Iterator[Stretch]:
        """What a subject before its verb says: what follows, or what went before and is closed by a comma."""
        doc, start = self.doc, phrase[0]
        before = doc[start - 1].text if start else ""
        rest = self._resumed(verb + 1)
        if before == '"' or (before in (",", "-", "–", "—") and self._is_closing(verb)):
            yield (self._clause(verb)[0], start)
            if rest is not None:
                yield rest
            return
        first = verb + 1
        if (
            first + 1 < len(doc)
            and doc[first].lower_ in ("it", "so", "this")
            and doc[first + 1].text in (",", ".")
        ):
            return
        if doc[verb].lower_ in _TOLD:
            that = next((i for i in range(first, min(first + 15, len(doc))) if doc[i].lower_ == "that"), None)
            first = first if that is None else that
        if first < len(doc) and doc[first].lower_ in _SETTING:
            # "Said after signing the treaty that …"
            first = next((i for i in range(first, len(doc)) if doc[i].lower_ == "that"), len(doc))
        end = len(doc)
        if before and doc[start - 1].lower_ in _SETTING:
            end = next((i for i in range(first, end) if doc[i].text == "," and not self.quoted[i]), end)
        if self._is_thing(verb):
            # "Has declared neutrality and does not want to be in"
            turns = (i for i in range(first, end - 1) if doc[i].lower_ in _CONNECTING)
            end = next((i for i in turns if doc[i + 1].tag_ in _FINITE), end)
        yield from self._without_asides(first, end)

    def _is_closing(self, verb: int) -> bool:
        """Whether nothing that could be said comes after the verb: "…, he told reporters in Astana on Monday"."""
        rest = [t for t in self.doc[verb + 1 :] if not self.quoted[t.i]]
        for token in rest:
            if token.text in (",", ":", ";") or token.lower_ in _SETTING:
                break
            if token.tag_ in _FINITE or token.lower_ == "that":
                return False
        if self.doc[verb].lower_ in _TAKE_A_THING and rest:
            return rest[0].is_punct or rest[0].tag_ in ("IN", "RB") or rest[0].i in self._dates()
        return True

    def _is_thing(self, verb: int) -> bool:
        """Whether the verb has an object of its own and no clause."""
        if self.doc[verb].lower_ not in _TAKE_A_THING:
            return False
        rest = list(self.doc[verb + 1 : verb + 4])
        if not rest or rest[0].is_punct or rest[0].i in self._dates():
            return False
        object_ = takewhile(lambda token: token.lower_ not in _CONNECTING, rest)
        return not any(token.lower_ == "that" or token.tag_ in _FINITE for token in object_)

    def _is_clause(self, verb: int) -> bool:
        """Whether a clause or a quotation follows soon."""
        return any(t.lower_ in ("that", '"', ":") or t.tag_ in _FINITE for t in self.doc[verb + 1 : verb + 8])

    def _resumed(self, start: int) -> Stretch | None:
        """What goes on after "he said,": a quotation, what a colon opens, or the rest of a clause put off."""
        doc, end = self.doc, self._clause(start - 1)[1]
        for i in range(start, end):
            is_put_off = doc[i].text == "," and i + 1 < end and doc[i + 1].tag_ in _FINITE
            if doc[i].text in (":", '"') or is_put_off:
                return (i, end)
        return None

    def _clause(self, at: int) -> Stretch:
        """What stands between two semicolons around the token."""
        marks = [token.i for token in self.doc if token.text == ";" and not self.quoted[token.i]]
        start = max((i + 1 for i in marks if i < at), default=0)
        return start, min((i for i in marks if i > at), default=len(self.doc))

    def _without_asides(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretch without what the narrator puts in: "…, which joined in 2020, …", "…; …", "…, but …"."""
        at = begun = start
        while at < end:
            token = self.doc[at]
            if not self.quoted[at] and token.text == ";":
                end = at
                break
            if not self.quoted[at] and token.text == "," and at + 1 < end:
                following = self.doc[at + 1].lower_
                if following in _CONTRAST or any(t.lower_ in _TURNS for t in self.doc[at + 2 : at + 5]):
                    end = at
                    break
                if following in _ASIDE:
                    yield (begun, at)
                    at = next((i for i in range(at + 2, end) if self.doc[i].text == ","), end)
                    begun = at
            at += 1
        if begun < end:
            yield (begun, end)

    def _tokens(self, phrase: Phrase) -> Stretch:
        units = self.subjects.units
        return units[phrase.start].start, units[phrase.end - 1].end


def _of_quotation(scene: Scene, told: Telling) -> list[Speaker]:
    """The speakers of a sentence that is all quotation: told in the next one where that closes it, else before."""
    if not told.is_all_quotation:
        return []
    step = 1 if told.ends_quoted else -1
    index = told.sentence.index + step
    if not 0 <= index < len(scene.document.sentences):
        return []
    beside = scene.document.sentences[index]
    if (beside.field, beside.paragraph) != (told.sentence.field, told.sentence.paragraph):
        return []
    other = Telling(scene, beside)
    return [r.speaker for r in other.reports if not other.quoted[r.verb] and '"' in beside.text]


def _only(found: list[Speaker]) -> Speaker | None:
    """The one who says it; an outlet that passes on what another says is not asked."""
    first_hand = {s.words: s for s in found if not s.is_outlet} or {s.words: s for s in found}
    return next(iter(first_hand.values())) if len(first_hand) == 1 else None
