"""Walk the parse: who is the subject of a verb that leaves it unsaid, which words belong to its clause.

Knows grammar only, no states and no agreements.
"""

from typing import Final

from spacy.tokens import Token

# "invite X to join": X joins. With other verbs the subject itself does.
OBJECT_CONTROL: Final = frozenset(
    [
        "invite",
        "ask",
        "urge",
        "allow",
        "help",
        "let",
        "want",
        "press",
        "persuade",
        "encourage",
        "call",
        "enable",
        "force",
        "expect",
        "push",
        "advise",
        "lead",
        "permit",
        "prompt",
        "get",
        "order",
        "require",
        "tell",
        "make",
        "assist",
        "admit",
        "convince",
        "pressure",
        "like",
    ]
)
_RANKS: Final = frozenset(["first", "second", "third", "last", "latest", "only", "next", "newest"])
_RELATIVES: Final = frozenset(["who", "which", "that", "whom"])


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, also without an auxiliary ("the accords, signed by A")."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl"):
        return not any(child.dep_ in ("aux", "dobj") for child in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and is_passive(verb.head) and not own_subject(verb):
        return not any(child.dep_ in ("aux", "dobj") for child in verb.children)
    return False


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on the verb itself."""
    return next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "csubj")), None)


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The subject, taken from the governing clause where the verb has none of its own."""
    if depth > 6:
        return None
    own = own_subject(verb)
    if own is not None and own.lower_ not in _RELATIVES:
        return own
    head = verb.head
    if head.i == verb.i:
        return None
    if (named := ranked(verb)) is not None:
        return named
    if verb.dep_ == "relcl" or (own is not None and own.lower_ in _RELATIVES):
        return head if verb.dep_ == "relcl" else antecedent(verb)
    if verb.dep_ == "acl":
        if verb.tag_ == "VB" or any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
            return holder(head, depth + 1)
        return head
    if verb.dep_ in ("xcomp", "ccomp"):
        if head.pos_ in ("VERB", "AUX") or head.dep_ == "acomp" or head.pos_ == "ADJ":
            thing = next(
                (child for child in head.children if child.dep_ in ("dobj", "dative") and child.i < verb.i),
                None,
            )
            if thing is not None and head.lemma_ in OBJECT_CONTROL:
                return thing
            return subject(head, depth + 1)
        return holder(head, depth + 1)
    if verb.dep_ in ("conj", "advcl", "acomp", "attr", "oprd", "dep", "prt"):
        return subject(head, depth + 1)
    if verb.dep_ in ("pcomp", "prep", "pobj"):
        if head.pos_ == "ADP" and head.head.i != head.i:
            above = head.head
            return (
                subject(above, depth + 1)
                if above.pos_ in ("VERB", "AUX", "ADJ")
                else holder(above, depth + 1)
            )
    return None


def ranked(verb: Token) -> Token | None:
    """Who "was the first to do" it; also with the sentence turned round ("the last to join was X")."""
    head = verb.head
    if verb.dep_ not in ("relcl", "acl", "xcomp", "advcl") or not any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    ):
        return None
    if head.lower_ not in _RANKS and not any(c.lower_ in _RANKS for c in head.children):
        return None
    copula = head.head
    if copula.lemma_ != "be":
        return head.head if head.dep_ == "appos" else None
    if head.dep_ in ("attr", "acomp"):
        return own_subject(copula)
    return next((c for c in copula.children if c.dep_ == "attr"), None)


def antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause describes, looking up from any verb in it."""
    current = verb
    for _ in range(5):
        if current.dep_ == "relcl":
            return current.head
        if current.head.i == current.i:
            break
        current = current.head
    return None


def holder(noun: Token, depth: int = 0) -> Token | None:
    """Whose `noun` it is: "Serbia's bid", "the Serbian bid", "the bid of Serbia", "Serbia made a bid"."""
    if depth > 6:
        return None
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "by", "from"):
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return grandchild
    head = noun.head
    if head.i == noun.i:
        return None
    if noun.dep_ in ("dobj", "attr", "oprd") and head.pos_ in ("VERB", "AUX"):
        return subject(head, depth + 1)
    if noun.dep_ == "pobj" and head.pos_ == "ADP" and head.head.i != head.i:
        above = head.head
        return subject(above, depth + 1) if above.pos_ in ("VERB", "AUX") else holder(above, depth + 1)
    return None


def agent(verb: Token) -> Token | None:
    """Who does it in a passive: "signed by X"."""
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return grandchild
    return None


def object_of(verb: Token) -> Token | None:
    """What is done to: the direct object, or the subject of a passive."""
    if is_passive(verb):
        if verb.dep_ in ("acl", "relcl") and own_subject(verb) is None:
            return verb.head
        return subject(verb)
    return next((child for child in verb.children if child.dep_ in ("dobj", "dative")), None)


def prepositional(token: Token, words: frozenset[str]) -> list[Token]:
    """Objects of the given prepositions that hang on the token."""
    return [
        grandchild
        for child in token.children
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in words
        for grandchild in child.children
        if grandchild.dep_ in ("pobj", "pcomp")
    ]


def coordinated(token: Token) -> list[Token]:
    """The token and what is joined to it by commas and "and", to the right."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found.extend(coordinated(child))
    return found


def clause_of(token: Token) -> Token:
    """The verb that the token stands under, itself included."""
    current = token
    while current.pos_ not in ("VERB", "AUX") and current.head.i != current.i:
        current = current.head
    if current.dep_ in ("aux", "auxpass") and current.head.i != current.i:
        current = current.head
    return current
