"""Find the states that a document speaks of, and say which ones a noun or a pronoun stands for.

A mention is a name, an adjective, a people, a capital, a seat, a counted group or a description;
`Parties.resolve` takes any token and answers with the states it stands for (none where that is unclear).
"""

import re
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from pipelines.extract.agreements import Agreements
from pipelines.extract.document import Document, Sentence
from pipelines.extract.lexicon import Lexicon, StateName
from pipelines.extract.roles import antecedent, coordinated

# Nouns that speak for the state whose name or adjective goes with them.
INSTITUTIONS: Final = frozenset(
    [
        "parliament",
        "government",
        "president",
        "minister",
        "premier",
        "cabinet",
        "senate",
        "king",
        "queen",
        "emir",
        "sultan",
        "chancellor",
        "authority",
        "leadership",
        "lawmaker",
        "legislature",
        "ministry",
        "delegation",
        "envoy",
        "side",
        "diplomacy",
        "leader",
        "ruler",
        "junta",
        "voter",
        "assembly",
        "administration",
        "prince",
        "representative",
        "ambassador",
        "secretary",
        "congress",
        "republic",
        "state",
        "country",
        "nation",
        "kingdom",
        "people",
        "counterpart",
        "deputy",
        "sejm",
        "bundestag",
        "duma",
        "knesset",
        "majlis",
        "rada",
        "riksdag",
        "monarch",
        "presidency",
        "prosecutor",
        "council",
        "house",
        "general",
        "soldier",
        "capital",
        "officials",
        "official",
        "diplomat",
        "head",
        "chief",
        "mps",
        "mp",
        "court",
        "opposition",
        "coalition",
        "party",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "office",
        "embassy",
        "speaker",
        "territory",
        "island",
        "archipelago",
        "neighbour",
        "neighbor",
        "newcomer",
        "applicant",
        "candidate",
        "member",
        "signatory",
        "participant",
        "arrival",
        "entrant",
        "aspirant",
        "economy",
        "electorate",
        "army",
        "emirate",
        "sultanate",
    ]
)
_PLACE_PREPOSITIONS: Final = frozenset(
    ["in", "at", "near", "outside", "around", "inside", "across", "into", "to", "via"]
)
# People ("he", "we") are left out: whom they stand for is not for this module to guess.
_SINGULAR: Final = frozenset(["it", "its", "itself"])
_PLURAL: Final = frozenset(
    ["they", "their", "them", "both", "themselves", "all", "each", "neither", "none", "these", "those"]
)
_NUMBERS: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "both": 2,
    "pair": 2,
    "trio": 3,
}
_GENERIC_NOUNS: Final = frozenset(
    [
        "country",
        "nation",
        "state",
        "republic",
        "kingdom",
        "government",
        "parliament",
        "cabinet",
        "side",
        "leadership",
    ]
)
_AMERICAN_GEORGIA = re.compile(
    r"\b(?:Atlanta|Fulton County|Savannah|Bulldogs|Gov\. Kemp|Brian Kemp|Stacey Abrams)\b"
)


@dataclass(frozen=True)
class PartyMention:
    """Tokens `start` to `end` (exclusive) of a sentence and the states that they name."""

    sentence: int
    start: int
    end: int
    head: int
    codes: tuple[str, ...]
    kind: str


class Parties:
    """The states in one document."""

    def __init__(self, document: Document, lexicon: Lexicon, agreements: Agreements) -> None:
        self.document = document
        self.lexicon = lexicon
        self.agreements = agreements
        self.by_sentence: list[list[PartyMention]] = []
        self._people: dict[str, tuple[str, ...]] = {}
        whole = f"{document.article.title}\n{document.article.text}"
        self._american_georgia = bool(_AMERICAN_GEORGIA.search(whole)) and "Tbilisi" not in whole
        self._sure = self._sure_codes()
        for sentence in document.sentences:
            self.by_sentence.append(self._read(sentence))
        self._people.update(self._remember_people())

    def of(self, sentence: Sentence) -> list[PartyMention]:
        """Mentions in the sentence, from left to right."""
        return self.by_sentence[sentence.index]

    def at(self, sentence: Sentence, token: Token) -> PartyMention | None:
        """The mention that the token is part of."""
        return next((m for m in self.of(sentence) if m.start <= token.i < m.end), None)

    def resolve(self, sentence: Sentence, token: Token | None, depth: int = 0) -> tuple[str, ...]:
        """The states that the noun phrase headed by `token` stands for, its "and" partners included."""
        if token is None or depth > 4:
            return ()
        if token.lower_ in ("who", "which", "that", "whose") and (noun := antecedent(token)) is not None:
            return self.resolve(sentence, noun, depth + 1)
        codes: dict[str, None] = {}
        for part in coordinated(token):
            codes.update(dict.fromkeys(self._one(sentence, part, depth)))
        if (
            codes
            and (mention := self.at(sentence, token)) is not None
            and mention.kind != "demonym_adjective"
        ):
            codes.update(dict.fromkeys(self._enumerated(sentence, mention)))
        return tuple(codes)

    def _enumerated(self, sentence: Sentence, mention: PartyMention) -> list[str]:
        """States of the list "A, B and C" around the mention: the parser often cuts such lists in two."""
        named = [m for m in self.of(sentence) if m.kind != "demonym_adjective"]
        run: list[PartyMention] = []
        has_and = False
        for m in named:
            gap = sentence.doc[run[-1].end : m.start].text.strip().lower() if run else ""
            if gap in (", and", ", and the") and len(run) < 2:
                # "… relations with A, and B later joined": two clauses, no list
                gap = "|"
            if run and gap in (",", "and", ", and", "& ", ", the", "and the", ", and the"):
                run.append(m)
                has_and = has_and or "and" in gap
            else:
                if mention in run:
                    break
                run, has_and = [m], False
            if "and" in gap and mention in run and m is not mention:
                break
        return [code for m in run for code in m.codes] if has_and and mention in run else []

    def _one(self, sentence: Sentence, token: Token, depth: int) -> tuple[str, ...]:
        mention = self.at(sentence, token)
        if mention is not None and mention.kind != "demonym_adjective":
            if mention.kind == "capital" and _is_place(sentence.doc[mention.head]):
                return ()
            if token.dep_ == "compound" and token.head.pos_ == "PROPN" and mention.kind == "name":
                return ()
            listed = self._listed(sentence, token) if mention.kind == "group" else ()
            return listed or mention.codes
        if token.ent_type_ == "PERSON" or token.pos_ == "PROPN":
            if token.ent_type_ == "ORG" and token.lemma_.lower() not in INSTITUTIONS:
                # "the Serbian Football Federation" does not act for Serbia
                return ()
            own = self._modifiers(sentence, token) if token.pos_ == "PROPN" else ()
            return own or self._people.get(token.text, ())
        if (
            mention is not None
            and token.pos_ in ("ADJ", "PROPN", "NOUN")
            and token.dep_ in ("nsubj", "poss", "pobj", "dobj", "ROOT")
        ):
            return mention.codes
        word = token.lower_
        if (
            word in _SINGULAR
            or word in _PLURAL
            or (word in _NUMBERS and token.pos_ in ("NUM", "PRON", "NOUN"))
        ):
            return self.antecedent(sentence, token)
        if token.pos_ == "NUM" or word in ("former", "latter", "one", "another"):
            return ()
        if token.pos_ == "NOUN":
            return self._noun(sentence, token, depth)
        return ()

    def _noun(self, sentence: Sentence, token: Token, depth: int) -> tuple[str, ...]:
        lemma = token.lemma_.lower()
        if lemma not in INSTITUTIONS:
            return self._described(sentence, token)
        listed = self._listed(sentence, token)
        if listed:
            return listed
        own = self._modifiers(sentence, token)
        if own:
            return own
        if described := self._described(sentence, token):
            return described
        poss = next((child for child in token.children if child.dep_ == "poss"), None)
        if poss is not None:
            return self.resolve(sentence, poss, depth + 1)
        if lemma in _GENERIC_NOUNS and any(
            c.lower_ in ("the", "this", "both", "two", "three", "all") for c in token.children
        ):
            return self.antecedent(sentence, token)
        return ()

    def _listed(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """States counted out after the noun: "four others - A, B, C and D", "countries such as A"."""
        codes: dict[str, None] = {}
        for child in token.children:
            if child.i < token.i:
                continue
            if child.dep_ == "appos":
                heads = [child]
            elif child.dep_ == "prep" and child.lower_ in ("as", "like", "including"):
                heads = [g for g in child.children if g.dep_ == "pobj"]
            else:
                continue
            for head in heads:
                for part in coordinated(head):
                    named = self.at(sentence, part)
                    if named is not None and named.kind in ("name", "alias", "group"):
                        codes.update(dict.fromkeys(named.codes))
        return tuple(codes)

    def _modifiers(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """States in the words that belong to the noun: "Serbian parliament", "parliament of Serbia"."""
        for child in token.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod", "nsubj") and child.i < token.i:
                mention = self.at(sentence, child)
                if mention is not None:
                    codes = dict.fromkeys(mention.codes)
                    for part in coordinated(child):
                        if (more := self.at(sentence, part)) is not None:
                            codes.update(dict.fromkeys(more.codes))
                    return tuple(codes)
                if child.dep_ == "compound" and (found := self._modifiers(sentence, child)):
                    return found
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for"):
                for grandchild in child.children:
                    mention = self.at(sentence, grandchild)
                    if (
                        grandchild.dep_ == "pobj"
                        and mention is not None
                        and mention.kind != "demonym_adjective"
                    ):
                        return self.resolve(sentence, grandchild, 3)
            if child.dep_ == "appos" and child.i > token.i:
                mention = self.at(sentence, child)
                if mention is not None and mention.kind in ("name", "alias"):
                    return mention.codes
                if child.pos_ in ("NOUN", "PROPN") and (found := self._modifiers(sentence, child)):
                    return found
        # The parser loses adjectives in long titles: look at the words directly before.
        for i in range(token.i - 1, max(token.left_edge.i, token.i - 7) - 1, -1):
            if (mention := self.at(sentence, sentence.doc[i])) is not None and mention.kind != "capital":
                return mention.codes
        return ()

    def _described(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        start = token.left_edge.i
        for first in range(start, token.i + 1):
            phrase = re.sub(r"^(?:the|this|its|a|an) ", "", sentence.doc[first : token.i + 1].text.lower())
            for hit in self.lexicon.descriptions.find(phrase):
                if hit.start == 0 and hit.end == len(phrase):
                    fitting = {code for value in hit.values for code in value}
                    if len(fitting) == 1:
                        return tuple(fitting)
                    return self.antecedent(sentence, token, fitting)
        return ()

    def antecedent(
        self, sentence: Sentence, token: Token, fitting: set[str] | None = None
    ) -> tuple[str, ...]:
        """The last state (or counted group) before the token that it can point back to."""
        word = token.lower_
        modifiers = [c.lower_ for c in token.children if c.lower_ in _NUMBERS]
        number = _NUMBERS.get(word) or (_NUMBERS[modifiers[0]] if modifiers else None)
        plural = fitting is None and (word in _PLURAL or number is not None or token.tag_ == "NNS")
        for back in range(6):
            index = sentence.index - back
            if index < 0:
                return ()
            other = self.document.sentences[index]
            limit = token.i if back == 0 else len(other.doc)
            sets = self._candidates(other, limit, with_adjectives=not plural)
            if plural:
                fits = [codes for codes in sets if (len(codes) == number if number else len(codes) > 1)]
            elif fitting is not None:
                fits = [tuple(c for c in codes if c in fitting) for codes in sets if set(codes) & fitting]
            else:
                fits = [codes for codes in sets if len(codes) == 1]
            if fits:
                return fits[0]
        return ()

    def _candidates(self, sentence: Sentence, limit: int, with_adjectives: bool) -> list[tuple[str, ...]]:
        """State sets before token `limit`, the best antecedents first: subjects, then from right to left."""
        first: list[tuple[str, ...]] = []
        rest: list[tuple[str, ...]] = []
        for mention in reversed(self.of(sentence)):
            if mention.start >= limit or (mention.kind == "demonym_adjective" and not with_adjectives):
                continue
            head = sentence.doc[mention.head]
            if mention.kind == "capital" and _is_place(head):
                continue
            codes = dict.fromkeys(mention.codes)
            for part in coordinated(head):
                if (other := self.at(sentence, part)) is not None and part.i < limit:
                    codes.update(dict.fromkeys(other.codes))
            is_subject = head.dep_ in ("nsubj", "nsubjpass") or (
                head.dep_ == "poss" and head.head.dep_ in ("nsubj", "nsubjpass")
            )
            if head.dep_ == "conj":
                continue
            (first if is_subject else rest).append(tuple(codes))
        return first + rest

    def _sure_codes(self) -> set[str]:
        article = self.document.article
        return {
            value.code
            for text in (article.title, article.text[:200_000])
            for hit in self.lexicon.states.find(text)
            if len({value.code for value in hit.values}) == 1
            for value in hit.values
            if not value.is_ambiguous
        }

    def _read(self, sentence: Sentence) -> list[PartyMention]:
        found: list[PartyMention] = []
        taken = self.agreements.of(sentence)
        text, doc = sentence.text, sentence.doc
        for hit in self.lexicon.groups.find(text):
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is not None and not any(m.start < span.end and span.start < m.end for m in taken):
                codes = dict.fromkeys(code for value in hit.values for code in value)
                found.append(
                    PartyMention(sentence.index, span.start, span.end, span.root.i, tuple(codes), "group")
                )
        for states in self.lexicon.states.find(text):
            span = doc.char_span(states.start, states.end, alignment_mode="expand")
            if span is None or any(m.start < span.end and span.start < m.end for m in found):
                continue
            inside = next((m for m in taken if m.start < span.end and span.start < m.end), None)
            if inside is not None and (
                inside.end - inside.start > span.end - span.start or inside.slug != "eu"
            ):
                continue
            root = span.root
            chosen = self._choose(span, states.values)
            if chosen is not None:
                found.append(
                    PartyMention(sentence.index, span.start, span.end, root.i, (chosen.code,), chosen.kind)
                )
        found.sort(key=lambda mention: mention.start)
        return found

    def _choose(self, span: Span, values: tuple[StateName, ...]) -> StateName | None:
        token = span.root
        codes = {value.code for value in values}
        best = _kind_here(token, values)
        following = span.doc[span.end] if span.end < len(span.doc) else None
        if _is_surname(span) or (following is not None and following.text == "24"):
            return None
        if best.code == "GEO" and best.kind == "alias" and self._american_georgia:
            return None
        if len(codes) > 1:
            sure = [value for value in values if value.code in self._sure]
            return (
                sure[0]
                if len({value.code for value in sure}) == 1
                else (best if best.kind in ("name", "alias") else None)
            )
        if best.is_ambiguous and best.code not in self._sure:
            return (
                best
                if token.ent_type_ in ("GPE", "NORP") and best.kind not in ("seat", "demonym_noun_plural")
                else None
            )
        if best.is_ambiguous and best.kind in ("name", "alias") and best.code == "GBR":
            return None
        return best

    def _remember_people(self) -> dict[str, tuple[str, ...]]:
        """Surnames with the states that their office or title ties them to, from anywhere in the document."""
        people: dict[str, tuple[str, ...]] = {}
        published = self.document.article.published
        whole = f"{self.document.article.title}\n{self.document.article.text[:200_000]}"
        for hit in self.lexicon.persons.find(whole):
            held = {spell.code for spell in hit.values if spell.covers(published)}
            if len(held) == 1:
                people[whole[hit.start : hit.end].split()[-1]] = tuple(held)
        for sentence in self.document.sentences:
            for entity in sentence.doc.ents:
                name = entity.root
                if entity.label_ != "PERSON" or name.text in people or self.at(sentence, name) is not None:
                    continue
                if codes := self._modifiers(sentence, name):
                    people[entity[-1].text] = people[name.text] = codes
        return people


def _kind_here(token: Token, values: tuple[StateName, ...]) -> StateName:
    """Of the uses that one spelling has (name, adjective), the one that fits the token's place."""
    if token.dep_ in ("amod", "compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN"):
        adjectives = [value for value in values if value.kind == "demonym_adjective"]
        if adjectives:
            return adjectives[0]
    return next((value for value in values if value.kind != "demonym_adjective"), values[0])


def _is_place(token: Token) -> bool:
    """Whether a capital is only where something happens: "in Riyadh", not "Riyadh insists"."""
    head = token.head
    if token.dep_ == "conj":
        return _is_place(head)
    return token.dep_ == "pobj" and head.lower_ in _PLACE_PREPOSITIONS


def _is_surname(span: Span) -> bool:
    """ "Michael Jordan", "Chad Smith", "Israel Katz": part of a longer name of a person."""
    around = [span.doc[i] for i in (span.start - 1, span.end) if 0 <= i < len(span.doc)]
    return span.root.ent_type_ == "PERSON" and any(
        (t.ent_type_ == "PERSON" and t.ent_iob_ != "B") or (t.ent_type_ == "PERSON" and t.i < span.start)
        for t in around
    )
