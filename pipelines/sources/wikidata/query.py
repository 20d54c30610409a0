"""The question put to Wikidata's query service, one office and one page at a time.

Data model: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format. Positions held are P39, with
start (P580), end (P582) and series ordinal (P1545); a position's state is P1001 or P17, its code P298.
"""

from typing import Final

# Items of the classes of positions, by the office that they are here.
OFFICES: Final = {
    "head_of_state": "Q48352",
    "head_of_government": "Q2285706",
    "foreign_minister": "Q7330070",
}

LANGUAGES: Final = ("en", "ru", "uk", "kk", "ar", "fa", "he", "zh", "ja", "ko", "fr", "es", "de", "pt", "tr")

# Between two names of one person; no name has it.
SEPARATOR: Final = "|"

# Holders whose spell was over before are no matter of news: years before it are asked for nowhere.
EARLIEST_END: Final = "1900-01-01"

# The service sorts before it cuts: the order must be total, else pages overlap. What is sorted is as little
# as can be; labels and dates are joined to the page alone. A position may be of several states, and an
# answer then has a row for each: how many rows come says nothing of where a page ends.
_QUERY: Final = """
SELECT ?statement ?person ?personLabel ?birthYear ?country ?iso3 ?office ?position ?positionLabel ?ordinal
       ?start ?startPrecision ?end ?endPrecision ?asked
       (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="{separator}") AS ?names)
WHERE {{
  {{
    SELECT ?statement (SAMPLE(?holder) AS ?person) (SAMPLE(?held) AS ?position) WHERE {{
      ?held wdt:P279* wd:{office_class} .
      ?statement ps:P39 ?held .
      ?holder p:P39 ?statement ; wdt:P31 wd:Q5 .
      MINUS {{ ?statement wikibase:rank wikibase:DeprecatedRank . }}
      FILTER NOT EXISTS {{
        ?statement pq:P582 ?over . FILTER(?over < "{earliest}T00:00:00Z"^^xsd:dateTime)
      }}
      FILTER EXISTS {{
        ?held wdt:P1001|wdt:P17 ?realm . {{ ?realm wdt:P298 [] . }} UNION {{ ?realm wdt:P31 wd:Q3024240 . }}
      }}
    }} GROUP BY ?statement ORDER BY ?statement LIMIT {limit} OFFSET {offset}
  }}
  BIND("{office}" AS ?office)
  BIND(NOW() AS ?asked)
  OPTIONAL {{ ?position wdt:P1001 ?jurisdiction . }}
  OPTIONAL {{ ?position wdt:P17 ?land . }}
  BIND(COALESCE(?jurisdiction, ?land) AS ?country)
  OPTIONAL {{ ?country wdt:P298 ?iso3 . }}
  OPTIONAL {{ ?statement pq:P1545 ?ordinal . }}
  OPTIONAL {{ ?statement pqv:P580 [ wikibase:timeValue ?startTime ; wikibase:timePrecision ?startPrecision ] . }}
  OPTIONAL {{ ?statement pq:P580 ?startSaid . }}
  BIND(COALESCE(?startTime, ?startSaid) AS ?start)
  OPTIONAL {{ ?statement pqv:P582 [ wikibase:timeValue ?endTime ; wikibase:timePrecision ?endPrecision ] . }}
  OPTIONAL {{ ?statement pq:P582 ?endSaid . }}
  BIND(COALESCE(?endTime, ?endSaid) AS ?end)
  OPTIONAL {{
    ?person p:P569 [ a wikibase:BestRank ;
                     psv:P569 [ wikibase:timeValue ?born ; wikibase:timePrecision ?bornPrecision ] ] .
    FILTER(?bornPrecision >= 9)
  }}
  BIND(YEAR(?born) AS ?birthYear)
  OPTIONAL {{ ?person rdfs:label ?personLabel . FILTER(LANG(?personLabel) = "en") }}
  OPTIONAL {{ ?position rdfs:label ?positionLabel . FILTER(LANG(?positionLabel) = "en") }}
  OPTIONAL {{ ?person rdfs:label|skos:altLabel ?name . FILTER(LANG(?name) IN ({languages})) }}
}}
GROUP BY ?statement ?person ?personLabel ?birthYear ?country ?iso3 ?office ?position ?positionLabel ?ordinal
         ?start ?startPrecision ?end ?endPrecision ?asked
ORDER BY ?statement
"""


def query(office: str, limit: int, offset: int) -> str:
    """SPARQL for at most `limit` statements of holders of `office`, after the first `offset`.

    Raises KeyError for an office that is none of OFFICES.
    """
    return _QUERY.format(
        office=office,
        office_class=OFFICES[office],
        limit=limit,
        offset=offset,
        earliest=EARLIEST_END,
        separator=SEPARATOR,
        languages=", ".join(f'"{language}"' for language in LANGUAGES),
    )
