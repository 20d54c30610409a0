"""Tables that dbt builds in schema `marts`, for users and for export. dbt's contracts are written from here."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.articles import rejects
from pipelines.schemas.core import Column, Table
from pipelines.schemas.country_codes import STATE_CODE, norm_country_codes, norm_states
from pipelines.schemas.reference import COUNTRY_CODE

# Where a row stood in its source is for those who mend sources; who asks for facts has the source's page.
_PLACE_IN_SOURCE = frozenset({"source", "locator", "line"})

_PARTY = Column("party", pl.String(), COUNTRY_CODE + "; another organisation by its slug")
_PARTY_NAME = Column("party_name", pl.String(), "English name of the party")
_AGREEMENT_SLUG = "slug of the register, or the hyphenated name of an unlisted agreement"
_AGREEMENT = Column("agreement", pl.String(), _AGREEMENT_SLUG, references="dim_agreement.agreement")
_AGREEMENT_NAME = Column("agreement_name", pl.String(), "English name of the agreement")
_STEP = Column("step", pl.String(), "step towards or away from the agreement", codes=codes.STEPS)
_FACTUALITY = Column("factuality", pl.String(), "whether it happened", codes=codes.FACTUALITIES)
_CAPACITY = Column("capacity", pl.String(), "capacity in which it takes part", codes=codes.CAPACITIES)

_EVENT_DATE = (
    Column("event_date", pl.Date(), "day of the event, or first day of its month or year", nullable=True),
    Column("event_date_precision", pl.String(), "precision of event_date", codes=codes.DATE_PRECISIONS),
    Column("event_date_basis", pl.String(), "where event_date comes from", codes=codes.DATE_BASES),
)

_EVENT_END = Column(
    "event_end_date",
    pl.Date(),
    "last day of the stay during which they met, by a registry of visits; null where it was one day",
    nullable=True,
)

_CLAIM_SOURCE = (
    Column(
        "article_id",
        pl.String(),
        "article that says so; null of a registry",
        nullable=True,
        references="dim_article.article_id",
    ),
    Column("outlet", pl.String(), "who published the article", nullable=True),
    Column("cited_sources", pl.List(pl.String()), "outlets that the article names as its own sources"),
    Column("url", pl.String(), "address of the article, or page of the registry", nullable=True),
    Column("reported_date", pl.Date(), "day on which the article was published", nullable=True),
    Column(
        "cluster_id", pl.String(), "first article with the same text, or the registry: copies are one source"
    ),
    Column("evidence", pl.String(), "the exact words that say so"),
    Column("evidence_field", pl.String(), "where the words stand", codes=codes.EVIDENCE_FIELDS),
    Column("evidence_start", pl.Int64(), "offset of the first character, from 0", unit="characters"),
    Column("evidence_end", pl.Int64(), "offset behind the last character", unit="characters"),
    Column("extractor", pl.String(), "name of the extractor; null of a registry", nullable=True),
    Column(
        "extractor_version",
        pl.String(),
        "hash of the extractor's code, model and reference tables",
        nullable=True,
    ),
)

_SOURCE = (
    Column("source_kind", pl.String(), "what sort of source says so", codes=codes.SOURCE_KINDS),
    Column("source", pl.String(), "name of the source"),
)

_FACT_SOURCES = (
    Column("first_reported_date", pl.Date(), "earliest publication of a claim", nullable=True),
    Column("last_reported_date", pl.Date(), "latest publication of a claim", nullable=True),
    Column("claim_count", pl.Int64(), "claims that add up to this row", unit="claims"),
    Column("source_count", pl.Int64(), "independent sources: copies of one text count once", unit="sources"),
    Column("outlets", pl.List(pl.String()), "outlets of the claims, sorted"),
    Column("has_conflict", pl.Boolean(), "whether claims contradict each other on date or factuality"),
    Column("evidence", pl.String(), "the exact words of the best claim"),
    Column(
        "evidence_article_id",
        pl.String(),
        "article of the best claim; null where a registry has it",
        nullable=True,
        references="dim_article.article_id",
    ),
    Column("evidence_url", pl.String(), "address of that article, or page of the registry", nullable=True),
)

dim_country = Table(
    name="dim_country",
    layer="marts",
    grain=norm_states.grain,
    description=norm_states.description + " `marts.states_as_of(day)` gives them.",
    key=norm_states.key,
    columns=tuple(column for column in norm_states.columns if column.name not in _PLACE_IN_SOURCE),
)

dim_country_code = Table(
    name="dim_country_code",
    layer="marts",
    grain=norm_country_codes.grain,
    description=norm_country_codes.description,
    key=("country_code_id",),
    columns=(
        Column("country_code_id", pl.String(), "hash of scheme, code, state and first day"),
        Column("scheme", pl.String(), "the list", codes=codes.CODE_SCHEMES),
        Column("code", pl.String(), "the code as the list writes it"),
        Column("country_code", pl.String(), STATE_CODE, references="dim_country.country_code"),
        Column("country_name", pl.String(), "common English name"),
        *(
            column
            for column in norm_country_codes.columns
            if column.name.startswith("valid_") or column.name == "source_url"
        ),
    ),
    sort_by=("scheme", "code", "valid_from"),
)

dim_agreement = Table(
    name="dim_agreement",
    layer="marts",
    grain="one agreement, of the register, of a depositary, or named by a claim",
    description="Agreements that three or more states can join: listed, deposited, or met in the news.",
    key=("agreement",),
    columns=(
        Column("agreement", pl.String(), _AGREEMENT_SLUG),
        Column("name", pl.String(), "English name; of an unlisted one, made from its slug"),
        Column("is_listed", pl.Boolean(), "whether the agreement is in the register"),
        Column("legal_form", pl.String(), "legal form", nullable=True, codes=codes.LEGAL_FORMS),
        Column("depositary", pl.String(), "depositary of the treaty", nullable=True),
        Column("opened_date", pl.Date(), "opened for signature, or founded", nullable=True),
        Column("opened_date_precision", pl.String(), "precision of opened_date", codes=codes.DATE_PRECISIONS),
        Column("in_force_date", pl.Date(), "entry into force", nullable=True),
        Column(
            "in_force_date_precision", pl.String(), "precision of in_force_date", codes=codes.DATE_PRECISIONS
        ),
        Column(
            "founding_members",
            pl.List(pl.String()),
            "original members or first signatories where they are a closed list, sorted codes; else empty",
        ),
        Column("wikidata_id", pl.String(), "item of Wikidata, where it is known", nullable=True),
        Column("source_url", pl.String(), "public page that states the facts", nullable=True),
    ),
)

dim_person = Table(
    name="dim_person",
    layer="marts",
    grain="one person who holds or held an office",
    description="People who hold or held an office, by the register, REIGN and Wikidata.",
    key=("person_id",),
    columns=(
        Column(
            "person_id",
            pl.String(),
            "hash of the name in the register, else of the identifier of another source",
        ),
        Column("name", pl.String(), "full name in English use; of REIGN alone often the surname"),
        Column("aliases", pl.List(pl.String()), "other spellings and short forms, in any script, sorted"),
        Column("sources", pl.List(pl.String()), "who has the person: registry, reign, wikidata"),
    ),
)

dim_office_holder = Table(
    name="dim_office_holder",
    layer="marts",
    grain="one spell of one person in one office",
    description=(
        "Who stood for which state or organisation, from when to when. `marts.office_holders_as_of(country, office, "
        "day)` gives who held an office on a day."
    ),
    key=("office_holder_id",),
    columns=(
        Column("office_holder_id", pl.String(), "hash of person, country, office, title and first day"),
        Column("person_id", pl.String(), "the person", references="dim_person.person_id"),
        Column("person_name", pl.String(), "full name in English use"),
        Column("country_code", pl.String(), COUNTRY_CODE + "; an organisation by its slug"),
        Column("office", pl.String(), "sort of office", codes=codes.OFFICES),
        Column("title", pl.String(), "title of the office; null where no source has it", nullable=True),
        Column("valid_from", pl.Date(), "first day in office", nullable=True),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day in office; null while in office", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        Column(
            "known_until",
            pl.Date(),
            "last day of which the source of the dates tells, where it does not go on to today",
            nullable=True,
        ),
        Column("sources", pl.List(pl.String()), "who has the spell; the dates are those of the best known"),
        Column("source_url", pl.String(), "public page about the office or the person", nullable=True),
    ),
)

dim_article = Table(
    name="dim_article",
    layer="marts",
    grain="one article, in its latest version",
    description="Articles that were read, without their texts.",
    key=("article_id",),
    columns=(
        Column("article_id", pl.String(), "hash of the URL, or of the content where there is no URL"),
        Column("content_hash", pl.String(), "SHA-256 of title and text, hexadecimal"),
        Column("source", pl.String(), "name of the source that it came by"),
        Column("source_article_id", pl.String(), "the identifier that the source gives it", nullable=True),
        Column("url", pl.String(), "address of the article", nullable=True),
        Column("outlet", pl.String(), "who published it", nullable=True),
        Column("cited_sources", pl.List(pl.String()), "outlets that the text names as its own sources"),
        Column("language", pl.String(), "ISO 639-1 code"),
        Column("published_date", pl.Date(), "day of publication", nullable=True),
        Column("title", pl.String(), "headline", nullable=True),
        Column("cluster_id", pl.String(), "first article with the same text"),
        Column("accession_count", pl.Int64(), "accession claims in it", unit="claims"),
        Column("meeting_count", pl.Int64(), "meeting claims in it", unit="claims"),
    ),
    sort_by=("published_date",),
)

fct_memberships = Table(
    name="fct_memberships",
    layer="marts",
    grain="one spell of one party in one agreement",
    description=(
        "Membership spells by the register and by depositaries: from accession, or deposit of consent to a treaty, "
        "to withdrawal. `marts.members_as_of(agreement, day)` gives the members on a day."
    ),
    key=("membership_id",),
    columns=(
        Column("membership_id", pl.String(), "hash of party, agreement, capacity and first day"),
        _PARTY,
        _PARTY_NAME,
        _AGREEMENT,
        _AGREEMENT_NAME,
        _CAPACITY,
        Column("valid_from", pl.Date(), "first day of the spell"),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day of the spell; null while it lasts", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        Column("source_url", pl.String(), "public page that states the first day", nullable=True),
    ),
    sort_by=("agreement", "valid_from", "party"),
)

fct_accession_claims = Table(
    name="fct_accession_claims",
    layer="marts",
    grain="one (party, agreement, step, factuality) as one article states it, or one step of one registry",
    description="What each article and each registry says of accessions, with its words.",
    key=("claim_id",),
    columns=(
        Column("claim_id", pl.String(), "mention_id of the statement, or hash of the record"),
        *_SOURCE,
        Column("accession_id", pl.String(), "fact it adds up to", references="fct_accessions.accession_id"),
        _PARTY,
        _AGREEMENT,
        Column("is_listed", pl.Boolean(), "whether the agreement is in the register"),
        _STEP,
        _FACTUALITY,
        _CAPACITY,
        *_EVENT_DATE,
        *_CLAIM_SOURCE,
    ),
    sort_by=("reported_date",),
)

fct_accessions = Table(
    name="fct_accessions",
    layer="marts",
    grain="one (party, agreement, step)",
    description="Steps of states towards and away from agreements: what the claims add up to.",
    key=("accession_id",),
    columns=(
        Column("accession_id", pl.String(), "hash of party, agreement and step"),
        _PARTY,
        _PARTY_NAME,
        _AGREEMENT,
        _AGREEMENT_NAME,
        Column("is_listed", pl.Boolean(), "whether the agreement is in the register"),
        _STEP,
        _FACTUALITY,
        _CAPACITY,
        *_EVENT_DATE,
        *_FACT_SOURCES,
        Column(
            "news_factuality",
            pl.String(),
            "what holds by the news alone; null where no article tells of it",
            nullable=True,
            codes=codes.FACTUALITIES,
        ),
        Column("news_date", pl.Date(), "date by the news alone", nullable=True),
        Column("news_date_precision", pl.String(), "precision of news_date", codes=codes.DATE_PRECISIONS),
        Column(
            "registry_date",
            pl.Date(),
            "first date by registries; null where none has the step",
            nullable=True,
        ),
        Column(
            "registry_date_precision", pl.String(), "precision of registry_date", codes=codes.DATE_PRECISIONS
        ),
        Column("registry_sources", pl.List(pl.String()), "registries that have the step, sorted"),
    ),
    sort_by=("agreement", "party", "step"),
)

mart_discrepancies = Table(
    name="mart_discrepancies",
    layer="marts",
    grain="one way in which news and registries disagree on one (party, agreement, step)",
    description=(
        "Where news and registries disagree. Only agreements of which a registry has any party; where it has few "
        "(registry_party_count), that a party is absent says little."
    ),
    key=("discrepancy_id",),
    columns=(
        Column("discrepancy_id", pl.String(), "hash of accession_id and kind"),
        Column("accession_id", pl.String(), "the step", references="fct_accessions.accession_id"),
        _PARTY,
        _PARTY_NAME,
        _AGREEMENT,
        _AGREEMENT_NAME,
        _STEP,
        Column("kind", pl.String(), "how they disagree", codes=codes.DISCREPANCIES),
        Column("news_factuality", pl.String(), "what holds by the news", codes=codes.FACTUALITIES),
        Column("news_date", pl.Date(), "date by the news", nullable=True),
        Column("news_date_precision", pl.String(), "precision of news_date", codes=codes.DATE_PRECISIONS),
        Column("last_reported_date", pl.Date(), "latest publication of a claim", nullable=True),
        Column(
            "registry_step",
            pl.String(),
            "the registry's step of the party that comes nearest: the same, else the furthest",
            nullable=True,
            codes=codes.STEPS,
        ),
        Column("registry_date", pl.Date(), "its date; of several the nearest to the news", nullable=True),
        Column(
            "registry_date_precision", pl.String(), "precision of registry_date", codes=codes.DATE_PRECISIONS
        ),
        Column("registry_source", pl.String(), "which registry", nullable=True),
        Column("registry_url", pl.String(), "page of the registry", nullable=True),
        Column(
            "difference_days",
            pl.Int64(),
            "news_date less registry_date, where both are days",
            nullable=True,
            unit="days",
        ),
        Column(
            "registry_party_count",
            pl.Int64(),
            "parties that registries have of the agreement",
            unit="parties",
        ),
        Column("evidence", pl.String(), "the exact words of the news"),
        Column(
            "evidence_article_id",
            pl.String(),
            "article with these words",
            references="dim_article.article_id",
        ),
        Column("evidence_url", pl.String(), "address of that article", nullable=True),
    ),
    sort_by=("agreement", "party", "step", "kind"),
)

_MEETING = (
    Column("countries", pl.List(pl.String()), "states represented, sorted; organisations by slug"),
    Column("persons", pl.List(pl.String()), "people named as taking part"),
    Column("format", pl.String(), "how they met", codes=codes.FORMATS),
    Column("is_visit", pl.Boolean(), "whether there was travel to the other's country or seat"),
    Column("location", pl.String(), "place as the text has it", nullable=True),
    Column("location_country", pl.String(), COUNTRY_CODE + " of the place", nullable=True),
    _FACTUALITY,
)

fct_meeting_claims = Table(
    name="fct_meeting_claims",
    layer="marts",
    grain="one encounter as one article states it, or one registry of visits",
    description="What each article and each registry of visits says of meetings, with its words.",
    key=("claim_id",),
    columns=(
        Column("claim_id", pl.String(), "mention_id of the statement, or hash of the record"),
        *_SOURCE,
        Column("meeting_id", pl.String(), "encounter it adds up to", references="fct_meetings.meeting_id"),
        *_MEETING,
        *_EVENT_DATE,
        _EVENT_END,
        *_CLAIM_SOURCE,
    ),
    sort_by=("reported_date",),
)

fct_meetings = Table(
    name="fct_meetings",
    layer="marts",
    grain="one encounter in the world",
    description="Encounters of representatives of two or more states: what the claims add up to.",
    key=("meeting_id",),
    columns=(
        Column("meeting_id", pl.String(), "hash of the claims' earliest natural fields"),
        *_MEETING,
        *_EVENT_DATE,
        _EVENT_END,
        *_FACT_SOURCES,
        Column("source_kinds", pl.List(pl.String()), "news, registry, or both"),
    ),
    sort_by=("event_date",),
)

bridge_meeting_participants = Table(
    name="bridge_meeting_participants",
    layer="marts",
    grain="one participant in one encounter: a named person, or a state of which nobody is named",
    description="Who took part in which encounter, and for whom.",
    key=("participant_id",),
    columns=(
        Column("participant_id", pl.String(), "hash of meeting, party and person"),
        Column("meeting_id", pl.String(), "the encounter", references="fct_meetings.meeting_id"),
        Column("party", pl.String(), COUNTRY_CODE + "; another organisation by its slug", nullable=True),
        Column("person", pl.String(), "name as the text has it", nullable=True),
        Column("person_id", pl.String(), "the person, where the register knows him or her", nullable=True),
    ),
    sort_by=("meeting_id", "party", "person"),
)

fct_rejects = Table(
    name="fct_rejects",
    layer="marts",
    grain="one thing that could not be used",
    description="Files, lines and rows that were left out, each with its reason.",
    key=("reject_id",),
    columns=rejects.columns,
    sort_by=rejects.sort_by,
)

MART_TABLES = (
    dim_country,
    dim_country_code,
    dim_agreement,
    dim_person,
    dim_office_holder,
    dim_article,
    fct_memberships,
    fct_accession_claims,
    fct_accessions,
    mart_discrepancies,
    fct_meeting_claims,
    fct_meetings,
    bridge_meeting_participants,
    fct_rejects,
)
