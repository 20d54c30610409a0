import pytest

from pipelines.extract.blocks import cut
from pipelines.extract.document import MAX_SENTENCE_CHARS, MAX_TEXT_CHARS, read
from pipelines.extract.models import Article


def sentences(nlp, text, title=""):
    return read(Article("x", text, title), nlp).sentences


def test_offsets_slice_the_article(nlp):
    text = "  PARIS, May 3 — “We joined,” he said. Mr. Kent of the U.S. Senate left.\n\nRecall\n\nIt ended… Done."
    document = read(Article("x", text, "A “title”"), nlp)
    for sentence in document.sentences:
        words = document.evidence(sentence).words
        source = text if sentence.field == "text" else "A “title”"
        assert source[sentence.start : sentence.end] == words
        assert len(words) == len(sentence.text)
        for token in sentence.doc:
            assert sentence.end_offset(token) - sentence.offset(token) == len(token.text)


def test_detached_quotation_mark_stays_with_its_sentence(nlp):
    found = sentences(nlp, 'This step is symbolic for the "Abraham Accords."\n\nThe White House agreed.')
    assert [s.text for s in found] == [
        'This step is symbolic for the "Abraham Accords."',
        "The White House agreed.",
    ]


def test_abbreviations_do_not_end_sentences(nlp):
    text = "The U.S. President met Dr. Kim and Gen. Lee on Aug. 13. They talked."
    assert len(sentences(nlp, text)) == 2


def test_speech_after_quotation_belongs_to_it(nlp):
    assert len(sentences(nlp, '"We will join!" President Lee said. "Soon."')) == 2


@pytest.mark.parametrize(
    "dateline",
    [
        " date 2025-11-07 ",
        "YEREVAN, DECEMBER 29. ",
        "NEW YORK, New York, September 20, 2025 – ",
        "New Delhi [India], September 22: ",
        "BRUSSELS (AP) — ",
        "BRUSSELS: ",
        "Abu Dhabi, United Arab Emirates; 26 February 2024: ",
    ],
)
def test_dateline_is_cut_off(dateline):
    pieces = cut(dateline + "President Lee announced that Ruritania will join the club.")
    assert [piece.block for piece in pieces] == ["dateline", "lead"]
    assert pieces[1].start == len(dateline)


@pytest.mark.parametrize(
    "lead", ["Leaders met in Paris - again - on Monday.", "EU leaders met: it was late.", "NATO is big."]
)
def test_lead_without_dateline_is_whole(lead):
    assert [(piece.start, piece.block) for piece in cut(lead)] == [(0, "lead")]


def test_blocks():
    text = (
        "A man did a thing.\n\n- One point\n- Two points\n\nRecall\n\nIt was so.\n\nRead also: Cars sold well\n\n"
        "Photo: Reuters\n\nAnother headline about something"
    )
    assert [piece.block for piece in cut(text)] == [
        "lead", "list_item", "list_item", "subhead", "background", "read_also", "caption", "read_also",
    ]  # fmt: skip


def test_wrapped_lines_are_one_paragraph():
    text = "The ministers of the three republics said that they had signed the\nconvention on the sea. It is late."
    assert len(cut(text)) == 1


def test_title_repeated_in_text_is_read_once(nlp):
    assert len(sentences(nlp, "Chad joins\n\nIt did.", "Chad joins")) == 2


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00\x01\n\x07", '"', "a" * 100_000, "\ud7ff\u200b\u200b", "...\n\n!?", "- ", "\r\n\r\n•"],
)
def test_any_text_is_read(nlp, text):
    for sentence in sentences(nlp, text, text):
        assert len(sentence.doc) > 0


def test_long_text_is_cut_by_rule(nlp):
    document = read(Article("x", "x" * (MAX_TEXT_CHARS + 10) + " y"), nlp)
    assert document.skipped_chars == MAX_TEXT_CHARS + 12
    assert not document.sentences
    assert len(read(Article("x", "word " * (MAX_SENTENCE_CHARS // 5)), nlp).sentences) == 1
