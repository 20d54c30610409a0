"""Which of the dates in a sentence belongs to an event: the one in its own clause, not another verb's."""

from collections.abc import Sequence

from spacy.tokens import Token

from pipelines.extract.dates import DateMention, Tense


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SPEECH = _words(
    "say tell announce state report declare add write note confirm post tweet claim stress explain"
    " disclose reveal inform recall"
)
_CLAUSAL = _words("ROOT advcl relcl ccomp parataxis csubj pcomp acl xcomp")
# Clauses that tell when the main one happened share its date.
_WHEN = frozenset(["when", "as", "while", "during", "after", "where", "before"])


def date_for(
    trigger: Token, mentions: Sequence[DateMention], offset: int, tense: Tense | None = None
) -> DateMention | None:
    """The mention that dates the event of `trigger`, or None.

    `mentions` are those of the trigger's field (others than the sentence's are passed over); `offset` is
    where the trigger's doc starts in that field. The mention with the best standing wins: within the
    trigger's own words, then beside it under the same verb, then on a verb that shares its time.
    """
    best: tuple[int, int, DateMention] | None = None
    end = offset + len(trigger.doc.text)
    for mention in mentions:
        if not (offset <= mention.start and mention.end <= end) or mention.value_for(tense) is None:
            continue
        rank = standing(trigger, _head_token(trigger, mention, offset))
        if rank is None:
            continue
        # A more exact date beats a vaguer one that stands equally near ("in October, on the 5th").
        key = (rank * 10 - len(mention.value_for(tense) or ""), abs(mention.start - offset - trigger.idx))
        if best is None or key < best[:2]:
            best = (*key, mention)
    return best[2] if best else None


def _head_token(trigger: Token, mention: DateMention, offset: int) -> Token:
    """The topmost token within the mention."""
    tokens = [
        token
        for token in trigger.doc
        if token.idx < mention.end - offset and token.idx + len(token) > mention.start - offset
    ]
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head is token), tokens[0])


def standing(trigger: Token, dated: Token) -> int | None:
    """0 in the trigger's own words, 1 beside it, 2 on a verb sharing its time; None for another event's."""
    first, last = sorted((trigger.i, dated.i))
    if any(token.text in (";", "\u2014") for token in trigger.doc[first:last]):
        return None
    owner, path = _owner(dated)
    clause = _clause(trigger)
    if trigger.i == owner.i or _within(dated, trigger, path):
        return 0
    if owner.i == clause.i:
        return 1
    head = clause
    for _ in range(4):
        # Coordinated verbs and purpose clauses share the time of the first; so do "when" clauses.
        if head.dep_ in ("conj", "xcomp") or (head.dep_ in ("advcl", "pcomp") and _tells_when(head)):
            head = _clause(head.head)
            if head.i == owner.i and not _has_own(owner, dated, trigger):
                return 2
        else:
            break
    for child in clause.children:
        if child.i == owner.i and (child.dep_ in ("conj", "xcomp", "acl", "relcl") or _tells_when(child)):
            return 2 if child.dep_ != "conj" else None
    if clause.dep_ == "ccomp" and clause.head.i == owner.i and owner.lemma_ not in _SPEECH:
        return 2
    return None


def _owner(token: Token) -> tuple[Token, list[Token]]:
    """The nearest verb above the token, with the tokens passed on the way."""
    path = []
    current = token
    while current.head is not current and current.head.i != current.i:
        path.append(current)
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current, path
    return current, path


def _within(dated: Token, trigger: Token, path: list[Token]) -> bool:
    return any(token.i == trigger.i for token in path) or any(token.head.i == trigger.i for token in path)


def _clause(token: Token) -> Token:
    """The verb that the token depends on, itself included."""
    current = token
    while current.pos_ not in ("VERB", "AUX") and current.head.i != current.i:
        current = current.head
    if current.dep_ in ("aux", "auxpass"):
        current = current.head
    return current


def _tells_when(verb: Token) -> bool:
    marks = [child for child in verb.children if child.dep_ in ("mark", "advmod", "prep")]
    return verb.dep_ in ("advcl", "pcomp") and (
        not marks or any(mark.lower_ in _WHEN for mark in marks) or verb.head.lower_ in _WHEN
    )


def _has_own(owner: Token, dated: Token, trigger: Token) -> bool:
    """Whether the date stands between two coordinated verbs, and so closes the first one's clause."""
    return owner.i < dated.i < trigger.i and trigger.i - dated.i > 12
