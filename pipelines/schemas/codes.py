"""Code lists. Steps follow the UN Treaty Handbook where it has a term; the steps before them are ours."""

from typing import Final

CodeList = dict[str, str]

STEPS: Final[CodeList] = {
    "interest": "the party itself wants, seeks, considers or is open to joining",
    "invitation": "it was invited to join",
    "application": "it applied, submitted a request",
    "negotiation": "accession talks opened, go on or were concluded",
    "announcement": "it is said with authority that it will join or has agreed to join",
    "approval": "existing members or their organs approved its joining, or gave it a status",
    "signature": "it signed the agreement or the accession protocol",
    "ratification": "its own parliament or head of state ratified, accepted or approved",
    "accession": "it joined, acceded, was admitted, became a member or party",
    "entry_into_force": "the agreement or the membership took effect for it",
    "suspension": "its membership or participation was suspended",
    "withdrawal": "it left, withdrew, denounced",
    "refusal": "it declined or ruled out joining, or its bid was rejected",
}

FACTUALITIES: Final[CodeList] = {
    "actual": "it happened or is under way",
    "planned": "it is scheduled or decided, and has not happened",
    "possible": "it may happen: hoped for, offered, conditional, sought",
    "negated": "it did not happen: denied, cancelled, not done",
}

FACT_FACTUALITIES: Final[CodeList] = FACTUALITIES | {
    "unconfirmed": "it was planned for a day that is over, and no report says that it happened or did not",
}

STAGES_OF_ACCESSION: Final[CodeList] = {
    "none": "no step is known to have been taken",
    "interested": "it has shown interest",
    "invited": "it has been invited",
    "applied": "it has applied",
    "negotiating": "accession is negotiated",
    "announced": "it is said with authority that it will join",
    "approved": "members have approved its joining",
    "signed": "it has signed, and is not bound",
    "ratified": "its own organs have ratified its accession to an organisation, or to what has no known legal form",
    "bound": "it is a contracting state or party of the treaty, member of the organisation, or participant of the accord, "
    "in its capacity: an observer is one as observer",
    "withdrawn": "it has left, and has not come back",
    "refused": "it has ruled out joining, or was rejected",
}

EVENT_DATE_RULES: Final[CodeList] = {
    "registry": "the date of a registry or depositary goes before those of the news",
    "only_date": "it is the only date that claims state",
    "most_sources": "more independent sources state it than any other",
    "finest_date": "of those with equally many sources it is the most precise",
    "first_reported": "of those equal in sources and precision it was reported first",
    "latest_report": "of what has not happened the latest report counts",
    "earliest_report": "no claim states a date: the day of the earliest report stands in",
    "no_date": "there is no date",
}

VERSION_CHANGES: Final[CodeList] = {
    "added": "the fact was not there before",
    "changed": "it is other than it was",
    "retracted": "no claim supports it any more; the row has what was known last",
    "restored": "it is there again after it was retracted",
}

VERSION_REASONS: Final[CodeList] = {
    "new_claim": "another claim tells of it",
    "article_changed": "an article that told of it has a new version",
    "article_gone": "an article that told of it is in no source any more",
    "read_anew": "the extractor reads an article otherwise than it did",
    "described_anew": "what is known of an article or agreement beside its text has changed: outlet, copies, name",
    "registry_changed": "a registry has another entry, or none any more",
    "day_passed": "the day for which it was told is over",
    "resolved_anew": "claims that were there are taken for another encounter, because of others that came or went",
    "rules_changed": "the rules or the reference tables have changed",
}

CAPACITIES: Final[CodeList] = {
    "member": "full member or party",
    "partner": "partner, associate or dialogue partner",
    "observer": "observer",
    "candidate": "candidate for membership",
}

FORMATS: Final[CodeList] = {
    "in_person": "face to face, official visits included",
    "phone": "by telephone",
    "video": "by video link",
    "unspecified": "the text does not say how",
}

TREATY_ACTS: Final[CodeList] = {
    "signature": "it signed, a signature ad referendum included",
    "succession_to_signature": "a successor state took over its predecessor's signature",
    "confirmation_of_signature": "it confirmed a signature made ad referendum, which thereby became full",
    "ratification": "it deposited an instrument of ratification",
    "acceptance": "it deposited an instrument of acceptance",
    "approval": "it deposited an instrument of approval",
    "formal_confirmation": "an organisation's act that has the effect of ratification",
    "accession": "it deposited an instrument of accession",
    "succession": "a successor state notified that it is bound as its predecessor was",
    "continued_application": "a successor state declared that the treaty goes on applying to it",
    "definitive_signature": "it signed without reservation as to ratification and is thereby bound",
    "simplified_procedure": "it is bound by the simplified procedure, for not having objected to it in time",
    "consent_to_be_bound": "it is bound by an act that the table does not tell from others",
    "participation": "it takes part, in an amended text by virtue of an act on another one",
    "application": "it undertook to apply the treaty, as to the agency of an annex",
    "admission": "the United Nations admitted it",
    "provisional_application": "it applies the treaty, or accepted it, provisionally",
    "notification": "it notified the depositary of something that the treaty provides for",
    "registration": "its instrument was registered with the United Nations Secretariat",
    "declaration": "it made a declaration that the treaty provides for",
    "extension": "it extended the treaty to a territory or to further obligations",
    "entry_into_force": "the treaty took effect for it",
    "withdrawal": "it withdrew from or denounced the treaty",
}

LEGAL_FORMS: Final[CodeList] = {
    "treaty": "binding under international law, with consent to be bound expressed by each party",
    "organisation": "an intergovernmental organisation or standing body that admits members",
    "political_accord": "a declaration or coalition without depositary; ratification does not apply",
}

DATE_PRECISIONS: Final[CodeList] = {
    "day": "the date is the day",
    "month": "the date is the first day of the month in which it happened",
    "year": "the date is the first day of the year in which it happened",
    "unknown": "no date",
}

DATE_BASES: Final[CodeList] = {
    "stated": "the text states the date, or it follows from the text and the publication date",
    "publication": "the text gives no date: the date of the earliest report stands in for it",
    "none": "neither the text nor the report has a date",
}

NAME_KINDS: Final[CodeList] = {
    "name": "common or official name",
    "alias": "another name in use, past names included",
    "demonym_adjective": "adjective of the state or its people",
    "demonym_noun_plural": "noun for its people",
    "capital": "capital city, used for the government",
    "seat": "building or organ used for the government",
}

OFFICES: Final[CodeList] = {
    "head_of_state": "head of state",
    "head_of_government": "head of government",
    "foreign_minister": "minister of foreign affairs",
    "defence_minister": "minister of defence",
    "finance_minister": "minister of finance or economy",
    "trade_minister": "minister of trade",
    "vice_president": "vice president",
    "crown_prince": "heir apparent",
    "special_envoy": "special envoy or representative",
    "national_security_adviser": "national security adviser",
    "parliament_speaker": "speaker of parliament",
    "ambassador": "ambassador",
    "organisation_head": "head or senior official of an international organisation",
    "other": "another public office",
    "effective_leader": "who leads in fact, as head of state or of government: the source does not say which",
}

LEADER_SOURCES: Final[CodeList] = {
    "reign": "the leader list of REIGN (Rulers, Elections, and Irregular Governance)",
    "wikidata": "statements of Wikidata about positions held",
}

COUNTRY_KINDS: Final[CodeList] = {
    "state": "a state, or what takes part in agreements as one",
    "territory": "a territory with a code of its own",
    "union": "a union of states that joins agreements itself",
    "former_state": "a state that is no more",
    "former_territory": "a territory that is no more, or has no code any more",
    "unknown": "not told",
}

CODE_SCHEMES: Final[CodeList] = {
    "iso2": "ISO 3166-1 alpha-2; XK and EU in common use",
    "iso3": "ISO 3166-1 alpha-3; XKX and EUE in common use",
    "iso_numeric": "ISO 3166-1 numeric, three digits",
    "iso4": "ISO 3166-3: the code of a name that ISO 3166-1 has no more",
    "m49": "UN Statistics Division, three digits",
    "cow": "Correlates of War, state number",
    "cow_abbreviation": "Correlates of War, three letters",
    "gw": "Gleditsch and Ward, number",
    "fips": "FIPS 10-4, GEC since 2008",
    "cameo": "CAMEO actor codes, as GDELT has them",
    "wikidata": "Wikidata item",
}

COUNTRY_LABEL_KINDS: Final[CodeList] = {
    "short": "the short name",
    "formal": "the formal name",
    "former": "a name that it has no more",
    "alias": "another name in use, or a former alias",
}

TRIP_KINDS: Final[CodeList] = {
    "visit_to_us": "a foreign leader's visit to the United States",
    "presidential_trip": "a president's, or president-elect's, trip abroad",
    "secretary_trip": "a secretary of state's trip abroad",
}

KINDS_OF_VISIT: Final[CodeList] = {
    "state": "state visit",
    "official": "official visit, guests of the government or the president included",
    "official_working": "official working visit",
    "working": "working visit",
    "informal": "informal visit, the former term for a visit for talks without ceremony",
    "private": "private or unofficial visit",
    "none": "the remarks name no kind",
}

ENCOUNTER_BASES: Final[CodeList] = {
    "named": "the remarks name who was met, or for which state or organisation",
    "visit": "a visit to the government, by its kind; the remarks name nobody who was met",
    "gathering": "a meeting of an organisation, or of the US and others by its name; nobody is named",
}

ROLES: Final[CodeList] = {
    "host": "it received the others in its country",
    "visitor": "it travelled to another participant's country",
    "mediator": "it mediated between the others, by the words of a claim",
    "participant": "it took part; no more is known",
}

FORWARDS: Final[CodeList] = {
    "renamed": "the same encounter under another id: another day, or what tells it apart, has become known",
    "merged": "the encounter turned out to be one that was known already",
    "split": "the encounter turned out to be several: there is a row for each",
    "parted": "some of its claims turned out to tell of another encounter; the id goes on to name the first",
}

EVIDENCE_FIELDS: Final[CodeList] = {
    "title": "the article's title",
    "text": "the article's text",
    "record": "the registry's record, its fields joined by commas",
}

SOURCE_KINDS: Final[CodeList] = {
    "news": "an article, as the extractor reads it",
    "registry": "a register of agreements, or the status list of a depositary",
}

DISCREPANCIES: Final[CodeList] = {
    "dates_differ": "news and registry have the same step with dates that do not fit each other",
    "ahead_of_registry": "news tells of a step further than any that the registry has of the party",
    "absent_from_registry": "news tells of a step of a party of which the registry has none",
    "denied_by_news": "news says of a step that it did not happen, and the registry has it, before that report",
}

RAW_ORIGINS: Final[CodeList] = {
    "packaged": "it ships with the project or with a package",
    "file": "it lay in a folder that a setting names",
    "http": "it was fetched from an address",
}

STAGES: Final[CodeList] = {
    "raw": "reading the bytes as they came",
    "normalize": "fitting rows to the declared schema",
    "extract": "finding accessions and meetings",
}

REJECT_REASONS: Final[CodeList] = {
    "empty_file": "the file has no bytes, or only white space",
    "unreadable_file": "the file cannot be opened or read",
    "unsupported_type": "the file name ends in none of the supported endings",
    "binary_content": "the bytes are not text",
    "undecodable_text": "the bytes are in no encoding that can be told",
    "too_large": "the file or the line is over the size limit",
    "too_long": "a part of the article was not read, because the article or a sentence of it is too long",
    "invalid_json": "the line is not a JSON object",
    "invalid_parquet": "the file is not readable parquet",
    "invalid_csv": "the row does not fit the header",
    "missing_column": "a required field is missing or empty",
    "wrong_type": "a field has a value of the wrong type",
    "no_article_text": "no article text was found in the page",
    "invalid_date": "the date does not exist or lies outside 1800-01-01 to tomorrow",
    "unsupported_language": "the text is not in a language that the extractor reads",
    "duplicate": "the same article, or the same row of it, is there already",
    "unknown_code": "a code is not in its code list",
    "extraction_failed": "the extractor raised an error on this article",
    "extraction_postponed": "the article was not read in this run; the next run tries again",
    "invented_evidence": "the words given as evidence do not stand in the article",
    "invalid_row": "a row that was extracted breaks a rule of the annotation guide",
    "unreachable": "the address did not give the file",
    "unreadable_value": "the value cannot be read as what its column holds",
    "unknown_party": "the name is of no state or organisation that is known",
    "invalid_xml": "the file is not well-formed XML",
    "invalid_archive": "the archive, or a file in it, cannot be opened",
    "contradiction": "the value contradicts what the project's own list says",
    "unfounded_value": "a value of an extracted row is not borne out; the row was kept without it",
}
