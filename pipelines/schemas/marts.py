"""Tables that dbt builds in schema `marts`, for users and for export. dbt's contracts are written from here."""

from dataclasses import replace

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.articles import INSTANT, rejects
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
_FACTUALITY_NOW = Column(
    "factuality", pl.String(), "whether it happened, by all claims", codes=codes.FACT_FACTUALITIES
)
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
    Column(
        "content_hash", pl.String(), "version of the article that says so; null of a registry", nullable=True
    ),
    Column("outlet", pl.String(), "who published the article", nullable=True),
    Column("cited_sources", pl.List(pl.String()), "outlets that the article names as its own sources"),
    Column("url", pl.String(), "address of the article, or page of the registry", nullable=True),
    Column("reported_date", pl.Date(), "day on which the article was published", nullable=True),
    Column("ingested_at", INSTANT, "when this version of the article, or of the entry, was taken in"),
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
        Column(
            "speaker",
            pl.String(),
            "who is quoted or reported as saying so, in the text's words; null of a registry",
            nullable=True,
        ),
        Column(
            "speaker_party",
            pl.String(),
            "whom the speaker stands for: " + COUNTRY_CODE + "; another organisation by its slug",
            nullable=True,
        ),
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
        Column(
            "is_applicable",
            pl.Boolean(),
            "whether an agreement of that legal form has the step: nobody ratifies a political accord",
        ),
        _FACTUALITY_NOW,
        _CAPACITY,
        *_EVENT_DATE,
        Column(
            "event_date_rule", pl.String(), "why it is this date of those told", codes=codes.EVENT_DATE_RULES
        ),
        Column(
            "planned_date",
            pl.Date(),
            "date for which the latest plan had it, whatever came of it",
            nullable=True,
        ),
        Column(
            "planned_date_precision", pl.String(), "precision of planned_date", codes=codes.DATE_PRECISIONS
        ),
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

fct_accession_status = Table(
    name="fct_accession_status",
    layer="marts",
    grain="one (party, agreement)",
    description=(
        "Where a party stands towards an agreement, by the rules of the seed step_rules. "
        "`marts.accession_status_as_of(day)` gives it for any day, `marts.accession_status_as_known_on(day, known_on)` by "
        "what was known at an instant or by the end of a day."
    ),
    key=("status_id",),
    columns=(
        Column("status_id", pl.String(), "hash of party and agreement"),
        _PARTY,
        _PARTY_NAME,
        _AGREEMENT,
        _AGREEMENT_NAME,
        Column(
            "legal_form",
            pl.String(),
            "legal form, which decides what steps there are; null of an unlisted agreement",
            nullable=True,
            codes=codes.LEGAL_FORMS,
        ),
        Column("stage", pl.String(), "how far it has come", codes=codes.STAGES_OF_ACCESSION),
        Column("stage_date", pl.Date(), "date of the step that brought it there", nullable=True),
        Column("stage_date_precision", pl.String(), "precision of stage_date", codes=codes.DATE_PRECISIONS),
        Column("step", pl.String(), "the step that brought it there", nullable=True, codes=codes.STEPS),
        Column(
            "accession_id",
            pl.String(),
            "the fact of that step",
            nullable=True,
            references="fct_accessions.accession_id",
        ),
        Column(
            "capacity", pl.String(), "capacity in which it took it", nullable=True, codes=codes.CAPACITIES
        ),
        Column(
            "stage_source_kinds",
            pl.List(pl.String()),
            "who says that it took that step: news, registry, or both; what the news alone says may be misread",
        ),
        Column(
            "next_step", pl.String(), "the planned step that is due next", nullable=True, codes=codes.STEPS
        ),
        Column(
            "next_factuality",
            pl.String(),
            "planned, or unconfirmed where its day is over",
            nullable=True,
            codes=codes.FACT_FACTUALITIES,
        ),
        Column("next_date", pl.Date(), "date for which it is planned", nullable=True),
        Column("next_date_precision", pl.String(), "precision of next_date", codes=codes.DATE_PRECISIONS),
        Column(
            "suspended_date",
            pl.Date(),
            "date of the latest suspension of its membership or of the talks; no source tells when one was lifted",
            nullable=True,
        ),
        Column(
            "has_order_conflict",
            pl.Boolean(),
            "whether a step is dated before all those of which one has to come before it",
        ),
        Column("first_reported_date", pl.Date(), "earliest publication of a claim", nullable=True),
        Column("last_reported_date", pl.Date(), "latest publication of a claim", nullable=True),
        Column("source_count", pl.Int64(), "independent sources of all its steps", unit="sources"),
    ),
    sort_by=("agreement", "party"),
)


def _versions(facts: Table, name: str, function: str) -> Table:
    """The log of `facts`: its columns, and for how long the warehouse knew them so."""
    (key,) = facts.key
    return Table(
        name=name,
        layer="marts",
        grain=f"one version of one row of {facts.name}, for as long as the warehouse knew it so",
        description=(
            f"What {facts.name} said at any time; nothing is ever taken out of it. `marts.{function}(known_on)` gives "
            "the rows as they were known at an instant, or by the end of a day."
        ),
        key=("version_id",),
        columns=(
            Column("version_id", pl.String(), f"hash of {key} and known_from"),
            # A retracted fact is in its table no more, and the article of its evidence may be gone.
            *(replace(column, references=None) for column in facts.columns),
            Column(
                "change",
                pl.String(),
                "what was new: the fact, or what is said of it",
                codes=codes.VERSION_CHANGES,
            ),
            Column("reason", pl.String(), "why the version came about", codes=codes.VERSION_REASONS),
            Column("known_from", INSTANT, "instant of the build that knew it so first"),
            Column(
                "known_to", INSTANT, "instant of the build that knew it otherwise; null today", nullable=True
            ),
        ),
        sort_by=(key, "known_from"),
    )


fct_membership_versions = _versions(fct_memberships, "fct_membership_versions", "memberships_as_known_on")

fct_accession_versions = _versions(fct_accessions, "fct_accession_versions", "accessions_as_known_on")

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

_COUNTRIES = Column("countries", pl.List(pl.String()), "states represented, sorted; organisations by slug")
_PERSONS = Column("persons", pl.List(pl.String()), "people named as taking part")
_HOW_AND_WHERE = (
    Column("format", pl.String(), "how they met", codes=codes.FORMATS),
    Column("is_visit", pl.Boolean(), "whether there was travel to the other's country or seat"),
    Column("location", pl.String(), "place as the text has it", nullable=True),
    Column("location_country", pl.String(), COUNTRY_CODE + " of the place", nullable=True),
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
        _COUNTRIES,
        _PERSONS,
        Column(
            "mediators",
            pl.List(pl.String()),
            "those of countries that mediated between the others, by the words of the claim",
        ),
        *_HOW_AND_WHERE,
        _FACTUALITY,
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
        Column(
            "meeting_id",
            pl.String(),
            "hash of states and day, and of what tells it apart; `marts.meetings_now(id)` finds it under a later id",
        ),
        _COUNTRIES,
        _PERSONS,
        *_HOW_AND_WHERE,
        _FACTUALITY_NOW,
        *_EVENT_DATE,
        replace(
            _EVENT_END,
            description="last day of the visit, by a registry or the days that the news tells of; null where it was one",
        ),
        Column(
            "planned_date",
            pl.Date(),
            "date for which the latest plan had it, whatever came of it",
            nullable=True,
        ),
        Column(
            "planned_date_precision", pl.String(), "precision of planned_date", codes=codes.DATE_PRECISIONS
        ),
        Column("is_rescheduled", pl.Boolean(), "whether it had been planned for another day and was put off"),
        Column(
            "cancelled_reported_date",
            pl.Date(),
            "latest publication of a claim that it did not, or would not, take place",
            nullable=True,
        ),
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
        Column("role", pl.String(), "as what the party took part", codes=codes.ROLES),
        Column(
            "office",
            pl.String(),
            "office that the person held on the day",
            nullable=True,
            codes=codes.OFFICES,
        ),
        Column("title", pl.String(), "title of that office; null where no source has it", nullable=True),
    ),
    sort_by=("meeting_id", "party", "person"),
)

fct_meeting_versions = _versions(fct_meetings, "fct_meeting_versions", "meetings_as_known_on")

fct_forwarded_meetings = Table(
    name="fct_forwarded_meetings",
    layer="marts",
    grain="one id that names no row of fct_meetings any more, and one id under which its claims are found now",
    description=(
        "Where encounters went whose id was cited: merged with others, split, or under another id. An id may lead to one "
        "that was forwarded later: `marts.meetings_now(id)` follows."
    ),
    key=("forward_id",),
    columns=(
        Column("forward_id", pl.String(), "hash of both ids and known_from"),
        Column("meeting_id", pl.String(), "the id that was"),
        Column("new_meeting_id", pl.String(), "the id that took its place then"),
        Column("kind", pl.String(), "what became of the encounter", codes=codes.FORWARDS),
        Column("known_from", INSTANT, "instant of the build that forwarded it"),
        Column(
            "known_to",
            INSTANT,
            "instant of the build since which the id names an encounter again; null while it is forwarded",
            nullable=True,
        ),
    ),
    sort_by=("meeting_id", "known_from"),
)

bridge_meeting_participant_versions = _versions(
    bridge_meeting_participants, "bridge_meeting_participant_versions", "participants_as_known_on"
)

fct_builds = Table(
    name="fct_builds",
    layer="marts",
    grain="one build that came to its end and knew something new",
    description="The instants at which the warehouse came to know what it knows, for `…_as_known_on(known_on)`.",
    key=("completed_at",),
    columns=(
        Column("completed_at", INSTANT, "instant of the build; the known_from of what it found"),
        Column("code_version", pl.String(), "hash of the models, macros and seeds that made it"),
        Column("reference_version", pl.String(), "hash of the names, offices and legal forms that it used"),
        Column("claim_count", pl.Int64(), "versions of claims that it took in or ended", unit="claims"),
    ),
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
    fct_membership_versions,
    fct_accession_claims,
    fct_accessions,
    fct_accession_versions,
    fct_accession_status,
    mart_discrepancies,
    fct_meeting_claims,
    fct_meetings,
    fct_meeting_versions,
    fct_forwarded_meetings,
    bridge_meeting_participants,
    bridge_meeting_participant_versions,
    fct_builds,
    fct_rejects,
)
