"""The network in PyTorch, for training; `extract/learned/network.py` is the same in ONNX and NumPy.

The encoder is all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, Reimers and Gurevych 2019) with embeddings
added for who or what a word piece names. A pair's head looks at the two mentions and, by attention, at the
words of the sentence; pointers choose among dates, places and persons.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (everybody's name for it)

from pipelines.extract.learned.network import ATTENTION_HEADS, NOT_TOGETHER, Candidate, pointer_distance
from pipelines.extract.learned.outputs import ACCESSION_OUTPUTS, MEETING_OUTPUTS, STEPS
from pipelines.extract.learned.windows import AGREEMENT_SLOTS, KINDS, PARTY_SLOTS, Placed, Window

WIDTH: Final = 384
LAYERS: Final = 6
ENCODER_HEADS: Final = 12
FEED_FORWARD: Final = 1536
VOCABULARY: Final = 30522
POSITIONS: Final = 512
HIDDEN: Final = 320
ATTENTION_SIZE: Final = 48
POINTER_SIZE: Final = 128
POINTERS: Final = ("accession_date", "meeting_date", "meeting_place", "meeting_person")


class Layer(nn.Module):
    """One transformer layer as in BERT (post-norm)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attended = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, FEED_FORWARD), nn.Linear(FEED_FORWARD, WIDTH)
        self.done = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = states.shape

        def split(values: Tensor) -> Tensor:
            return values.view(batch, length, ENCODER_HEADS, WIDTH // ENCODER_HEADS).transpose(1, 2)

        attended = F.scaled_dot_product_attention(
            split(self.query(states)), split(self.key(states)), split(self.value(states)), attn_mask=bias
        )
        mixed = self.mix(attended.transpose(1, 2).reshape(batch, length, WIDTH))
        states = self.attended(states + self.dropout(mixed))
        return self.done(states + self.dropout(self.narrow(F.gelu(self.widen(states)))))


class Encoder(nn.Module):
    """Word pieces with what they name → one vector each (batch × T × WIDTH)."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.party_slots = nn.Parameter(torch.randn(PARTY_SLOTS, WIDTH) * 0.02)
        self.agreement_slots = nn.Parameter(torch.randn(AGREEMENT_SLOTS, WIDTH) * 0.02)
        self.kinds = nn.Parameter(torch.randn(len(KINDS), WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)

    def forward(
        self, pieces: Tensor, mask: Tensor, parties: Tensor, agreements: Tensor, kinds: Tensor
    ) -> Tensor:
        states = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.segment
        states = states + parties @ self.party_slots + agreements @ self.agreement_slots + kinds @ self.kinds
        states = self.dropout(self.norm(states))
        bias = ((mask - 1) * 1e4)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, bias)
        return states

    @property
    def added(self) -> list[nn.Parameter]:
        """What the pretrained model does not have."""
        return [self.party_slots, self.agreement_slots, self.kinds]

    def load_pretrained(self, folder: Path) -> None:
        """Take the weights of `model.safetensors` in the folder."""
        from safetensors.torch import load_file

        stored = load_file(folder / "model.safetensors")
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "mix": "attention.output.dense",
            "attended": "attention.output.LayerNorm",
            "widen": "intermediate.dense",
            "narrow": "output.dense",
            "done": "output.LayerNorm",
        }
        with torch.no_grad():
            self.words.weight.copy_(stored["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(stored["embeddings.position_embeddings.weight"])
            self.segment.copy_(stored["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(stored["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(stored["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                for ours, theirs in names.items():
                    part: Any = getattr(layer, ours)
                    part.weight.copy_(stored[f"encoder.layer.{number}.{theirs}.weight"])
                    part.bias.copy_(stored[f"encoder.layer.{number}.{theirs}.bias"])


class PairHead(nn.Module):
    """Scores of pairs of mentions in a sentence, and the hidden vectors that the pointers ask for."""

    def __init__(self, outputs: int, dropout: float = 0.2) -> None:
        super().__init__()
        joint = 2 * WIDTH + 64
        attention = ATTENTION_HEADS * ATTENTION_SIZE
        self.first_distance, self.second_distance = nn.Embedding(9, 32), nn.Embedding(9, 32)
        self.query = nn.Linear(joint, attention)
        self.key, self.value = nn.Linear(WIDTH, attention), nn.Linear(WIDTH, attention)
        self.crowd_distance = nn.Embedding(NOT_TOGETHER + 1, 16)
        self.mix = nn.Linear(joint + attention + 2 * WIDTH + 16, HIDDEN)
        self.refine, self.output = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, outputs)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        window: Window,
        encoded: Tensor,
        candidates: Sequence[Candidate],
        *,
        symmetric: bool,
    ) -> tuple[Tensor, Tensor]:
        first = _vectors([c.first_spans for c in candidates], encoded)
        second = _vectors([c.second_spans for c in candidates], encoded)
        near = torch.tensor([c.first_distance for c in candidates])
        far = torch.tensor([c.second_distance for c in candidates])
        if symmetric:
            first, second = first + second, (first - second).abs()
            near, far = torch.minimum(near, far), torch.maximum(near, far)
        joint = torch.cat([first, second, self.first_distance(near), self.second_distance(far)], -1)
        context = self._attend(window, encoded, [c.sentence for c in candidates], joint)
        between = _ways([c.between for c in candidates], encoded)
        crowd = self.crowd_distance(torch.tensor([c.crowd for c in candidates]))
        mixed = self.dropout(torch.cat([joint, context, first * second, between, crowd], -1))
        hidden = F.gelu(self.mix(mixed))
        hidden = F.gelu(self.refine(self.dropout(hidden))) + hidden
        return hidden, self.output(self.dropout(hidden))

    def _attend(self, window: Window, encoded: Tensor, sentences: Sequence[int], joint: Tensor) -> Tensor:
        asked = self.query(joint).view(-1, ATTENTION_HEADS, ATTENTION_SIZE)
        rows_of: dict[int, list[int]] = {}
        for row, sentence in enumerate(sentences):
            rows_of.setdefault(sentence, []).append(row)
        found = []
        for sentence, rows in rows_of.items():
            start, end = window.spans[sentence]
            words = encoded[start : max(end, start + 1)]
            keys = self.key(words).view(-1, ATTENTION_HEADS, ATTENTION_SIZE)
            values = self.value(words).view(-1, ATTENTION_HEADS, ATTENTION_SIZE)
            # Pairs stand in the order of their sentences: a slice, which learns faster than an index.
            here = asked[rows[0] : rows[-1] + 1]
            weights = (torch.einsum("nhd,lhd->nhl", here, keys) / math.sqrt(ATTENTION_SIZE)).softmax(-1)
            found.append(torch.einsum("nhl,lhd->nhd", weights, values).flatten(1))
        return torch.cat(found)


class Pointer(nn.Module):
    """Logits over (nothing, day of publication, targets …) for each pair."""

    def __init__(self) -> None:
        super().__init__()
        self.pair, self.target = nn.Linear(HIDDEN, POINTER_SIZE), nn.Linear(WIDTH, POINTER_SIZE)
        self.distance = nn.Embedding(16, POINTER_SIZE)
        self.score, self.none = nn.Linear(POINTER_SIZE, 1), nn.Linear(HIDDEN, 2)

    def forward(
        self, hidden: Tensor, sentences: Sequence[int], targets: Sequence[Placed], encoded: Tensor
    ) -> Tensor:
        none = self.none(hidden)
        if not targets:
            return none
        vectors = torch.stack([encoded[t.start : t.end].mean(0) for t in targets])
        distances = torch.tensor(
            [[pointer_distance(s, t.mention.sentence) for t in targets] for s in sentences]
        )
        mixed = torch.tanh(self.pair(hidden)[:, None] + self.target(vectors)[None] + self.distance(distances))
        return torch.cat([none, self.score(mixed).squeeze(-1)], -1)


class Net(nn.Module):
    """Encoder and heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.accession, self.meeting = PairHead(ACCESSION_OUTPUTS), PairHead(MEETING_OUTPUTS)
        # Most pairs tell nothing: start from there.
        self.accession.output.bias.data[: len(STEPS)] = -4
        self.meeting.output.bias.data[0] = -2
        for name in POINTERS:
            self.add_module(name, Pointer())

    def pointer(self, name: str) -> Pointer:
        found = getattr(self, name)
        assert isinstance(found, Pointer)
        return found

    def heads(self) -> dict[str, "np.typing.NDArray[np.float32]"]:
        """Weights of everything but the encoder, under the names by which `network.py` reads them."""
        named = {}
        for name, value in self.state_dict().items():
            if not name.startswith("encoder."):
                kept = name.removesuffix(".weight") if "distance.weight" in name else name
                named[kept] = value.numpy().astype(np.float32)
        return named


def _ways(spans: Sequence[tuple[int, int] | None], encoded: Tensor) -> Tensor:
    """The maximum over the pieces of each span, nothing where there is none."""
    rows = {span: row for row, span in enumerate(dict.fromkeys(spans))}
    pooled = [encoded[span[0] : span[1]].amax(0) if span else torch.zeros(encoded.shape[-1]) for span in rows]
    return torch.stack(pooled)[[rows[span] for span in spans]]


def _vectors(keys: Sequence[tuple[tuple[int, int], ...]], encoded: Tensor) -> Tensor:
    """The mean of the mentions at each key, each mention the mean of its pieces."""
    rows = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    weights = torch.zeros(len(rows), len(encoded))
    for key, row in rows.items():
        for start, end in key:
            weights[row, start:end] += 1 / (end - start) / len(key)
    return (weights @ encoded)[[rows[key] for key in keys]]
