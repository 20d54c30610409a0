"""Bytes to text: by byte order mark, then UTF-8, then the likeliest of the old one-byte encodings."""

import codecs
import re
from collections.abc import Sequence
from typing import Final

from pipelines.sources.articles.faults import ArticleError

# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES: Final = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"PK\x05\x06", "ZIP archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstandard archive"),
    (b"7z\xbc\xaf", "7-Zip archive"),
    (b"Rar!", "RAR archive"),
    (b"\x7fELF", "program"),
    (b"RIFF", "RIFF media file"),
    (b"\xd0\xcf\x11\xe0", "old office document"),
    (b"PAR1", "parquet file"),
)

# The encodings that news in Latin or Cyrillic letters came in before UTF-8; with the whole list of
# charset-normalizer a few accents in an English text are read as Finnish or Japanese.
_ONE_BYTE_ENCODINGS: Final = ("cp1252", "cp1251", "latin_1", "cp1250", "koi8_r")

# Bytes that are looked at to tell the encoding; the whole is then decoded with it.
_DETECTION_BYTES: Final = 100_000
# Of the letters of English with typographic quotes and foreign names, or of French, more than this share
# is ASCII; of Russian in any old encoding hardly any.
_LATIN_SHARE: Final = 0.8
# charset-normalizer's measure of disorder, 0 to 1: above this its own authors call the match doubtful.
_MAX_CHAOS: Final = 0.1
# Text has tabs and line ends; more control characters than one in a hundred is data.
_MAX_CONTROL_SHARE: Final = 0.01

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NOT_CP1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)


def refuse_binary(data: bytes) -> None:
    """Raise ArticleError (`binary_content`) where `data` begins like a known binary format."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise ArticleError("binary_content", f"not text but a {name}, by its first bytes", _sample(data))


def refuse_empty(content: bytes | str) -> None:
    """Raise ArticleError (`empty_file`) where there is nothing but white space."""
    if not content:
        raise ArticleError("empty_file", "the file has no content")
    if not content.strip():
        raise ArticleError("empty_file", "the file is all white space")


def decode(data: bytes, declared: Sequence[str] = ()) -> str:
    """The text of `data` without its byte order mark, otherwise unchanged.

    `declared` names encodings to try after the byte order mark and UTF-8. Raises ArticleError:
    `empty_file`, `binary_content`, `undecodable_text`.
    """
    refuse_empty(data)
    refuse_binary(data)
    text = _decoded(data, declared)
    refuse_empty(text)
    controls = len(_CONTROL.findall(text))
    if controls > max(2, _MAX_CONTROL_SHARE * len(text)):
        raise ArticleError("binary_content", f"{controls} control characters in {len(text)}", _sample(data))
    return text


def declared_charsets(data: bytes) -> list[str]:
    """The encoding that an HTML page names in its head, if it names one that there is."""
    match = _META_CHARSET.search(data[:4096])
    if match is None:
        return []
    name = match.group(1).decode("ascii")
    try:
        return [codecs.lookup(name).name]
    except LookupError:
        return []


def _decoded(data: bytes, declared: Sequence[str]) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                reason = f"begins with the mark of {name} and is not: {error.reason} at byte {error.start}"
                raise ArticleError("undecodable_text", reason, _sample(data)) from error
    if b"\x00" in data:
        raise ArticleError("binary_content", f"NUL at byte {data.index(0)}", _sample(data))
    for name in ("utf-8", *declared):
        try:
            return data.decode(name)
        # A page may declare a codec that is none for text (hex, zip), which fails in ways of its own.
        except (UnicodeError, LookupError, ValueError, AssertionError):
            continue
    name = _one_byte_encoding(data)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        detail = f"is not {name}, its likeliest encoding: {error.reason} at byte {error.start}"
        raise ArticleError("undecodable_text", detail, _sample(data)) from error


def _one_byte_encoding(data: bytes) -> str:
    """The likeliest old encoding of `data`. Raises ArticleError (`undecodable_text`) where none is likely."""
    start = data[:_DETECTION_BYTES]
    ascii_letters = sum(chr(byte).isalpha() for byte in start if byte < 0x80)
    others = sum(byte >= 0x80 for byte in start)
    if ascii_letters >= _LATIN_SHARE * (ascii_letters + others) and not _NOT_CP1252.search(data):
        return "cp1252"
    # Imported here: most files are UTF-8 and never need it.
    from charset_normalizer import from_bytes

    best = from_bytes(start, cp_isolation=list(_ONE_BYTE_ENCODINGS)).best()
    if best is None or best.chaos > _MAX_CHAOS:
        raise ArticleError("undecodable_text", "the bytes are in no encoding that can be told", _sample(data))
    return best.encoding


def _sample(data: bytes) -> str:
    return data[:200].decode("ascii", "backslashreplace")
