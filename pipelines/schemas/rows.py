"""Rows on their way from a source to a table: the file's own fields, and where in the file they stood."""

from typing import Any, Final

Row = dict[str, Any]

LOCATOR: Final = "_locator"
LINE: Final = "_line"
# Where one record of a file (a cell, an element) gives several rows, they have this in common.
RECORD: Final = "_record"
