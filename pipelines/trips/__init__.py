"""Whom the remarks of official trips say were met: `meetings` makes the table, `remarks` reads one remark."""
