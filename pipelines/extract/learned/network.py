"""The trained network: an encoder (ONNX) over word pieces, and small heads (NumPy) over what it gives.

`pipelines/learn` defines the same heads for training and writes both files; how they are trained and how
well they do stands in `weights/CARD.md`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np

from pipelines.extract.learned.windows import WEIGHTS, Floats, Ints, Placed, Window

ENCODER: Final = "encoder.onnx"
HEADS: Final = "heads.npz"
ATTENTION_HEADS: Final = 6
# How far a mention may stand before the sentence that is read, in sentences, to be its party.
PARTY_REACH: Final = 3
# Distances in sentences between a mention and the sentence that is read, as the network was taught them.
SAME, TITLE_ONLY, AHEAD = 0, 8, 7
# Pairs that are scored at once, so that a list of all the world's states needs no more memory.
MOST_PAIRS: Final = 4096
# Other parties between two, as taught: 0, 1, 2, 3 and more; not both in the sentence.
NOT_TOGETHER: Final = 4
# More parties than this in reach: only the nearest are paired.
MANY_PARTIES: Final = 20


@dataclass(frozen=True, eq=False)
class Pairs:
    """Scored pairs of one window. Row `n` speaks of sentence `sentences[n]` and the codes `first[n]`, `second[n]`.

    `scores` (N × outputs) are logits; `hidden` (N × width) is what the pointers need.
    """

    sentences: list[int]
    first: list[str]
    second: list[str]
    # Whether the sentence itself names them.
    first_here: list[bool]
    second_here: list[bool]
    scores: Floats
    hidden: Floats

    def __len__(self) -> int:
        return len(self.sentences)


class Network:
    """One encoder session and the heads' weights. Loading takes about 0.2 s."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / ENCODER), options, providers=["CPUExecutionProvider"]
        )
        with np.load(folder / HEADS) as stored:
            self._weights: dict[str, Floats] = {n: stored[n].astype(np.float32) for n in stored.files}

    def encode(self, window: Window) -> Floats:
        """T × width: one vector per word piece."""
        inputs = {
            "pieces": window.pieces[None],
            "mask": np.ones((1, len(window)), dtype=np.float32),
            "parties": window.parties[None],
            "agreements": window.agreements[None],
            "kinds": window.kinds[None],
        }
        encoded: Floats = self._session.run(None, inputs)[0][0]
        return encoded

    def accession_pairs(self, window: Window, encoded: Floats) -> Pairs | None:
        """Every party in reach of a scored sentence with every agreement of the window."""
        return self._pairs("accession", window, encoded, accession_candidates(window))

    def meeting_pairs(self, window: Window, encoded: Floats) -> Pairs | None:
        """Every two parties in reach of a scored sentence."""
        return self._pairs("meeting", window, encoded, meeting_candidates(window))

    def point(self, head: str, pairs: Pairs, rows: Ints, targets: list[Placed], encoded: Floats) -> Floats:
        """len(rows) × (2 + len(targets)) logits: nothing, the day of publication, each target."""
        hidden = pairs.hidden[rows]
        none = _linear(hidden, self._weights, f"{head}.none")
        if not targets:
            return none
        vectors = np.stack([encoded[t.start : t.end].mean(0) for t in targets])
        distances = np.array(
            [[pointer_distance(pairs.sentences[row], t.mention.sentence) for t in targets] for row in rows]
        )
        mixed = np.tanh(
            _linear(hidden, self._weights, f"{head}.pair")[:, None]
            + _linear(vectors, self._weights, f"{head}.target")[None]
            + self._weights[f"{head}.distance"][distances]
        )
        scores = _linear(mixed, self._weights, f"{head}.score")[..., 0]
        return np.concatenate([none, scores], axis=1)

    def _pairs(
        self, head: str, window: Window, encoded: Floats, candidates: "list[Candidate]"
    ) -> Pairs | None:
        if not candidates:
            return None
        parts = [
            self._scored(head, window, encoded, candidates[start : start + MOST_PAIRS])
            for start in range(0, len(candidates), MOST_PAIRS)
        ]
        return Pairs(
            [c.sentence for c in candidates],
            [c.first for c in candidates],
            [c.second for c in candidates],
            [c.first_distance == SAME for c in candidates],
            [c.second_distance == SAME for c in candidates],
            np.concatenate([scores for scores, _ in parts]),
            np.concatenate([hidden for _, hidden in parts]),
        )

    def _scored(
        self, head: str, window: Window, encoded: Floats, candidates: "list[Candidate]"
    ) -> tuple[Floats, Floats]:
        vectors = {
            key: np.mean([encoded[a:b].mean(0) for a, b in key], axis=0)
            for key in {c.first_spans for c in candidates} | {c.second_spans for c in candidates}
        }
        first = np.stack([vectors[c.first_spans] for c in candidates])
        second = np.stack([vectors[c.second_spans] for c in candidates])
        near = np.array([c.first_distance for c in candidates])
        far = np.array([c.second_distance for c in candidates])
        if head == "meeting":  # who is named first says nothing
            first, second = first + second, np.abs(first - second)
            near, far = np.minimum(near, far), np.maximum(near, far)
        weights = self._weights
        joint = np.concatenate(
            [first, second, weights[f"{head}.first_distance"][near], weights[f"{head}.second_distance"][far]],
            axis=1,
        )
        context = self._attend(head, window, encoded, [c.sentence for c in candidates], joint)
        way = {
            span: encoded[span[0] : span[1]].max(0) if span else np.zeros_like(encoded[0])
            for span in {c.between for c in candidates}
        }
        between = np.stack([way[c.between] for c in candidates])
        crowd = weights[f"{head}.crowd_distance"][[c.crowd for c in candidates]]
        hidden = _gelu(
            _linear(
                np.concatenate([joint, context, first * second, between, crowd], axis=1),
                weights,
                f"{head}.mix",
            )
        )
        hidden = _gelu(_linear(hidden, weights, f"{head}.refine")) + hidden
        return _linear(hidden, weights, f"{head}.output"), hidden

    def _attend(
        self, head: str, window: Window, encoded: Floats, sentences: list[int], joint: Floats
    ) -> Floats:
        """What the words of its sentence say of each pair."""
        queries = _linear(joint, self._weights, f"{head}.query")
        size = queries.shape[1] // ATTENTION_HEADS
        context = np.empty_like(queries)
        of = np.array(sentences)
        for sentence in dict.fromkeys(sentences):
            rows = np.flatnonzero(of == sentence)
            start, end = window.spans[sentence]
            words = encoded[start : max(end, start + 1)]
            keys = _linear(words, self._weights, f"{head}.key").reshape(-1, ATTENTION_HEADS, size)
            values = _linear(words, self._weights, f"{head}.value").reshape(-1, ATTENTION_HEADS, size)
            asked = queries[rows].reshape(-1, ATTENTION_HEADS, size)
            weight = softmax(np.einsum("nhd,lhd->nhl", asked, keys) / np.sqrt(size))
            context[rows] = np.einsum("nhl,lhd->nhd", weight, values).reshape(len(rows), -1)
        return context


@dataclass(frozen=True)
class Candidate:
    """Two codes that a sentence may bring together, where each is named, and how far from the sentence."""

    sentence: int
    first: str
    second: str
    first_spans: tuple[tuple[int, int], ...]
    second_spans: tuple[tuple[int, int], ...]
    first_distance: int
    second_distance: int
    # The pieces between the two where the sentence names both, and how many other parties stand there.
    between: tuple[int, int] | None
    crowd: int


def accession_candidates(window: Window) -> list[Candidate]:
    """Party and agreement, for each scored sentence."""
    found: list[Candidate] = []
    for sentence in window.scored:
        parties = _parties_near(window, sentence)
        agreements = _reach(window, window.agreement_mentions, sentence)
        pairs = ((party, slug) for party in parties for slug in agreements if slug != party)
        found += _candidates(window, sentence, parties, agreements, pairs)
    return found


def meeting_candidates(window: Window) -> list[Candidate]:
    """Two parties, at least one of them named in the scored sentence or both just before it."""
    found: list[Candidate] = []
    for sentence in window.scored:
        parties = _parties_near(window, sentence)
        codes = list(parties)
        if len(codes) > MANY_PARTIES:
            codes = sorted(codes, key=lambda code: parties[code][1])[:MANY_PARTIES]
        distance = {code: parties[code][1] for code in codes}
        pairs = (
            (one, other)
            for one, other in combinations(codes, 2)
            if SAME in (distance[one], distance[other]) or max(distance[one], distance[other]) <= 2
        )
        found += _candidates(window, sentence, parties, parties, pairs)
    return found


def _candidates(
    window: Window, sentence: int, first: "_Reached", second: "_Reached", pairs: Iterable[tuple[str, str]]
) -> Iterator[Candidate]:
    standing = {
        (placed.start, placed.end)
        for mentions in window.party_mentions.values()
        for placed in mentions
        if placed.mention.sentence == sentence
    }
    for one, other in pairs:
        (spans, distance), (other_spans, other_distance) = first[one], second[other]
        is_together = distance == other_distance == SAME
        between, crowd = _way(spans, other_spans, standing) if is_together else (None, NOT_TOGETHER)
        yield Candidate(sentence, one, other, spans, other_spans, distance, other_distance, between, crowd)


def _way(
    first: tuple[tuple[int, int], ...], second: tuple[tuple[int, int], ...], standing: set[tuple[int, int]]
) -> tuple[tuple[int, int] | None, int]:
    """The shortest way from one mention to the other, and how many of those `standing` stand in it."""
    ways = [(min(a[1], b[1]), max(a[0], b[0])) for a in first for b in second]
    start, end = min(ways, key=lambda way: way[1] - way[0])
    inside = {at for at, until in standing if start <= at and until <= end}
    return (start, end) if start < end else None, min(len(inside), NOT_TOGETHER - 1)


def _parties_near(window: Window, sentence: int) -> "_Reached":
    """Parties that the sentence names, or that were named so shortly before it that it may mean them."""
    return {
        code: named
        for code, named in _reach(window, window.party_mentions, sentence).items()
        if named[1] <= PARTY_REACH or named[1] == TITLE_ONLY
    }


_Reached = dict[str, tuple[tuple[tuple[int, int], ...], int]]


def _reach(window: Window, mentions: dict[str, list[Placed]], sentence: int) -> _Reached:
    """For each code its mentions nearest to the sentence: in it, before it, in the title, or after it."""
    return {code: _nearest(window, placed, sentence) for code, placed in mentions.items()}


def _nearest(window: Window, placed: list[Placed], sentence: int) -> tuple[tuple[tuple[int, int], ...], int]:
    before = [p.mention.sentence for p in placed if p.mention.sentence <= sentence]
    before = [index for index in before if index == sentence or index not in window.titles]
    if before:
        chosen = max(before)
        distance = min(sentence - chosen, 6)
    elif titled := [p.mention.sentence for p in placed if p.mention.sentence in window.titles]:
        chosen, distance = titled[0], TITLE_ONLY
    else:
        chosen, distance = min(p.mention.sentence for p in placed), AHEAD
    return tuple((p.start, p.end) for p in placed if p.mention.sentence == chosen), distance


def pointer_distance(sentence: int, target: int) -> int:
    """0 in the sentence, 1 to 6 before it, 7 to 10 after it."""
    apart = sentence - target
    return min(apart, 6) if apart >= 0 else 6 + min(-apart, 4)


def _linear(values: Floats, weights: dict[str, Floats], name: str) -> Floats:
    result: Floats = values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return result


def softmax(values: Floats) -> Floats:
    """Over the last axis."""
    shifted = np.exp(values - values.max(-1, keepdims=True))
    result: Floats = (shifted / shifted.sum(-1, keepdims=True)).astype(np.float32)
    return result


def sigmoid(values: Floats) -> Floats:
    """Elementwise."""
    result: Floats = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return result


def _gelu(values: Floats) -> Floats:
    # The exact form, by an approximation of erf that is good to 1.5e-7 (Abramowitz & Stegun 7.1.26).
    scaled = np.abs(values) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * scaled)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(values) * (1 - poly * np.exp(-scaled * scaled))
    result: Floats = (0.5 * values * (1 + erf)).astype(np.float32)
    return result


@lru_cache(maxsize=1)
def network() -> Network:
    """Loaded once per process, and only when somebody reads an article."""
    return Network()
