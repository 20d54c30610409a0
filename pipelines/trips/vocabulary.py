"""The words that offices, bodies and names in remarks are made of, and what each tells."""

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of `text` as a set."""
    return frozenset(text.split())


PARTICLES: Final = words(
    "al el bin ben ibn de da del della di dos du la le van von der den ter ul ud y e abu"
)
# Words that an office is made of beside the lexicon's, each with what it is.
MORE_OFFICES: Final[dict[str, str]] = {
    "shah": "head",
    "chairman": "head",
    "generalissimo": "head",
    "comandante": "head",
    "president": "head",
    "sheik": "head",
    "archbishop": "official",
    "cardinal": "official",
    "regent": "head",
    "grand duke": "head",
    "grand duchess": "head",
    "secretary-general": "official",
    "high representative": "official",
    "foreign secretary": "minister",
    "external affairs secretary": "minister",
    "governor-general": "head",
    "governor general": "head",
    "chief executive": "head",
    "councilor": "minister",
    "counselor": "minister",
    "councillor": "minister",
    "general secretary": "head",
    "first secretary": "head",
    "chairperson": "head",
    "officers": "people",
    "allies": "people",
    "counterparts": "people",
    "parliamentarians": "people",
    "ministerial": "people",
}
# Titles by which a leader is known; of an office without a state they may mean another's.
LEADING: Final = words(
    "president king queen emperor shah sultan emir amir chancellor premier chairman pope prime-minister"
    " crown-prince taoiseach"
)
STYLES: Final = words("king queen emperor sultan emir amir shah prince princess")
# Offices that the US has too; any other is not American.
AMERICAN: Final = words("president vice secretary officials official general ambassador leaders governor")
# Without a state it is open whose they are.
OURS_OR_THEIRS: Final = words(
    "general generals admiral commander commanders marshal colonel gen ambassador ambassadors envoy senator"
    " congressman deputy member members governor governors"
)
# Words of offices and bodies that have a capital and are nobody's name.
PORTFOLIO: Final = words(
    "the foreign prime deputy defense defence joint external affairs finance interior state trade expatriates"
    " cooperation security relations justice economy economic development commerce health energy labor labour"
    " international european europe integration regional expatriate diaspora migration environment agriculture"
    " culture education information planning industry special national senior chief commission council parliament"
    " assembly authority congress committee party permanent political peace process supreme constitutional"
    " communist central military first second acting interim alternate designate elect envoy republic islamic"
    " kingdom union policy emigrants nationals investment tourism works public nations organization community"
    " coalition global group quartet contact meeting meetings conference prosecutor ngos states mission assistance"
    " knesset front middle east arab african patriotic steering heads government governments governing transitional federal"
)
# Whose officials these have, their name does not tell.
BODIES: Final = words(
    "coalition quartet contact group international global organization mission front steering"
)
