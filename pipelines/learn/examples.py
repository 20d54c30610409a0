"""Labelled articles, read as the network will read them: tagged, mentions found, cut into windows."""

import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from pipelines.evaluate.report import article_of
from pipelines.extract import language
from pipelines.extract.document import read
from pipelines.extract.learned.network import Candidate, accession_candidates, meeting_candidates
from pipelines.extract.learned.windows import (
    AGREEMENT_SLOTS,
    CLS,
    MASK,
    PARTY_SLOTS,
    SEP,
    Window,
    cut_windows,
)
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mentions import read_scene
from pipelines.learn.targets import (
    AccessionTargets,
    MeetingTargets,
    accession_targets,
    meeting_targets,
    telling_sentences,
)

ARTICLES: Final = Path(__file__).parent / "articles"
# Shares of pieces hidden in training: of names, of other words; and of windows that lose many names,
# so that the network leans on what is said and not on who usually does it.
NAMES_HIDDEN: Final = 0.12
WORDS_HIDDEN: Final = 0.05
ANONYMOUS_WINDOWS: Final = 0.3
NAMES_HIDDEN_THERE: Final = 0.45


@dataclass(frozen=True, eq=False)
class Example:
    """One window with what is to be learnt from it."""

    window: Window
    accession_candidates: list[Candidate]
    meeting_candidates: list[Candidate]
    accessions: AccessionTargets
    meetings: MeetingTargets


def examples_of(labelled: dict[str, Any], lexicon: Lexicon) -> list[Example]:
    """The windows of one labelled article."""
    document = read(article_of(labelled), language.english())
    accessions = [(row, telling_sentences(document, row)) for row in labelled["accessions"]]
    meetings = [(row, telling_sentences(document, row)) for row in labelled["meetings"]]
    found = []
    for window in cut_windows(read_scene(document, lexicon)):
        joins, meets = accession_candidates(window), meeting_candidates(window)
        found.append(
            Example(
                window,
                joins,
                meets,
                accession_targets(accessions, joins, window, labelled["published"]),
                meeting_targets(meetings, meets, window, labelled["published"]),
            )
        )
    return found


def disguised(window: Window, rng: random.Random) -> Window:
    """The window with other slot numbers and some pieces hidden; a new one each time it is read."""
    parties, agreements = list(range(PARTY_SLOTS)), list(range(AGREEMENT_SLOTS))
    rng.shuffle(parties)
    rng.shuffle(agreements)
    named = window.kinds[:, :3].sum(1) > 0
    chance = np.random.default_rng(rng.randrange(2**32)).random(len(window))
    names = NAMES_HIDDEN_THERE if rng.random() < ANONYMOUS_WINDOWS else NAMES_HIDDEN
    hidden = (chance < np.where(named, names, WORDS_HIDDEN)) & ~np.isin(window.pieces, (CLS, SEP))
    return replace(
        window,
        pieces=np.where(hidden, MASK, window.pieces),
        parties=window.parties[:, parties],
        agreements=window.agreements[:, agreements],
    )
