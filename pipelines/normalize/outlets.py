"""Names of news outlets: those that are known, and what an unknown name must look like to be one.

The known names serve patterns that say little by themselves ("X said"); where the text says in so many
words that X reports, any name will do that is no office, person or institution.
"""

import re
from typing import Final

# Canonical name, then other names for it. Agencies and papers that others cite across borders.
_KNOWN: Final = (
    "Reuters",
    "Associated Press|AP|The AP",
    "AFP|Agence France-Presse|Agence France Presse",
    "Bloomberg|Bloomberg News",
    "Axios",
    "Politico|POLITICO",
    "TASS|ITAR-TASS",
    "Interfax",
    "RIA Novosti|RIA",
    "Sputnik",
    "RT",
    "Kommersant",
    "Izvestia",
    "Vedomosti",
    "Meduza",
    "UNN|Ukrainian National News",
    "Ukrinform",
    "Interfax-Ukraine",
    "Ukrainska Pravda",
    "European Pravda",
    "Suspilne",
    "RBC-Ukraine",
    "Kyiv Independent",
    "Kyiv Post",
    "Xinhua|Xinhua News Agency",
    "CGTN",
    "CCTV",
    "Global Times",
    "People's Daily|People’s Daily",
    "South China Morning Post|SCMP",
    "Kyodo|Kyodo News",
    "Nikkei|Nikkei Asia",
    "NHK",
    "Yonhap|Yonhap News Agency",
    "KCNA",
    "Al Jazeera|Al-Jazeera",
    "Al Arabiya|Al-Arabiya",
    "Asharq Al-Awsat",
    "Saudi Press Agency",
    "WAM",
    "Anadolu|Anadolu Agency",
    "Hurriyet|Hürriyet",
    "TRT|TRT World",
    "Times of Israel",
    "Jerusalem Post",
    "Haaretz",
    "Ynet",
    "i24NEWS|i24 News",
    "IRNA",
    "Tasnim",
    "Press TV",
    "SANA",
    "Middle East Eye",
    "BBC|BBC News",
    "CNN",
    "CNBC",
    "NBC News|NBC",
    "ABC News",
    "CBS News|CBS",
    "Fox News",
    "Sky News",
    "PBS",
    "NPR",
    "C-SPAN",
    "Euronews",
    "Euractiv",
    "Deutsche Welle|DW",
    "Der Spiegel|Spiegel",
    "Bild",
    "Frankfurter Allgemeine Zeitung|FAZ",
    "dpa|DPA",
    "Le Monde",
    "Le Figaro",
    "France 24",
    "Financial Times|FT",
    "New York Times|NYT",
    "Washington Post",
    "Wall Street Journal|WSJ",
    "Guardian",
    "Economist",
    "Daily Telegraph",
    "El País|El Pais",
    "EFE",
    "ANSA",
    "Corriere della Sera",
    "la Repubblica",
    "PAP",
    "Tanjug",
    "Agerpres",
    "Radio Free Europe/Radio Liberty|RFE/RL|Radio Liberty|Radio Free Europe",
    "Voice of America|VOA",
    "Kazinform",
    "Tengrinews",
    "Trend|Trend News Agency",
    "Azertac|AZERTAC",
    "Armenpress|ARMENPRESS",
    "BelTA|BELTA",
    "Press Trust of India|PTI",
    "ANI",
    "The Hindu",
    "Dawn",
    "Antara",
    "Bernama",
    "Channel NewsAsia|CNA",
    "The Diplomat",
    "Foreign Policy",
)

CANONICAL: Final[dict[str, str]] = {
    alias: names.split("|")[0] for names in _KNOWN for alias in names.split("|")
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name with one of these is an outlet's, unless one of the words of offices stands beside it.
_MEDIA_WORDS: Final = _words(
    """
    Agency Broadcasting Bulletin Chronicle Courier Daily Dispatch Gazette Herald Independent Journal
    Ledger Mail Media Monitor News Newswire Observer Post Press Radio Review Standard Star Sun Telegraph
    Television Times Today Tribune TV Weekly Wire World Zeitung
    """
)
# Who speaks for a state, an institution or himself is a source of the news, and no outlet.
_OFFICE_WORDS: Final = _words(
    """
    Administration Advisor Adviser Ambassador Army Assembly Authority Bank Board Cabinet Chancellor
    Chancellery Chief Commission Commissioner Committee Congress Council Court Defence Defense
    Delegation Department Directorate Duma Embassy Envoy Foreign Forces Foundation Fund General
    Government House Institute Interior Kremlin King Knesset Leader Military Minister Ministry Mission
    Mr Mrs Ms Office Official Organisation Organization Parliament Party Pentagon Police President
    Presidency Prime Prince Queen Rada Representative Secretariat Secretary Senate Senator Service
    Speaker Spokesman Spokesperson Spokeswoman State Treasury Treaty Tribunal Union University White
    Social Truth
    """
)
# Capitals and single words that stand where an outlet could, and are none.
_NO_OUTLETS: Final = _words(
    """
    ASEAN AU BRICS CIA CSTO EAEU EC ECB ECOWAS EU FBI FSB G7 G20 GCC IAEA ICC ICJ IDF IMF MEA MFA MI6
    MoFA MOFA MOU NATO OAS OECD OPEC OSCE PM SBU SCO UAE UK UN UNESCO UNGA UNHCR UNICEF UNSC US USA USSR
    WFP WHO WTO X Facebook Instagram Telegram Twitter YouTube WhatsApp Threads A An And As At But He Her
    His I In It Its She That The Their They This We Who You Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday Today Yesterday January February March April May June July August September October
    November December
    """
)

_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9/&-]{1,6}")
_DEMONYM: Final = re.compile(r"[A-Z]\w+(?:ish|ese|an|ch|ic|li|qi|di|ni|ki|ti|ss|ek)|Thai|Kurd|Czech|Polish")


def outlet_name(name: str, *, any_word: bool = False) -> str | None:
    """The canonical name of the outlet that `name`, as a text has it, means; None where it is no outlet's.

    A known name is one whatever it is made of. An unknown one must be an acronym or have the word of an
    outlet in it; with `any_word`, for places where only an outlet can stand, it may be any single word.
    Two words without are a person as often as not.
    """
    given = name.strip()
    bare = re.sub(r"^[Tt]he ", "", given)
    known = CANONICAL.get(given) or CANONICAL.get(bare)
    if known is not None:
        return known
    first, _, rest = bare.partition(" ")
    if rest in CANONICAL and _DEMONYM.fullmatch(first):
        return CANONICAL[rest]
    words = re.split(r"[ -]", bare)
    if bare in _NO_OUTLETS or not _OFFICE_WORDS.isdisjoint(words) or not _NO_OUTLETS.isdisjoint(words):
        return None
    if len(words) > 1:
        return bare if not _MEDIA_WORDS.isdisjoint(words) or _ACRONYM.fullmatch(bare) else None
    if _ACRONYM.fullmatch(bare) or (any_word and not _DEMONYM.fullmatch(bare)):
        return bare
    return None
