"""Whether a verb's event happened, will, may or did not: from tense, modals, negation and what governs it.

Answers for one token with a `Stance`; what a stance means for a step ("will join" is an announcement,
"will leave" a planned exit) is said in `accessions.py`.
"""

from dataclasses import dataclass
from typing import Final, Literal

from spacy.tokens import Token

from pipelines.extract.document import Sentence
from pipelines.extract.roles import own_subject, ranked

Time = Literal["past", "present", "progressive", "future", "infinitive", "gerund"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a governing word says of the event below it, by lemma.
WANT: Final = _words(
    "want seek wish hope aspire aim desire strive consider contemplate weigh mull ponder eye explore study like love try"
    " dream interest interested keen eager open ready willing readiness willingness desire ambition aspiration wish hope"
    " interest bid quest drive effort attempt intend intention plan desirous look prepared glad happy favour favor pursue"
    " prepare hopeful effort push prospect dream path road way goal aim question"
)
DECIDE: Final = _words(
    "announce agree decide pledge commit confirm promise vow choose opt order resolve undertake decision agreement commitment"
    " pledge announcement vote determined order instruct committed decree notify declare sign"
)
WILL: Final = _words(
    "set due schedule scheduled slate slated poise poised about bind bound certain sure go track expect expected likely"
)
REFUSE: Final = _words(
    "refuse decline reject rule refusal exclude dismiss oppose against reluctant unwilling"
)
FAIL: Final = _words("fail yet failure neglect forget omit")
INVITE: Final = _words("invite invitation offer")
APPLY: Final = _words("apply application request petition ask")
CALL: Final = _words(
    "urge press persuade encourage call push demand appeal pressure convince advise recommend suggest propose lobby coax expect"
    " need back support favour favor help allow let permit enable await wait right chance possibility opportunity able unable"
    " prevent stop bar discuss debate talk speculate speculation threat threaten call proposal condition require must back"
    " welcome"
)
THREATEN: Final = _words(
    "threaten threat warn call talk consider contemplate mull weigh ponder debate discuss campaign"
)
_POSSIBLE_MODALS: Final = _words("may might can could should must ought ca")
_FUTURE_MODALS: Final = _words("will 'll wo shall would 'd")
_CONDITIONS: Final = _words("if unless provided whether until")
# Verbs and nouns whose "that" clause is not vouched for.
_DOUBTS: Final = _words(
    "hope want suggest demand propose wish doubt threaten wonder expect hint speculate predict believe fear dream warn"
    " optimism speculation expectation possibility threat prospect chance"
)
_NEGATIVE_SUBJECTS: Final = _words("none neither nobody no")
SPEECH: Final = _words(
    "say tell announce declare state confirm report add write stress note insist assure reveal promise pledge inform according"
    " explain disclose vow repeat tweet post reiterate"
)


@dataclass(frozen=True)
class Stance:
    """How a text stands to one event. `governor` is the lemma of the nearest word that rules it, if any."""

    time: Time
    is_negated: bool = False
    is_possible: bool = False
    is_conditional: bool = False
    governor: Token | None = None
    governor_lemma: str = ""
    governor_negated: bool = False
    governor_time: Time = "past"
    is_reported: bool = False

    @property
    def factuality(self) -> str:
        """The plain reading: negated, possible, planned or actual."""
        lemma = self.governor_lemma
        if lemma in REFUSE or lemma in FAIL:
            return "possible" if self.governor_negated else "negated"
        if self.is_negated or self.governor_negated:
            return "negated"
        if self.is_possible or self.is_conditional:
            return "possible"
        if lemma:
            if lemma in DECIDE or lemma in WILL or lemma in ("intend", "plan", "intention", "prepare", "go"):
                return "planned"
            if lemma in WANT or lemma in CALL or lemma in THREATEN or lemma in INVITE or lemma in APPLY:
                return "possible"
        if self.time in ("future", "progressive"):
            return "planned"
        if self.time == "infinitive":
            return "planned" if self.governor is None else "possible"
        return "actual"


def stance_of(sentence: Sentence, token: Token) -> Stance:
    """The stance of the text to the event that a verb (or a noun, by its verb) tells."""
    aux = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    words = {child.lower_ for child in aux}
    time: Time = _time(token, words)
    inherited = token
    while (
        inherited.dep_ == "conj"
        and not aux
        and token.tag_ in ("VB", "VBN", "VBG")
        and inherited.head.i != inherited.i
    ):
        inherited = inherited.head
        if inherited.pos_ not in ("VERB", "AUX"):
            break
        aux = [child for child in inherited.children if child.dep_ in ("aux", "auxpass")]
        words = {child.lower_ for child in aux}
        if aux:
            time = (
                _time(inherited, words)
                if token.tag_ != "VBN" or "have" not in {c.lemma_ for c in aux}
                else "past"
            )
    if ranked(token) is not None:
        return Stance("past", is_reported=_is_reported(sentence, token))
    governor = _governor(inherited if aux and inherited is not token else token, time)
    base = Stance(
        time,
        is_negated=is_negated(token) or (inherited is not token and is_negated(inherited)),
        is_possible=bool(words & _POSSIBLE_MODALS)
        or _has_maybe(token)
        or (sentence.text.rstrip().endswith("?")),
        is_conditional=_is_conditional(token, words),
        is_reported=_is_reported(sentence, token),
    )
    if governor is None:
        return base
    head_words = {c.lower_ for c in governor.children if c.dep_ == "aux"}
    return Stance(
        base.time,
        base.is_negated,
        base.is_possible or (bool(head_words & _POSSIBLE_MODALS) and governor.lemma_ not in ("hope", "like")),
        base.is_conditional or _is_conditional(governor, head_words),
        governor,
        _lemma(governor),
        is_negated(governor),
        _time(governor, head_words),
        base.is_reported,
    )


def is_negated(token: Token) -> bool:
    """Whether the word itself is denied: not, never, no longer, neither … nor, no subject at all."""
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "not", "n't", "nor", "neither"):
            return not _is_only(child)
        if child.dep_ == "preconj" and child.lower_ == "neither":
            return True
        if child.dep_ == "advmod" and child.lower_ == "longer":
            return True
        if child.dep_ == "prep" and any(c.lower_ == "neither" for c in child.subtree if c.i <= child.i + 1):
            return True
    if token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "neither":
        return True
    doer = own_subject(token)
    if doer is not None:
        if doer.lower_ in _NEGATIVE_SUBJECTS or any(
            c.lower_ in ("no", "neither") and c.dep_ in ("det", "preconj") for c in doer.children
        ):
            return True
    if token.dep_ == "conj" and token.head.i != token.i:
        between = token.doc[token.head.i : token.i]
        if any(t.lower_ == "nor" for t in between) or (
            any(t.lower_ == "neither" for t in token.head.children) and own_subject(token) is None
        ):
            return True
    return False


def _is_only(word: Token) -> bool:
    following = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
    return following is not None and following.lower_ in ("only", "least", "just", "merely")


def _time(token: Token, aux: set[str] | frozenset[str]) -> Time:
    if aux & _FUTURE_MODALS:
        return "future"
    if "to" in aux:
        if (token.dep_ == "xcomp" and token.head.lemma_ == "be") or token.dep_ == "ROOT":
            return "future"
        return "infinitive"
    if aux & {"have", "has", "had", "'ve", "having"} or aux & {"was", "were", "did"}:
        if token.tag_ == "VBG" and aux & {"was", "were"}:
            return "past"
        return "past"
    if token.tag_ == "VBG":
        return "progressive" if aux & {"is", "are", "'s", "'re", "am", "'m"} else "gerund"
    if aux & {"being"}:
        return "present"
    if token.tag_ in ("VBD", "VBN"):
        return "past"
    return "present"


def _lemma(token: Token) -> str:
    lemma = token.lemma_.lower()
    if lemma == "be":
        for child in token.children:
            if child.dep_ in ("acomp", "attr", "prep"):
                return child.lemma_.lower()
    return lemma


def _governor(token: Token, time: Time) -> Token | None:
    """The word that rules a non-finite event ("seeks to join", "a bid to join", "open to joining")."""
    head = token.head
    if head.i == token.i:
        return None
    if token.tag_ == "VBG" and token.dep_ in ("dobj", "advcl", "pcomp") and head.lemma_ in REFUSE:
        return head
    if token.dep_ in ("xcomp", "acl", "ccomp", "pcomp", "oprd", "csubj") or (
        token.dep_ == "advcl" and time == "infinitive"
    ):
        if token.dep_ == "pcomp" or head.pos_ == "ADP":
            if head.lower_ in ("against", "without"):
                return head
            if head.lower_ in ("after", "since", "by", "upon", "on", "before", "in") and head.head.pos_ in (
                "VERB",
                "AUX",
            ):
                return None
            above = head.head
            return above if above.i != head.i else None
        if token.dep_ == "ccomp" and time not in ("infinitive", "gerund"):
            return head if head.lemma_ in _DOUBTS or head.lemma_ in ("decide", "order", "resolve") else None
        if token.dep_ in ("acl", "relcl") and time == "future" and head.lemma_ in _DOUBTS:
            return head
        if token.dep_ == "acl" and time not in ("infinitive",):
            return None
        if head.lemma_ == "be" and time == "future":
            return None
        return head
    return None


def _has_maybe(token: Token) -> bool:
    return any(child.lower_ in ("perhaps", "maybe", "possibly", "reportedly") for child in token.children)


def _is_conditional(token: Token, aux: set[str] | frozenset[str]) -> bool:
    current = token
    for _ in range(4):
        marks = [child for child in current.children if child.dep_ == "mark"]
        if current.dep_ in ("advcl", "ccomp") and any(m.lower_ in ("if", "unless", "whether") for m in marks):
            return True
        if current.head.i == current.i or current.dep_ in ("relcl",):
            break
        current = current.head
    if "should" in aux and next(token.subtree).lower_ == "should":
        return True
    for child in token.children:
        if child.dep_ == "advcl" and any(
            m.dep_ == "mark" and m.lower_ in ("if", "unless", "provided") for m in child.children
        ):
            return True
    future = bool(aux & _FUTURE_MODALS)
    return future and any(c.dep_ == "prep" and c.lower_ == "without" for c in token.children)


def _is_reported(sentence: Sentence, token: Token) -> bool:
    """Whether somebody with a name or an office is quoted for it in the same sentence."""
    return any(
        other.lemma_.lower() in SPEECH and other.pos_ in ("VERB", "ADP") and other.i != token.i
        for other in sentence.doc
    )
