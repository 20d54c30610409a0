"""How an encounter stands: whether it took place, by which means, and the clause that says so."""

import re
from datetime import date

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.document import Sentence
from pipelines.extract.factuality import stance_of


def form_of(near: str, default: str) -> str:
    """The format that the words around name: video, phone, in_person, or `default`."""
    if words.VIDEO.search(near):
        return "video"
    if words.PHONE.search(near):
        return "phone"
    return "in_person" if words.IN_PERSON.search(near) else default


def factuality_of(sentence: Sentence, trigger: Token, verb: Token | None) -> tuple[str, bool]:
    """(factuality, whether the clause's own tense says so)."""
    if trigger.pos_ in ("VERB", "AUX"):
        # What "had been due" by then may since have fallen through.
        lead = sentence.doc[max(0, trigger.i - 5) : trigger.i].text.lower()
        if re.search(r"\b(?:was|were) to have\b", lead):
            return "negated", True
        is_stale = bool(
            re.search(r"\b(?:had been (?:due|expected|scheduled|set)|was (?:due|supposed) to)\b", lead)
        )
        return _of_verb(sentence, trigger), not is_stale
    left = sentence.doc[trigger.left_edge.i : trigger.i].text
    if words.CALLED_OFF.search(sentence.doc[trigger.i : trigger.i + 45].text.split(";")[0]):
        return "negated", True
    chain = _above(trigger)
    for above in chain:
        phrase = above.lemma_.lower()
        particle = next((c.lower_ for c in above.children if c.dep_ == "prt"), "")
        full = f"{phrase}-{particle}" if particle else phrase
        if full in words.NEGATING or (phrase in words.NEGATING and not particle):
            return "negated", True
        if phrase in ("take", "happen", "occur", "materialise", "materialize") and above.pos_ == "VERB":
            return _of_verb(sentence, above), True
        if phrase in words.DOUBTING and above.i != trigger.i and phrase != "discuss":
            stance = stance_of(sentence, above) if above.pos_ == "VERB" else None
            return ("negated" if stance and stance.factuality == "negated" else "possible"), True
        if (
            phrase in words.PLANNING
            and above.pos_ == "VERB"
            and any(c.lower_ in ("would", "could", "might", "may") for c in above.children)
        ):
            return "possible", True
        if phrase == "announce" and trigger.lemma_ in words.VISIT_NOUNS:
            return "planned", True
        if phrase in words.PLANNING and above.i != trigger.i and phrase not in ("announce", "agree"):
            return "planned", True
    if words.ON_THE_DIARY.search(sentence.doc[trigger.i :].text.split(";")[0]):
        return "planned", True
    if words.PLANNED_NOUN.search(left):
        return "planned", True
    if words.POSSIBLE_NOUN.search(left):
        return "possible", True
    if trigger.dep_ == "pobj" and trigger.head.lower_ in (
        "after",
        "during",
        "following",
        "since",
        "at",
        "in",
        "from",
    ):
        base = (
            _of_verb(sentence, verb)
            if verb is not None and trigger.head.lower_ in ("at", "in", "during")
            else "actual"
        )
        return ("planned" if base == "planned" else "actual"), False
    if (
        trigger.dep_ == "pobj"
        and trigger.head.lower_ in ("before", "ahead", "of", "for")
        and (trigger.head.lower_ in ("before", "ahead") or trigger.head.head.lower_ == "ahead")
    ):
        return "planned", False
    if (
        verb is not None
        and verb.lemma_ in words.LIGHT
        and trigger.dep_ in ("dobj", "nsubj", "nsubjpass", "attr", "conj", "xcomp")
    ):
        return _of_verb(sentence, verb), verb.lemma_ in (
            "hold",
            "have",
            "host",
            "be",
            "conduct",
            "pay",
            "make",
            "attend",
        )
    if any(t.lower_ in ("will", "'ll") for t in sentence.doc[max(0, trigger.i - 10) : trigger.i]):
        return "planned", False
    return "actual", False


def _of_verb(sentence: Sentence, verb: Token) -> str:
    stance = stance_of(sentence, verb)
    value = stance.factuality
    has_to = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if has_to and sentence.block == "headline" and stance.governor_lemma in ("", _before_to(verb)):
        return "planned"  # "X to visit Y"
    if stance.governor_lemma in ("invitation", "invite") and stance.governor is not None:
        above = stance.governor.head.lemma_
        return "planned" if above in ("accept", "take") else "possible"
    if (
        stance.time == "progressive"
        and value == "planned"
        and not stance.governor_lemma
        and verb.lemma_ not in ("travel", "fly", "head", "come", "go", "arrive")
    ):
        value = "actual"
    if stance.time == "gerund" and value == "possible" and stance.governor_lemma in ("consider", "discuss"):
        value = "possible"
    return value


def first_day(value: str | None) -> date | None:
    """The day, or one in the middle of the month or year."""
    if value is None:
        return None
    parts = [int(part) for part in value.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 7, parts[2] if len(parts) > 2 else 1)


def around(token: Token, reach: int = 14) -> str:
    """The words near the token in its clause."""
    doc = token.doc
    start, end = max(0, token.i - reach // 2), min(len(doc), token.i + reach)
    text = doc[token.i : end].text
    return doc[start : token.i].text.split(";")[-1] + " " + text.split(";")[0]


def governor_of(noun: Token) -> Token | None:
    """The verb in whose clause the noun stands."""
    current = noun
    for _ in range(6):
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current
        if current.head.i == current.i:
            return None
    return None


def _above(token: Token) -> list[Token]:
    """Up to four words that rule the token, nearest first, with predicate words of "is due", "was set"."""
    found: list[Token] = []
    current = token
    for _ in range(4):
        if current.head.i == current.i:
            break
        current = current.head
        found.append(current)
        if current.pos_ == "AUX" or current.lemma_ == "be":
            found += [c for c in current.children if c.dep_ in ("acomp", "attr", "oprd")]
        if current.pos_ == "VERB":
            found += [c for c in current.children if c.dep_ == "xcomp"]
            break
    return found


def _before_to(verb: Token) -> str:
    """The lemma of the word before "to", which in headlines is the subject."""
    mark = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    return mark.doc[mark.i - 1].lemma_.lower() if mark is not None and mark.i else ""


def is_absence(verb: Token) -> bool:
    """Whether a negated verb tells of a gap or an absence ("have not met since", "did not come")."""
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return bool(aux & {"have", "has", "had", "did", "'ve", "do", "does"})


def is_video(noun: Token) -> bool:
    """Whether the noun is the second half of "video conference"."""
    return (
        noun.lemma_.lower() in ("conference", "linkup")
        and noun.i > 0
        and "video" in noun.doc[noun.i - 1].lower_
    )
