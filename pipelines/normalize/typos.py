"""Whether one word is another misspelt: one letter wrong, missing, too many, or two swapped."""


def is_slip_of(word: str, meant: str) -> bool:
    """Whether `word` is `meant`, or one slip away from it (Damerau–Levenshtein distance of at most 1)."""
    if word == meant:
        return True
    if abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    rest, wanted = word[start:], meant[start:]
    if len(rest) == len(wanted):
        return rest[1:] == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    return rest[1:] == wanted if len(rest) > len(wanted) else rest == wanted[1:]
