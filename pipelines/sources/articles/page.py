"""HTML pages: the article in them, as trafilatura finds it, paragraphs apart by blank lines."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from pipelines.sources.articles.encoding import declared_charsets, decode
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.fields import Fields, article_row
from pipelines.sources.articles.limits import Limits
from pipelines.sources.raw import Parsed, RawFile

_BLOCKS: Final = frozenset({"p", "head", "item", "quote", "ab", "code", "cell"})
# A page of links, of a consent form or of "not found" has no sentence of this length.
_SENTENCE_WORDS: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*$")
_NOTICE: Final = re.compile(
    r"copyright|©|all rights reserved|cookie|enable javascript|page (?:was|is|could|can)\b.*\bfound|404",
    re.IGNORECASE,
)
# Dates that a page declares; trafilatura passes over those that do not exist, which would hide the fault.
_DECLARED_DATE: Final = re.compile(
    r"""<meta[^>]{0,200}?(?:property|name|itemprop)\s*=\s*["'](?:article:published_time|datePublished|date)["']"""
    r"""[^>]{0,200}?content\s*=\s*["']([^"']{1,60})["']""",
    re.IGNORECASE,
)


def read_page(file: RawFile, limits: Limits) -> Parsed:
    """One row with the page's main text. Raises ArticleError, `no_article_text` where the page has none."""
    html = decode(file.data, declared_charsets(file.data))
    document = _extracted(html)
    title = _clean(document.title) if document is not None else None
    paragraphs = (
        []
        if document is None or document.body is None
        else _without_title(list(_paragraphs(document.body)), title)
    )
    if document is None or not any(_is_sentence(paragraph) for paragraph in paragraphs):
        raise ArticleError("no_article_text", "no article text was found in the page", html)
    declared = _DECLARED_DATE.search(html)
    fields = Fields(
        text="\n\n".join(paragraphs),
        source_article_id=PurePosixPath(file.locator).stem,
        url=_clean(document.url),
        outlet=_clean(document.sitename),
        published=document.date or (declared.group(1) if declared else None),
        title=title,
    )
    return Parsed(rows=[article_row(file, limits, fields)])


def _extracted(html: str) -> Any:
    """trafilatura's document, or None. It has `title`, `url`, `date`, `sitename` and `body`, an XML tree."""
    # Half a second to import, which readers of other formats are spared.
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # Without this a year in the footer's copyright line becomes the day of publication.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # broken markup fails in as many ways as there are libraries below
        detail = f"the page cannot be read: {type(error).__name__}: {str(error)[:200]}"
        raise ArticleError("no_article_text", detail, html) from error


def _paragraphs(container: Any) -> Iterator[str]:
    """The texts of the innermost blocks, in order; text that stands between blocks is one of its own."""
    pending = [container.text]
    for child in container:
        nested = any(inner.tag in _BLOCKS for inner in child.iterdescendants())
        if not nested and child.tag not in _BLOCKS:
            pending += [_text(child), child.tail]
            continue
        yield from _joined(pending)
        yield from _paragraphs(child) if nested else _joined([_text(child)])
        pending = [child.tail]
    yield from _joined(pending)


def _joined(parts: list[str | None]) -> Iterator[str]:
    paragraph = " ".join("".join(part or "" for part in parts).split())
    if paragraph:
        yield paragraph


def _text(element: Any) -> str:
    """The text of an element, with white space where it breaks the line."""
    if element.tag == "lb" or not isinstance(element.tag, str):
        return " "
    return (element.text or "") + "".join(_text(child) + (child.tail or "") for child in element)


def _without_title(paragraphs: list[str], title: str | None) -> list[str]:
    """The headline stands in `title` and, as in the gold sets, not in the text again."""
    return (
        paragraphs[1:]
        if paragraphs and title and paragraphs[0].casefold() == title.casefold()
        else paragraphs
    )


def _is_sentence(paragraph: str) -> bool:
    return (
        len(paragraph.split()) >= _SENTENCE_WORDS
        and _SENTENCE_END.search(paragraph) is not None
        and (len(paragraph) > 300 or _NOTICE.search(paragraph) is None)
    )


def _clean(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
