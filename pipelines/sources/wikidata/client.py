"""Ask Wikidata's query service for office holders, page by page, politely.

Its rules: https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual#Query_limits. A user agent that
names a contact, one request at a time and the pause between two are HttpClient's, as are retries.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.sources.http import FetchError, HttpClient
from pipelines.sources.raw import RawFile, packaged_files, read_card
from pipelines.sources.wikidata.parse import AnswerError, bindings_of
from pipelines.sources.wikidata.query import OFFICES, query

ENDPOINT: Final = "https://query.wikidata.org/sparql"
LICENCE: Final = "CC0-1.0"
PAGE_SIZE: Final = 500

# The service ends a query that takes longer than a minute, in the midst of an answer that began with
# status 200: what came is no JSON. Asked again, it often has the answer in its cache.
_ATTEMPTS: Final = 3
# More pages than any office has: a service that answers every offset alike must not keep us for ever.
_MOST_PAGES: Final = 2_000

_ACCEPT: Final = {"Accept": "application/sparql-results+json"}


def fetch() -> Iterator[RawFile]:
    """The sample that ships with the project."""
    yield from packaged_files(Path(__file__).parent)


def fetch_pages(
    client: HttpClient, endpoint: str, page_size: int, kept: Collection[str] = ()
) -> Iterator[RawFile | Reject]:
    """The answers of `endpoint` for every office, as they came, each with at most `page_size` statements.

    An office ends with the first page without rows, which is not given. `kept` are the locators of pages
    that an earlier run of this round has already: they are not asked for again. A page that fails after
    retries is a reject that says where, and ends all: a service that fails is not to be asked for more.
    Raises ValueError where `page_size` is not positive.
    """
    if page_size < 1:
        raise ValueError(f"a page has one statement at least, not {page_size}")
    name = read_card(Path(__file__).parent).name
    for office in OFFICES:
        for page in range(_MOST_PAGES):
            locator = locator_of(office, page, page_size)
            if locator in kept:
                continue
            answer = _page(client, endpoint, query(office, page_size, page * page_size))
            if isinstance(answer, tuple):
                reason, detail = answer
                told = f"stopped at {office}, statement {page * page_size:,}: {detail}"
                yield Reject(name, locator, "raw", reason, told)
                return
            if answer is None:
                if page == 0:
                    yield Reject(name, locator, "raw", "empty_file", f"the answer has no {office} at all")
                break
            yield RawFile(name, locator, answer, LICENCE, datetime.now(UTC), "http", endpoint)


def locator_of(office: str, page: int, page_size: int) -> str:
    """Under which a page is kept. With another page size it has other statements, so its size is in it."""
    return f"{office}/{page_size}-{page:05}.json"


def _page(client: HttpClient, endpoint: str, sparql: str) -> bytes | tuple[str, str] | None:
    """The bytes of an answer; None where it has no rows; else reason and detail of the fault."""
    fault = ""
    for _ in range(_ATTEMPTS):
        try:
            data = client.get(endpoint, params={"query": sparql, "format": "json"}, headers=_ACCEPT).data
        except FetchError as error:
            return "unreachable", _without_query(str(error))
        try:
            return data if bindings_of(data) else None
        except AnswerError as error:
            fault = str(error)
    return "invalid_json", f"{fault}, {_ATTEMPTS} times"


def _without_query(message: str) -> str:
    """The message without the query in its address, which runs over pages and says nothing."""
    address, mark, rest = message.partition("?")
    _, colon, said = rest.partition(": ")
    return f"{address}{colon}{said}" if mark else message
