"""Find triggers in a sentence and fill their roles: which states, which agreement.

A frame says who stands where; whether and what really happened is decided in `accessions.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from pipelines.extract import roles
from pipelines.extract.agreements import AgreementMention, Agreements
from pipelines.extract.document import Sentence
from pipelines.extract.parties import Parties
from pipelines.extract.triggers import VERBS, Trigger

# Forms that the small model's lemmatizer leaves as they are, mostly in headlines.
_LEMMAS: Final = {
    "joins": "join", "joined": "join", "joining": "join", "signs": "sign", "signed": "sign", "signing": "sign",
    "quits": "quit", "leaves": "leave", "left": "leave", "leaving": "leave", "ratifies": "ratify", "ratified": "ratify",
    "ratifying": "ratify", "withdraws": "withdraw", "withdrew": "withdraw", "withdrawn": "withdraw", "exits": "exit",
    "rejoins": "rejoin", "rejoined": "rejoin", "admits": "admit", "admitted": "admit", "invites": "invite",
    "invited": "invite", "applies": "apply", "applied": "apply", "suspends": "suspend", "suspended": "suspend",
    "accedes": "accede", "acceded": "accede", "acceding": "accede", "became": "become", "becomes": "become",
    "is": "be", "was": "be", "are": "be", "were": "be", "been": "be", "'s": "'s", "has": "have", "had": "have",
    "instruments": "instrument", "names": "name", "signatures": "signature", "applications": "application",
    "ratifications": "ratification", "requests": "request", "members": "member", "parties": "party", "talks": "talk",
    "negotiations": "negotiation", "weighing": "weigh", "submitted": "submit", "lodged": "lodge", "deposited": "deposit",
    "papers": "paper", "entered": "enter", "entering": "enter", "enters": "enter",
}  # fmt: skip


# Objects under which the agreement itself may stay unsaid.
_EMPTY_OBJECTS: Final = frozenset(
    [
        "it",
        "them",
        "itself",
        "name",
        "signature",
        "pen",
        "instrument",
        "ratification",
        "acceptance",
        "paper",
        "seat",
        "door",
    ]
    + [
        "hand",
        "back",
        "membership",
        "lead",
        "protocol",
        "document",
        "charter",
        "declaration",
        "four",
        "rest",
        "others",
    ]
)


@dataclass(frozen=True)
class Frame:
    """One trigger in one sentence; `parties` and `slug` may be empty where the roles cannot be filled."""

    sentence: Sentence
    anchor: Token
    trigger: Trigger
    parties: tuple[str, ...]
    slug: str | None
    is_listed: bool
    is_explicit: bool
    is_generic: bool = False


class Line:
    """The sentence as a line of lemmas, with `@a`, `@p`, `@j` for mentions, and the way back to tokens."""

    def __init__(self, sentence: Sentence, parties: Parties, agreements: Agreements) -> None:
        units: list[tuple[str, Token]] = []
        i = 0
        doc = sentence.doc
        while i < len(doc):
            token = doc[i]
            mention = agreements.at(sentence, token)
            named = parties.at(sentence, token)
            if mention is not None:
                units.append(("@a", doc[mention.head]))
                i = mention.end
            elif named is not None:
                units.append(("@j" if named.kind == "demonym_adjective" else "@p", doc[named.head]))
                i = named.end
            else:
                if not token.is_space and token.text not in ('"', "''", "``"):
                    units.append((lemma(token), token))
                i += 1
        self._starts: dict[int, Token] = {}
        position = 0
        words = []
        for word, token in units:
            self._starts[position] = token
            words.append(word)
            position += len(word) + 1
        self.text = " ".join(words) + " "

    def token_at(self, position: int) -> Token | None:
        """The token whose unit starts at this character of the line."""
        return self._starts.get(position)


def lemma(token: Token) -> str:
    """Lower-case lemma, of the surface form where the model gets it wrong."""
    lower = token.lower_
    return (_LEMMAS.get(lower) or token.lemma_.lower() or lower).replace(" ", "_")


def find_frames(sentence: Sentence, parties: Parties, agreements: Agreements) -> Iterator[Frame]:
    """Frames of all verbal triggers in the sentence; the first pattern that fits an anchor wins."""
    line = Line(sentence, parties, agreements)
    seen: set[tuple[int, str]] = set()
    for trigger in VERBS:
        for match in trigger.pattern.finditer(line.text):
            anchor = line.token_at(match.start("v"))
            if anchor is None:
                continue
            found_at = {
                token.i for position, token in line._starts.items() if match.start() <= position < match.end()
            }
            if (anchor.i, "") in seen or (
                anchor.pos_ not in ("VERB", "AUX") and not _is_verb_like(sentence, anchor, trigger)
            ):
                continue
            mention, explicit = agreement_of(sentence, anchor, agreements, found_at)
            if mention is None and trigger.is_linked:
                mention, explicit = agreements.topic(sentence, anchor.i, trigger.step), False
            if mention is not None and mention.slug == "un" and trigger.step == "ratification":
                # The United Nations keeps the papers; what is ratified is another text.
                mention, explicit = agreements.topic(sentence, 0, trigger.step), False
            slug = trigger.agreement or (mention.slug if mention else None)
            who = parties_of(sentence, anchor, trigger, parties)
            if (
                slug is None
                or not who
                or (not explicit and not trigger.agreement and _has_other_object(anchor, trigger))
            ):
                continue
            seen.add((anchor.i, ""))
            listed = True if trigger.agreement else bool(mention and mention.is_listed)
            generic = bool(mention and mention.kind != "name") and not trigger.agreement
            yield Frame(
                sentence, anchor, trigger, who, slug, listed, explicit or bool(trigger.agreement), generic
            )


def _is_verb_like(sentence: Sentence, anchor: Token, trigger: Trigger) -> bool:
    """Headline verbs are tagged as nouns, and "@p" anchors are names."""
    if trigger.party == ("anchor",):
        return True
    return (
        sentence.block == "headline" and anchor.lower_ in _LEMMAS and anchor.pos_ in ("NOUN", "PROPN", "ADJ")
    )


def agreement_of(
    sentence: Sentence, anchor: Token, agreements: Agreements, matched: set[int] | None = None
) -> tuple[AgreementMention | None, bool]:
    """The agreement that the words around the anchor name, and whether they do so at all."""
    mentions = agreements.of(sentence)
    if not mentions:
        return _pronoun(sentence, anchor, agreements), False
    for mention in mentions:
        if matched and mention.head in matched:
            return mention, True
    inside = {t.i for t in anchor.subtree if not _other_clause(t, anchor)}
    after = [m for m in mentions if m.start > anchor.i and m.head in inside]
    if after:
        return after[0], True
    if (noun := roles.antecedent(anchor)) is not None:
        phrase = {noun.i} | {t.i for t in noun.subtree if t.i < anchor.i}
        for mention in reversed(mentions):
            if mention.head in phrase:
                return mention, True
    if pronoun := _pronoun(sentence, anchor, agreements):
        return pronoun, False
    if roles.is_passive(anchor) and (thing := roles.object_of(anchor)) is not None:
        phrase = {t.i for t in thing.subtree if t.i < anchor.i}
        for mention in mentions:
            if mention.head in phrase:
                return mention, True
    follows = [m for m in mentions if m.start > anchor.i]
    if follows and not any(_is_finite(t) for t in sentence.doc[anchor.i + 1 : follows[0].start]):
        return follows[0], True
    return None, False


def _has_other_object(anchor: Token, trigger: Trigger) -> bool:
    """Whether the verb does it to something that is no agreement: "joined the Foreign Office", "leaves a gap"."""
    if (
        trigger.step not in ("accession", "withdrawal", "signature", "ratification")
        or anchor.lemma_ == "become"
    ):
        return False
    if roles.is_passive(anchor):
        return trigger.party == ("subject",) and trigger.step != "signature" and anchor.lemma_ != "ratify"
    for child in anchor.children:
        if child.dep_ == "dobj" and trigger.party == ("subject",):
            return child.lower_ not in _EMPTY_OBJECTS and lemma(child) not in _EMPTY_OBJECTS
        if (
            child.dep_ == "prep"
            and child.i == anchor.i + 1
            and child.lower_ in ("with", "as")
            and anchor.lemma_ == "leave"
        ):
            return True
    return False


def _pronoun(sentence: Sentence, anchor: Token, agreements: Agreements) -> AgreementMention | None:
    for child in anchor.children:
        words = [child, *(c for c in child.children if child.dep_ == "prep")]
        for word in words:
            if word.dep_ in ("dobj", "pobj") and word.lower_ in ("it", "them", "which"):
                return agreements.last_before(sentence, anchor.i)
    return None


def _is_finite(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD")


def _other_clause(token: Token, anchor: Token) -> bool:
    """Whether a clause of its own stands between the token and the anchor above it."""
    current = token
    while current.i != anchor.i and current.head.i != current.i:
        if current.dep_ in ("relcl", "advcl", "ccomp", "parataxis") or (
            current.dep_ == "conj" and current.pos_ == "VERB"
        ):
            return True
        current = current.head
    return False


def parties_of(sentence: Sentence, anchor: Token, trigger: Trigger, parties: Parties) -> tuple[str, ...]:
    """States in the first of the trigger's places that holds any."""
    for place in trigger.party:
        for token in _places(anchor, place):
            if codes := parties.resolve(sentence, token):
                return codes
        if (
            place == "subject"
            and not roles.is_passive(anchor)
            and (codes := _left_neighbour(sentence, anchor, parties))
        ):
            return codes
    return ()


def _places(anchor: Token, place: str) -> Iterator[Token]:
    if place == "anchor":
        yield anchor
    elif place == "subject":
        doer = (
            roles.agent(anchor)
            if roles.is_passive(anchor) and anchor.lemma_ != "commit"
            else roles.subject(anchor)
        )
        if doer is not None:
            yield doer
    elif place == "passive":
        if roles.is_passive(anchor) and (thing := roles.object_of(anchor)) is not None:
            yield thing
    elif place == "attr":
        yield from (child for child in anchor.children if child.dep_ == "attr")
    elif place == "object":
        yield from _objects(anchor)
    elif place == "holder-of-object":
        for thing in _objects(anchor):
            if (
                (owner := roles.holder(thing)) is not None
                and owner.i > thing.left_edge.i - 1
                and owner.head.i == thing.i
            ):
                yield owner
    elif place == "inner":
        for child in anchor.children:
            if child.dep_ == "xcomp":
                yield from _objects(child)
    else:
        yield from roles.prepositional(anchor, frozenset([place]))
        for child in anchor.children:
            if child.dep_ in ("dobj", "nsubjpass", "attr", "nsubj"):
                yield from roles.prepositional(child, frozenset([place]))


def _objects(anchor: Token) -> Iterator[Token]:
    if roles.is_passive(anchor):
        if (thing := roles.object_of(anchor)) is not None:
            yield thing
        return
    for child in anchor.children:
        if child.dep_ in ("dative", "dobj"):
            yield child
    for child in anchor.children:
        if child.dep_ in ("ccomp", "xcomp") and (inner := roles.own_subject(child)) is not None:
            yield inner


def _left_neighbour(sentence: Sentence, anchor: Token, parties: Parties) -> tuple[str, ...]:
    """Where the parse lost the subject: a state's name directly before the verb."""
    i = anchor.i - 1
    while i >= 0 and (sentence.doc[i].pos_ in ("AUX", "ADV", "PART") or sentence.doc[i].text == ","):
        i -= 1
    if i < 0:
        return ()
    mention = parties.at(sentence, sentence.doc[i])
    if mention is None or mention.kind == "demonym_adjective" or sentence.doc[mention.head].dep_ == "pobj":
        return ()
    return parties.resolve(sentence, sentence.doc[mention.head])


def find_repeats(sentence: Sentence, last: Frame, parties: Parties) -> Iterator[tuple[Frame, bool]]:
    """Frames that repeat the last step for another state: "X followed in May" (True), "X did so too" (False)."""
    for token in sentence.doc:
        word = lemma(token)
        is_follow = word == "follow" and token.pos_ == "VERB" and not roles.is_passive(token)
        is_follow = is_follow and not any(
            c.dep_ in ("dobj", "ccomp", "xcomp") and c.lower_ != "suit" for c in token.children
        )
        does_so = word == "do" and any(c.lower_ in ("so", "likewise", "same") for c in token.children)
        if not (is_follow or does_so) or (sentence.index == last.sentence.index and token.i <= last.anchor.i):
            continue
        if any(c.dep_ in ("neg", "aux") and c.lower_ not in ("has", "have", "had") for c in token.children):
            continue
        codes = parties.resolve(sentence, roles.subject(token))
        fresh = tuple(code for code in codes if code not in last.parties)
        if fresh:
            yield replace(last, sentence=sentence, anchor=token, parties=fresh, is_explicit=False), is_follow
