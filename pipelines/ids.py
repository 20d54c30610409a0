"""Stable keys: a hash of the fewest natural fields, the same on every machine and in every rebuild."""

import hashlib


def stable_id(*parts: str | None) -> str:
    """Hash `parts` to 16 hexadecimal digits (64 bits: a clash is expected near 5 billion rows).

    The parts are joined by U+001F, which no field contains; None and "" are different.
    """
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def content_hash(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal: the name under which raw bytes are kept."""
    return hashlib.sha256(data).hexdigest()
