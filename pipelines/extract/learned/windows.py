"""Cut a scene into windows that the network can read: word pieces, and who or what each of them names.

The network sees the words and, as extra embeddings, which pieces name the same state or agreement. The
numbers of states and agreements are slots: they say "the same" and "another", never which one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from pipelines.extract.document import Sentence
from pipelines.extract.mentions import Mention, Scene

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WEIGHTS: Final = Path(__file__).parent / "weights"
# The encoder reads 512 positions; a little is left for the marks between.
WINDOW_PIECES: Final = 500
# What a following window repeats of the one before, so that "it" still has somebody to mean.
OVERLAP_PIECES: Final = 150
# A longer sentence is cut: by then it is a list or a table.
SENTENCE_PIECES: Final = 160
PARTY_SLOTS: Final = 48
AGREEMENT_SLOTS: Final = 24
KINDS: Final = ("state", "person", "agreement", "date", "place", "pointer", "title", "aside")
_ASIDES: Final = frozenset(
    ["background", "caption", "read_also", "noise", "dateline", "subhead", "list_item"]
)
CLS, SEP, MASK = 101, 102, 103


@dataclass(frozen=True)
class Placed:
    """A mention and the pieces of the window that it covers."""

    mention: Mention
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Window:
    """`T` word pieces of the title and a run of sentences.

    `pieces`: their numbers in the vocabulary. `parties` (T × PARTY_SLOTS), `agreements` (T × AGREEMENT_SLOTS)
    and `kinds` (T × KINDS) say what they name. `spans`: first and last piece of each sentence by its index;
    `scored`: the sentences whose facts are to be read here (each sentence of an article in one window).
    """

    pieces: Ints
    parties: Floats
    agreements: Floats
    kinds: Floats
    spans: dict[int, tuple[int, int]]
    scored: list[int]
    titles: frozenset[int]
    party_mentions: dict[str, list[Placed]]
    agreement_mentions: dict[str, list[Placed]]
    persons: list[Placed]
    dates: list[Placed]
    places: list[Placed]

    def __len__(self) -> int:
        return len(self.pieces)


def cut_windows(scene: Scene) -> list[Window]:
    """Windows in order. Together they score every sentence once; an empty article has none."""
    sentences = scene.document.sentences
    if not sentences:
        return []
    pieces = [_pieces(scene, sentence) for sentence in sentences]
    titles = [s.index for s in sentences if s.field == "title"]
    body = [s.index for s in sentences if s.field != "title"]
    parties = _slots(scene, ("state", "person"), PARTY_SLOTS)
    agreements = _slots(scene, ("agreement",), AGREEMENT_SLOTS)
    return [
        _window(scene, pieces, titles, run, scored, parties, agreements)
        for run, scored in _runs(titles, body, [len(p.ids) for p in pieces])
    ]


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """The word-piece tokenizer that ships beside the weights."""
    loaded = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


@dataclass(frozen=True)
class _Pieces:
    ids: list[int]
    offsets: list[tuple[int, int]]


def _pieces(scene: Scene, sentence: Sentence) -> _Pieces:
    article = scene.document.article
    source = article.title if sentence.field == "title" else article.text
    coded = tokenizer().encode(source[sentence.start : sentence.end], add_special_tokens=False)
    return _Pieces(
        coded.ids[:SENTENCE_PIECES],
        [(a + sentence.start, b + sentence.start) for a, b in coded.offsets[:SENTENCE_PIECES]],
    )


def _runs(titles: list[int], body: list[int], sizes: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """(sentences, of these to be scored) for each window."""
    room = WINDOW_PIECES - sum(sizes[index] for index in titles) - 3
    runs: list[tuple[list[int], list[int]]] = []
    start = done = 0
    while True:
        end, used = start, 0
        while end < len(body) and (used + sizes[body[end]] <= room or end == start):
            used += sizes[body[end]]
            end += 1
        scored = body[max(start, done) : end]
        runs.append((body[start:end], scored if runs else titles + scored))
        if end >= len(body):
            return runs
        done, back, used = end, end, 0
        while back - 1 > start and used + sizes[body[back - 1]] <= OVERLAP_PIECES:
            back -= 1
            used += sizes[body[back]]
        start = max(back, start + 1)


def _slots(scene: Scene, kinds: tuple[str, ...], count: int) -> dict[str, int]:
    """Codes by first mention; what comes after the last slot shares it."""
    slots: dict[str, int] = {}
    for mentions in scene.mentions:
        for mention in mentions:
            if mention.kind in kinds:
                for code in mention.codes:
                    slots.setdefault(code, min(len(slots), count - 1))
    return slots


def _window(
    scene: Scene,
    pieces: list[_Pieces],
    titles: list[int],
    run: list[int],
    scored: list[int],
    party_slots: dict[str, int],
    agreement_slots: dict[str, int],
) -> Window:
    ids, spans = [CLS], {}
    for index in [*titles, *run]:
        spans[index] = (len(ids), len(ids) + len(pieces[index].ids))
        ids += pieces[index].ids
        if index in titles:
            ids.append(SEP)
    ids.append(SEP)
    window = Window(
        np.array(ids, dtype=np.int64),
        np.zeros((len(ids), PARTY_SLOTS), dtype=np.float32),
        np.zeros((len(ids), AGREEMENT_SLOTS), dtype=np.float32),
        np.zeros((len(ids), len(KINDS)), dtype=np.float32),
        spans,
        scored,
        frozenset(titles),
        {},
        {},
        [],
        [],
        [],
    )
    for index, (first, last) in spans.items():
        sentence = scene.document.sentences[index]
        if index in window.titles:
            window.kinds[first:last, KINDS.index("title")] = 1
        if sentence.block in _ASIDES:
            window.kinds[first:last, KINDS.index("aside")] = 1
        for mention in scene.mentions[index]:
            covered = [
                position
                for position, (start, end) in enumerate(pieces[index].offsets)
                if start < mention.end and mention.start < end
            ]
            if covered:
                placed = Placed(mention, first + covered[0], first + covered[-1] + 1)
                _mark(window, placed, party_slots, agreement_slots)
    return window


def _mark(
    window: Window, placed: Placed, party_slots: dict[str, int], agreement_slots: dict[str, int]
) -> None:
    mention, here = placed.mention, slice(placed.start, placed.end)
    window.kinds[here, KINDS.index(mention.kind)] = 1
    if mention.is_pointer:
        window.kinds[here, KINDS.index("pointer")] = 1
    if mention.kind in ("state", "person"):
        for code in mention.codes:
            # A group weighs as much as one state, however many it counts.
            window.parties[here, party_slots[code]] += 1 / np.sqrt(len(mention.codes))
            window.party_mentions.setdefault(code, []).append(placed)
        if mention.kind == "person":
            window.persons.append(placed)
    elif mention.kind == "agreement":
        window.agreements[here, agreement_slots[mention.codes[0]]] += 1
        window.agreement_mentions.setdefault(mention.codes[0], []).append(placed)
    elif mention.kind == "date":
        window.dates.append(placed)
    else:
        window.places.append(placed)
