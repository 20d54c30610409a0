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
}

EVIDENCE_FIELDS: Final[CodeList] = {"title": "the article's title", "text": "the article's text"}

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
    "unfounded_value": "a value of an extracted row is not borne out; the row was kept without it",
}
