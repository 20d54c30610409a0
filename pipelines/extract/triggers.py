"""The words that tell a step, with the place where the party stands.

Patterns are read over a line of lemmas in which a mention of an agreement is `@a`, a state `@p` and a
state's adjective `@j`; the word in braces is the anchor, whose parse gives the roles.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Trigger:
    """One way to tell a step.

    `party`: where the party stands, tried in turn (subject, object, holder, or a preposition).
    `is_linked`: whether the agreement may be one named earlier. `agreement`: the slug where the words say it.
    """

    step: str
    pattern: re.Pattern[str]
    party: tuple[str, ...] = ("subject",)
    is_linked: bool = True
    agreement: str | None = None
    capacity: str | None = None
    factuality: str | None = None
    is_noun: bool = False


_GAP = r"(?:\S+ ){0,4}?"
_DET = r"(?:the |its |their |his |a |an |this |that |both |own |@j )*"


def _t(step: str, pattern: str, party: str = "subject", **more: object) -> Trigger:
    compiled = re.sub(
        r"\{([^{}]*[a-z'][^{}]*)\}", r"(?P<v>\1)(?= )", pattern.replace("~D ", _DET).replace("~ ", _GAP)
    )
    return Trigger(step, re.compile(r"(?<!\S)(?:" + compiled + ")"), tuple(party.split()), **more)  # type: ignore[arg-type]


_MEMBER = r"(?:member|party|participant|signatory|part|newcomer|entrant|adherent)(?!\S)(?! (?:state|country) (?:\S+ ){0,5}to )"
_IN = r"(?:in|into|inside|aboard|on board|to)"
_MEMBERSHIP = r"(?:membership|accession|entry|admission|readmission|a seat|a place|its seat|its place|member)"

VERBS: Final[tuple[Trigger, ...]] = (
    # joining
    _t("accession", r"{join|rejoin|re-join} (?!force|hand|rank with|by )"),
    _t("accession", r"@a (?:\S+ ){0,12}?be {join} by "),
    _t("accession", r"{accede|adhere|subscribe} to "),
    _t("accession", r"{enter} (?:into )?~D (?:\S+ ){0,3}?@a ", is_linked=False),
    _t("accession", r"{become} ~ (?:\S+ )?" + _MEMBER + r"(?! of parliament)"),
    _t(
        "accession", r"{become} ~D (?:\S+ ){0,2}?(?:dialogue|partner|associate) (?:\S+ )?", capacity="partner"
    ),
    _t("accession", r"{become} ~D (?:\S+ ){0,2}?observer", capacity="observer"),
    _t("accession", r"{make} ~ the (?:\d+\w*|\w+th|\w+st|\w+nd|\w+rd) ~ member", "object subject"),
    _t(
        "accession",
        r"{come|move|slip|walk|get|go} (?:back )?(?:fully )?into (?!force|effect|power|being)~D (?:\S+ ){0,2}?@a ",
        is_linked=False,
    ),
    _t(
        "accession",
        r"{come|move|slip|get|step} (?:back )?(?:in|aboard|on board)(?= (?:\.|,|;|in|on|at|only|after|with|last|this|as|by|and|from|back|together|alongside|'?\"))",
    ),
    _t(
        "accession",
        r"{be} (?:\S+ ){0,2}?(?:back )?(?:in|inside|part of|within|party to|bind by)(?: \S+){0,5}? since ",
    ),
    _t("accession", r"{be} (?:\S+ ){0,2}?(?:an? )?(?:\S+ )?(?:member|party|signatory)(?: \S+){0,6}? since "),
    _t("accession", r"{be} back (?:in|inside|on board|at the table)(?= (?:\.|,|;|in|on|@a|~D @a))"),
    _t("accession", r"{belong} (?:to )?(?:\S+ ){0,8}?since "),
    _t("accession", r"(?:to )?~D @a it (?:have )?{belong} since "),
    _t("accession", r"{take} (?:up )?(?:its|their|a) (?:seat|place) (?:in|at|among) ~D @a ", is_linked=False),
    _t("accession", r"{sign} (?:up|on) (?:to|for|with) ~D (?:\S+ ){0,2}?@a ", is_linked=False),
    _t(
        "accession",
        r"{adopt|introduce} (?:the )?(?:euro|common currency|single currency)",
        agreement="euro-area",
    ),
    _t(
        "accession",
        r"{admit|receive|accept|welcome|incorporate|let|take|bring} (?:\S+ ){0,4}?(?:to|into|in|as|back|inside) ~D (?:\S+ ){0,3}?(?:@a|member)",
        "object",
    ),
    _t("accession", r"{admit|receive} (?:to|into|in|as) ~D (?:\S+ ){0,3}?(?:@a|member)", "passive"),
    _t("accession", r"{let|take} (?:back )?in(?!\S)", "passive"),
    _t("accession", r"{admit}(?= )", "passive"),
    _t("accession", r"{readmit}(?= )", "object"),
    _t("accession", r"member (?:\S+ ){0,4}?{become} @p ", "attr"),
    _t("accession", r"{be} (?:thereby|thus|now|therefore) the \d+\S* (?:\S+ ){0,2}?(?:party|member|state)"),
    _t("accession", r"{become} number \S+ (?:in|of) ~D @a ", is_linked=False),
    _t("accession", r"which (?:it|@p) have {be} since "),
    _t(
        "accession",
        r"(?:newcomer|late arrival|new member|newest member|young member) (?:\S+ ){0,5}?{be} (?:\S+ ){0,2}?@p ",
        "attr",
    ),
    _t("accession", r"{bring} (?:@p|the country|it) back ", "object"),
    # signing
    _t(
        "signature",
        r"{sign|ink|initial} (?!up|off|on (?:to|for|as|with)|an? (?:\S+ ){0,3}?(?:decree|law|bill|order|memorandum|deal))",
    ),
    _t(
        "signature",
        r"{put|set|affix|append|add|lend} (?:all )?(?:its|their|his|her|our) (?:own )?(?:name|signature|initial|pen) to (?!(?:an?|the) (?:\S+ ){0,2}?(?:order|decree|law|bill|letter|deal))",
    ),
    _t("signature", r"{put} pen to paper"),
    # ratifying
    _t("ratification", r"{ratify} "),
    _t("ratification", r"{deposit|lodge|deliver|submit} ~ (?:instrument|ratification|acceptance|paper)"),
    _t("ratification", r"{hand} (?:over |in )~ (?:instrument|ratification)"),
    _t("ratification", r"{hand} (?:\S+ ){0,3}?instrument (?:of \S+ )?(?:over|to)"),
    # leaving
    _t("withdrawal", r"{quit|exit|denounce|renounce} (?!office|his|her|the post|parliament|a job|power)"),
    _t(
        "withdrawal",
        r"{leave} (?!\S+ (?:behind|open|unclear)|for |office|behind|open|unclear|no |it to|room|out|free|it at|with |a )",
    ),
    _t("withdrawal", r"{withdraw} (?:\S+ ){0,2}?from ~D (?:\S+ ){0,3}?@a ", is_linked=False),
    _t("withdrawal", r"{withdraw} (?:its |their )signature"),
    _t("withdrawal", r"{withdraw} (?=\.|,|;|in |on |at |after )"),
    _t(
        "withdrawal",
        r"{pull|walk|drop|opt|back|bow|crash|slip} out(?! of the (?:room|talk|meeting|race|hall|deal))",
    ),
    _t("withdrawal", r"{turn} (?:its|their|his) back on ~D (?:\S+ ){0,3}?@a ", is_linked=False),
    _t("withdrawal", r"{slam} the door of"),
    _t("withdrawal", r"{storm|flounce} (?:off|out)"),
    _t("withdrawal", r"{wash} (?:its|their) hand of"),
    _t("withdrawal", r"{let} (?:its|their) (?:\S+ )?(?:commitment|membership) (?:lapse|expire)"),
    _t("withdrawal", r"{secede} from"),
    _t("withdrawal", r"{end|terminate|give} (?:up )?(?:its|their) (?:\S+ ){0,2}?membership"),
    _t("withdrawal", r"{break} (?:with|away from) ~D (?:\S+ ){0,2}?@a ", is_linked=False),
    _t(
        "withdrawal",
        r"{be} (?:already |now |finally )?(?:out of|outside|go from) ~D (?:\S+ ){0,3}?@a ",
        is_linked=False,
    ),
    _t(
        "withdrawal",
        r"{take|pull|lead|yank} (?:\S+ ){1,4}?out of ~D (?:\S+ ){0,3}?@a ",
        "object",
        is_linked=False,
    ),
    _t(
        "withdrawal",
        r"{stay|remain} (?:in|inside|within) ~D (?:\S+ ){0,2}?@a ",
        is_linked=False,
        factuality="negated",
    ),
    # applying
    _t("application", r"{apply} (?:formally |officially )?(?:for|to (?!the court))"),
    _t("application", r"{apply} (?=\.|,|;|in |on |last |only |within )"),
    _t(
        "application",
        r"{submit|file|lodge|send|present|make|hand|deposit|table} (?:\S+ ){0,5}?(?:application|candidacy|candidature|request|bid|membership request)",
    ),
    _t("application", r"{put} in (?:\S+ ){0,3}?(?:for|application|request)"),
    _t(
        "application",
        r"{ask|request} (?:to be (?:let in|admit|allow in|receive)|to (?:join|accede|enter|come in)|for (?:\S+ ){0,3}?(?:membership|admission|accession))",
    ),
    _t("application", r"{request} (?:\S+ ){0,3}?(?:membership|admission|accession)"),
    # wanting
    _t(
        "interest",
        r"{eye|mull|weigh|consider|contemplate|seek|want|covet|pursue|desire|discuss} (?:up )?(?:\S+ ){0,4}?"
        + _MEMBERSHIP
        + r"(?!\S)",
    ),
    _t(
        "interest",
        r"{express|voice|declare|show|signal|notify|reiterate|confirm|state|indicate} (?:\S+ ){0,3}?(?:interest|desire|wish|intention|readiness|willingness|aspiration) (?:in|to|for|of) (?:join|accede|enter|become|membership|accession|sign up|@a)",
    ),
    _t("interest", r"{aspire} to (?:\S+ ){0,3}?(?:membership|accession|@a)"),
    _t(
        "interest",
        r"it (?:be )?(?:still )?{consider|weigh|study} (?:up )?(?:the matter|the idea|the step|the move|such a)",
    ),
    # invitations
    _t("invitation", r"{invite} (?!to (?:attend|visit|the summit|take part|speak|a )|him|her|me )", "object"),
    _t("invitation", r"{offer} (?:\S+ ){0,6}?(?:membership|a seat|a place|status|accession|entry)", "object"),
    _t("invitation", r"{extend|issue|send} (?:\S+ ){0,3}?invitation (?:\S+ ){0,4}?to ", "to"),
    _t(
        "invitation",
        r"{hold|have|receive|get} (?:an|the|its|their|no) (?:\S+ ){0,2}?invitation(?! (?:to (?!join|become|enter)|from))",
    ),
    # status and consent
    _t("approval", r"{grant|give|award|confer|accord} (?:\S+ ){0,10}?(?:status|candidacy)", "object to on"),
    _t(
        "approval",
        r"{receive|get|obtain|win|gain|secure} (?:\S+ ){0,4}?(?:candidate|observer|partner|associate|candidate country) (?:\S+ )?status",
    ),
    _t(
        "approval",
        r"{receive|get|obtain|win|gain|secure} (?:\S+ ){0,4}?(?:status of|green light|nod|blessing|approval|go-ahead)",
    ),
    _t("approval", r"status (?:\S+ ){0,12}?be {grant|give|award|confer}", "to on"),
    _t("approval", r"{agree|decide|vote} to (?:admit|accept|let in|take in|welcome)", "inner"),
    _t(
        "consent",
        r"{give} (?:its|their|his|the) (?:\S+ ){0,2}?(?:consent|blessing|approval|light|nod|assent|go-ahead)(?!\S)",
    ),
    # talks
    _t(
        "negotiation",
        r"{open|begin|start|launch|conclude|complete|finish|close|resume|hold} (?:\S+ ){0,4}?(?:accession|membership|entry) (?:talk|negotiation|process)",
        "with",
    ),
    _t("negotiation", r"(?:accession|membership|entry) (?:talk|negotiation|process) ~ with {@p} ", "anchor"),
    # suspensions
    _t(
        "suspension",
        r"{suspend|freeze|halt} (?:\S+ ){0,4}?(?:membership|participation|involvement|obligation)(?!\S)",
        "holder-of-object subject",
    ),
    _t("suspension", r"{put} (?:\S+ ){0,4}?(?:membership|participation) (?:\S+ ){0,10}?on (?:hold|ice)"),
    _t("suspension", r"{suspend}(?= )", "passive"),
    _t("suspension", r"{suspend} (?:\S+ ){0,6}?from ", "object"),
    # taking effect
    _t("entry_into_force", r"{enter|come|go|be} (?:in|into) (?:force|effect)", "for in"),
    _t("entry_into_force", r"{take} effect", "for"),
    # refusing
    _t(
        "refusal",
        r"{decline|reject|refuse|spurn|shun|snub} (?:\S+ ){0,4}?(?:invitation|offer|membership|seat|place|@a)(?!\S)",
    ),
    _t("refusal", r"{turn} (?:\S+ ){0,5}?down(?!\S)"),
    _t("refusal", r"{rule} out (?:\S+ ){0,3}?(?:membership|accession|entry|join|apply)"),
    _t("refusal", r"{say} (?:\S+ ){0,3}?no (?:to|as) "),
)

# Nouns that name a step; what is said of them is told by the verb above them.
JOIN_NOUNS: Final = frozenset(
    [
        "accession",
        "entry",
        "membership",
        "admission",
        "inclusion",
        "adhesion",
        "readmission",
        "joining",
        "incorporation",
    ]
)
BID_NOUNS: Final = frozenset("bid application request candidacy candidature".split())  # noqa: SIM905
STEP_NOUNS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ["withdrawal", "exit", "departure", "pull-out", "pullout", "denunciation", "secession"], "withdrawal"
    ),
    **dict.fromkeys(["signature", "signing"], "signature"),
    **dict.fromkeys(["ratification"], "ratification"),
    **dict.fromkeys(["suspension"], "suspension"),
    **dict.fromkeys(["invitation"], "invitation"),
}
STATUS: Final = re.compile(
    r"(?<!\S)(?:(candidate|candidacy)|(observer)|(partner|associate|dialogue partner))(?!\S)"
)

APPROVE: Final = frozenset(
    "approve ratify endorse clear greenlight accept adopt bless confirm back approval consent blessing nod vote yes".split()  # noqa: SIM905
)
BLOCK: Final = frozenset("block veto oppose obstruct stall delay hold thwart impede resist stymie".split())  # noqa: SIM905
COMPLETE: Final = frozenset(
    [
        "formalise",
        "formalize",
        "finalise",
        "finalize",
        "complete",
        "celebrate",
        "mark",
        "secure",
        "win",
        "achieve",
        "attain",
        "seal",
        "effect",
    ]
)
REJECT: Final = frozenset("reject decline refuse spurn dismiss rebuff".split())  # noqa: SIM905
SEEK: Final = frozenset("seek want pursue eye consider weigh mull desire discuss study".split())  # noqa: SIM905
SUPPORT: Final = frozenset(
    ["support", "favour", "favor", "welcome", "champion", "promote", "help", "backing", "support", "behind"]
)
ANNOUNCE: Final = frozenset("announce declare confirm agree notify decide pledge".split())  # noqa: SIM905
