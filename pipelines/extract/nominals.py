"""Steps told by nouns: "the accession of X to A", "X's bid for membership", "the vote on Y's entry".

The noun names the step; the verb or noun above it says what became of it.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from pipelines.extract import roles
from pipelines.extract import triggers as words
from pipelines.extract.agreements import Agreements
from pipelines.extract.document import Sentence
from pipelines.extract.factuality import stance_of
from pipelines.extract.frames import Frame, agreement_of, lemma
from pipelines.extract.parties import Parties
from pipelines.extract.triggers import Trigger

Nominal = tuple[Frame, str, str]
_EMPTY = Trigger("", words.VERBS[0].pattern, is_noun=True)


def find_nominals(sentence: Sentence, parties: Parties, agreements: Agreements) -> Iterator[Nominal]:
    """(frame, step, factuality) for every noun of a step whose state and agreement can be told."""
    for token in sentence.doc:
        word = lemma(token)
        if token.pos_ not in ("NOUN", "PROPN", "VERB"):
            continue
        is_join, is_bid = word in words.JOIN_NOUNS, word in words.BID_NOUNS
        if (
            not (is_join or is_bid or word in words.STEP_NOUNS or word == "participation")
            or token.dep_ == "compound"
        ):
            continue
        if token.pos_ == "VERB":
            continue
        codes = _joiner(sentence, token, parties)
        mention, explicit = agreement_of(sentence, token, agreements)
        if mention is None:
            mention = agreements.topic(sentence, token.i, "accession")
        if mention is None or not codes:
            continue
        frame = Frame(sentence, token, _EMPTY, codes, mention.slug, mention.is_listed, explicit)
        yield from _told(sentence, frame, token, word, is_join, is_bid, parties)


def _joiner(sentence: Sentence, noun: Token, parties: Parties) -> tuple[str, ...]:
    """Whose step it is: in the noun's own words, and for light verbs their subject."""
    for child in noun.children:
        if child.dep_ == "poss" and (codes := parties.resolve(sentence, child)):
            return codes
    for place in ("of", "by", "from", "for"):
        for token in roles.prepositional(noun, frozenset([place])):
            if codes := parties.resolve(sentence, token):
                return codes
    for child in noun.children:
        if (
            child.dep_ in ("amod", "compound", "nmod")
            and (mention := parties.at(sentence, child)) is not None
        ):
            return mention.codes
    verb = noun.head
    if noun.dep_ == "nsubjpass" and (doer := roles.agent(verb)) is not None:
        return parties.resolve(sentence, doer)
    return ()


def _told(
    sentence: Sentence, frame: Frame, noun: Token, word: str, is_join: bool, is_bid: bool, parties: Parties
) -> Iterator[Nominal]:
    head, passive_like = _head(noun)
    above = lemma(head) if head is not None else ""
    stance = stance_of(sentence, head) if head is not None else stance_of(sentence, noun)
    chain = _chain(noun)
    if is_join or is_bid:
        joint = next((t for t in chain if lemma(t) in words.APPROVE), None)
        if joint is not None and (above in words.APPROVE or joint.pos_ == "NOUN"):
            step, factuality = _approval(sentence, frame, joint, parties)
            yield frame, step, factuality
            return
        if above in words.BLOCK and head is not None and head.pos_ == "VERB":
            if stance.factuality == "actual":
                yield frame, "approval", "negated"
            return
        if above in words.REJECT:
            if stance.factuality == "actual" and not stance.is_negated:
                yield frame, "refusal", "actual"
            return
    if is_bid:
        if head is not None and above in (
            "submit",
            "file",
            "lodge",
            "make",
            "hand",
            "present",
            "send",
            "receive",
            "date",
        ):
            if above == "receive" and any(
                lemma(t) in ("light", "approval", "nod", "consent", "blessing") for t in head.subtree
            ):
                yield frame, "approval", stance.factuality
            elif roles.is_passive(head) or above in ("date", "receive"):
                yield frame, "application", stance.factuality
        elif word in ("bid", "candidacy", "candidature") and _seeks_entry(noun):
            yield frame, "interest", "actual"
        return
    if is_join or word == "participation":
        if any(c.lower_ in ("possible", "potential", "eventual", "prospective") for c in noun.children):
            yield frame, "accession", "possible"
        elif word == "participation":
            return
        elif above in words.ANNOUNCE and stance.factuality == "actual" and not passive_like:
            yield frame, "announcement", "actual"
        elif above in words.COMPLETE and stance.factuality == "actual":
            yield frame, "accession", "actual"
        elif any(lemma(t) in ("talk", "negotiation") for t in chain):
            yield frame, "negotiation", "actual"
        elif any(lemma(t) in words.SUPPORT for t in chain):
            yield frame, "accession", "possible"
        elif (
            noun.head.lower_ in ("since", "after", "following") and frame.is_explicit and noun.dep_ == "pobj"
        ):
            yield frame, "accession", "actual"
        return
    if word == "participation":
        return
    step = words.STEP_NOUNS[word]
    if step == "invitation" and above in ("receive", "send", "issue", "extend") and noun.dep_ == "nsubjpass":
        denied = any(c.lower_ == "no" for c in noun.children)
        yield frame, step, "negated" if denied else stance.factuality
    if step == "withdrawal" and frame.is_explicit:
        if above in words.ANNOUNCE or above in ("start", "begin", "order", "trigger"):
            yield frame, step, "planned"
        elif noun.head.lower_ in ("since", "after", "following") or above in ("complete", "become", "take"):
            yield frame, step, stance.factuality
    elif (
        step == "suspension"
        and frame.is_explicit
        and (
            any(c.dep_ in ("acl", "relcl") for c in noun.children)
            or any(t.lower_ in ("imposed", "ordered", "decided") and t.i > noun.i for t in sentence.doc)
        )
    ):
        yield frame, step, "actual"


def _approval(sentence: Sentence, frame: Frame, joint: Token, parties: Parties) -> tuple[str, str]:
    """The joiner's own parliament ratifies; anybody else's approves."""
    stance = stance_of(sentence, joint)
    doer = (
        roles.agent(joint)
        if roles.is_passive(joint)
        else roles.subject(joint)
        if joint.pos_ == "VERB"
        else None
    )
    by = parties.resolve(sentence, doer) if doer is not None else ()
    step = "ratification" if by and set(by) == set(frame.parties) else "approval"
    factuality = stance.factuality
    if joint.pos_ == "NOUN":
        verb = roles.clause_of(joint)
        factuality = stance_of(sentence, verb).factuality if verb.pos_ in ("VERB", "AUX") else "actual"
        if lemma(joint) == "vote":
            factuality = "planned"
    return step, factuality


def _seeks_entry(noun: Token) -> bool:
    return any(
        (c.dep_ == "prep" and c.lower_ == "for")
        or (c.dep_ == "acl" and lemma(c) in ("join", "enter", "accede", "become"))
        for c in noun.children
    )


def _head(noun: Token) -> tuple[Token | None, bool]:
    """The verb of which the noun is object or subject; whether the noun is its subject."""
    current = noun
    for _ in range(4):
        head = current.head
        if head.i == current.i:
            return None, False
        if head.pos_ in ("VERB", "AUX"):
            return head, current.dep_ in ("nsubj",)
        current = head
    return None, False


def _chain(noun: Token) -> list[Token]:
    """Words above the noun up to and including the first verb."""
    found = []
    current = noun
    for _ in range(6):
        if current.head.i == current.i:
            break
        current = current.head
        found.append(current)
        if current.pos_ in ("VERB", "AUX"):
            break
    return found
