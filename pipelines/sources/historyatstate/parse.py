"""XML of the Office of the Historian to rows: one for each `<visit>` and each `<trip>`.

The files are untrusted: no entity is expanded, no DTD is read, nothing is fetched. A file that is not
well-formed is read record by record, so that one broken record, or a missing end, costs no other its place.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, RECORD, Row
from pipelines.sources.raw import Parsed, RawFile

RECORDS: Final = ("visit", "trip")
ROOTS: Final = ("visits", "trips")
# Element -> key of the row. What a visit calls by another name than a trip has the same key.
FIELDS: Final[dict[str, str]] = {
    "id": "id",
    "role": "role",
    "visitor": "name",
    "name": "name",
    "from": "country",
    "country": "country",
    "start-date": "start_date",
    "end-date": "end_date",
    "locale": "place",
    "description": "remarks",
    "remarks": "remarks",
}
# The parser counts lines from the start of what it was given, which may be a part of the file.
_POSITION: Final = re.compile(r"(?: line \d+)?, line \d+, column \d+(?: \(<string>, line \d+\))?$")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_NAMESPACE: Final = re.compile(rb"""\s(xmlns(?::[^\s=<>"']+)?)\s*=\s*("[^"<]*"|'[^'<]*')""")
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(?:visits|trips)\b[^<>]*>")
# A comment and a CDATA section hold no records, whatever stands in them.
_TAG: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>"
    rb"|<(?:[\w.-]+:)?(?P<open>visit|trip)(?=[\s/>])(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>?|</(?:[\w.-]+:)?(?P<close>visit|trip)\s*>",
    re.DOTALL,
)


def parse(file: RawFile) -> Parsed:
    """Rows of one file with the keys of FIELDS, `element` and `who`; text with white space made single.

    An element that a record has twice gives its values joined by "; ". Raises nothing: what cannot be read
    is a reject with reason `invalid_xml` and its line.
    """
    if not file.data.strip():
        return Parsed(rejects=[_reject(file, None, "the file is empty", reason="empty_file")], records=1)
    data = _as_utf8(file.data)
    parsed = Parsed(records=sum(1 for tag in _TAG.finditer(data) if tag["open"]))
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        _read_pieces(file, data, parsed, error)
    else:
        _read_tree(file, root, parsed)
    return parsed


def _parser() -> etree.XMLParser:
    # An encoding that the server or the file names wrongly is a fault of the file, not of ours.
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False
    )


def _as_utf8(data: bytes) -> bytes:
    """`data`, of which UTF-16 is made UTF-8: only then can records be found in the bytes."""
    if not data.startswith(_UTF16):
        return data
    text = data.decode("utf-16", errors="replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode()


def _read_tree(file: RawFile, root: etree._Element, parsed: Parsed) -> None:
    """Rows of a well-formed file. What stands among the records and is none is a record that cannot be read."""
    elements = [root] if _name(root) in RECORDS else list(root.iter(*_any_namespace(RECORDS)))
    if not elements and _name(root) not in ROOTS:
        detail = f"no <visit> or <trip> in the file: its root is <{_name(root)}>"
        parsed.records += 1
        parsed.rejects.append(_reject(file, root.sourceline, detail))
        return
    for number, element in enumerate(elements, start=1):
        _read_record(file, element, _line(element), number, parsed)
    if _name(root) in ROOTS:
        for child in root.iterchildren("*"):
            if _name(child) not in RECORDS:
                parsed.records += 1
                detail = f"<{_name(child)}> is neither a visit nor a trip"
                sample = " ".join("".join(child.itertext()).split())
                parsed.rejects.append(_reject(file, _line(child), detail, sample))


def _read_pieces(file: RawFile, data: bytes, parsed: Parsed, error: Exception) -> None:
    """Rows of a file that is not well-formed: each record is read by itself."""
    before = len(parsed.rejects)
    declaration = _declaration(data)
    namespaces = _namespaces(data)
    for number, (start, end) in enumerate(_pieces(data), start=1):
        line = data.count(b"\n", 0, start) + 1
        piece = data[start:end]
        try:
            element = etree.fromstring(declaration + _bound(piece, namespaces), _parser())
        except (etree.XMLSyntaxError, LookupError, ValueError) as fault:
            detail = f"not a well-formed visit or trip: {_fault(fault, line)}"
            parsed.rejects.append(_reject(file, line, detail, piece.decode("utf-8", errors="replace")))
            parsed.records += 0 if _TAG.match(piece) else 1
            continue
        _read_record(file, element, line, number, parsed)
    if len(parsed.rejects) == before:
        # Every record is whole: the fault stands between them, or at the end. Nothing but that is lost.
        detail = f"not well-formed outside of any visit or trip: {_fault(error, 1)}"
        parsed.rejects.append(_reject(file, getattr(error, "lineno", None), detail))
        parsed.records += 1


def _declaration(data: bytes) -> bytes:
    """The XML declaration of a file for a part of it; none where it names no encoding that there is."""
    found = _DECLARED.match(data)
    if found is None:
        return b""
    try:
        codecs.lookup(found[1].decode())
    except LookupError:
        return b""
    return found[0].strip() + b"?>"


def _namespaces(data: bytes) -> dict[bytes, bytes]:
    """What the elements around the records declare: `xmlns` or `xmlns:prefix`, and a value with the quotes.

    Records are found by their local names, so it matters that a prefix is declared, not what it stands for.
    """
    first = next((tag.start() for tag in _TAG.finditer(data) if tag["open"]), len(data))
    found = _NAMESPACE.findall(data, 0, first)
    return {name: value.replace(b"&", b"&amp;") for name, value in found}


def _bound(piece: bytes, namespaces: dict[bytes, bytes]) -> bytes:
    """A record with the namespaces that it has from the elements around it, unless it declares them itself."""
    tag = _TAG.match(piece)
    if tag is None or not tag["open"]:
        return piece
    own = {name for name, _ in _NAMESPACE.findall(tag[0])}
    lacking = [b" %s=%s" % each for each in namespaces.items() if each[0] not in own]
    return piece[: tag.end("open")] + b"".join(lacking) + piece[tag.end("open") :]


def _fault(error: Exception, first_line: int) -> str:
    """What the parser says, with the line of the file."""
    line = first_line + max(0, (getattr(error, "lineno", None) or 1) - 1)
    return f"line {line}: {_POSITION.sub('', str(error))}"


def _pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each record starts and ends.

    One that is not closed ends where the next one starts; one that is closed and was not opened starts
    where the last one ended.
    """
    start: int | None = None
    root = _ROOT.search(data)
    done = root.end() if root else 0
    for tag in _TAG.finditer(data):
        if tag["open"]:
            if start is not None:
                yield start, tag.start()
            start = tag.start()
            if tag[0].endswith(b"/>"):
                yield start, tag.end()
                start = None
        elif tag["close"]:
            yield done if start is None else start, tag.end()
            start = None
        done = tag.end()
    if start is not None:
        yield start, len(data)


def _read_record(file: RawFile, element: etree._Element, line: int, number: int, parsed: Parsed) -> None:
    # An entity that is not expanded would leave a hole in the text.
    entity = next(element.iter(etree.Entity), None)
    if entity is not None:
        detail = f"refers to the entity {entity.text}, which is not expanded"
        sample = " ".join("".join(element.itertext()).split())
        parsed.rejects.append(_reject(file, line, detail, sample))
        return
    values: dict[str, list[str]] = {key: [] for key in FIELDS.values()}
    for child in element.iterchildren("*"):
        key = FIELDS.get(_name(child))
        text = " ".join("".join(_texts(child)).split())
        if key is not None and text:
            values[key].append(text)
    row: Row = {key: "; ".join(texts) or None for key, texts in values.items()}
    row["role"] = row["role"] or element.get("role")
    row["who"] = element.get("who")
    row["element"] = _name(element)
    parsed.rows.append(row | {LOCATOR: file.locator, LINE: line, RECORD: number})


def _texts(element: etree._Element) -> Iterator[str]:
    """The text of an element and of those in it; comments are none."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _line(element: etree._Element) -> int:
    return element.sourceline or 1


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _any_namespace(names: tuple[str, ...]) -> list[str]:
    return [f"{{*}}{name}" for name in names]


def _reject(
    file: RawFile, line: int | None, detail: str, sample: str | None = None, *, reason: str = "invalid_xml"
) -> Reject:
    return Reject(
        source=file.source,
        locator=file.locator,
        line=line,
        stage="raw",
        reason=reason,
        detail=detail,
        sample=sample,
    )
