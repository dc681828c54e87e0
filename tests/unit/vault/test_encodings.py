"""Bytes to text: what is read, what is refused, what is told to be something else than it says."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.config import Config
from studykit.flows.reading.scan import Scan, scan
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.text.encoding import decode
from studykit.text.mojibake import undo
from studykit.vault.parse import parse_note

TEXT = "# 强化学习 – Überblick\n\n第一段。\n"
LOST_IN_CP1254 = bytes((0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E, 0xAD))


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be", "crlf", "cr", "utf-16-crlf"],
)
def test_every_marked_encoding_and_line_end_gives_the_same_note(raw: bytes) -> None:
    decoded = decode(raw)
    assert (decoded.data, decoded.fault) == (TEXT.encode(), "")
    note = parse_note(NotePath("a.md"), raw).note
    assert note is not None
    assert [(h.text, h.line) for h in note.headings] == [("强化学习 – Überblick", 1)]


@pytest.mark.parametrize(
    "raw",
    [
        "强化学习的策略梯度方法".encode("gbk"),
        "強化學習".encode("big5"),
        "Überblick für Anfänger".encode("latin-1"),
        "a 学习".encode("utf-16-le"),
        b"a\x00b",
        "学\x00习".encode(),
        TEXT.encode("utf-32"),
        b"\xff\xfe\x00\xd8",
        b"\xff\xfea",
        b"\xed\xa0\x80",
    ],
    ids=["gbk", "big5", "latin-1", "utf-16-bare", "nul", "nul-cjk", "utf-32", "lone", "odd", "surrogate"],
)
def test_anything_else_is_a_problem_and_not_a_guess(raw: bytes) -> None:
    parsed = parse_note(NotePath("a.md"), raw)
    assert parsed.note is None
    assert parsed.damaged
    assert [p.code for p in parsed.problems] == ["encoding"]


def test_the_problem_says_where_decoding_broke() -> None:
    assert decode(b"one\ntwo \xe9t\xe9\n").detail == "line 2, byte 0xe9"


@pytest.mark.parametrize("page", ["cp1252", "cp1254"])
def test_a_double_encoded_text_that_lost_nothing_is_read_right_and_said_so(page: str) -> None:
    true = "".join(c for c in "策略梯度方法是强化学习的基础，价值函数与贝尔曼方程。" if _survives(c, page))
    assert len(true) > 8
    parsed = parse_note(NotePath("a.md"), f"# {true}\n".encode().decode(page).encode())
    assert [p.code for p in parsed.problems] == ["double-encoded"]
    assert not parsed.damaged
    assert parsed.note is not None
    assert parsed.note.title == true
    assert dict(parsed.problems[0].parameters)["sample"] == true


def _survives(character: str, page: str) -> bool:
    try:
        character.encode().decode(page)
    except UnicodeDecodeError:
        return False
    return True


def test_a_double_encoded_text_that_lost_bytes_is_damaged() -> None:
    true = "强化学习：策略梯度方法与价值函数，核心算法。" * 3
    raw = bytes(byte for byte in true.encode() if byte not in LOST_IN_CP1254).decode("cp1254").encode()
    parsed = parse_note(NotePath("a.md"), raw)
    assert [p.code for p in parsed.problems] == ["double-encoded-lost"]
    assert parsed.damaged


FRENCH = "à âge çà déjà été être où naïf sœur « là » garçon l’été Noël œuvre forêt hôpital élève théâtre aiguë"
GERMAN = "Ä Ö Ü ß über für „Größe“ schön Straße möglich Übung ähnlich Flüsse Füße – Maß"
TURKISH = "ğ ı ş İ Ğ Ş çağ öğrenme şüphe ağaç için değil güç “ışık” yağmur müşteri"
OTHERS = "niño ¿qué? ¡sí! São ação ørsted Åse smörgås țară ăla île Ðæt þing 20 °C ±5 × 3 § 4 ½ µm £5 Â©"


@pytest.mark.parametrize("words", [FRENCH, GERMAN, TURKISH, OTHERS], ids=["french", "german", "turkish", "others"])
def test_ordinary_text_in_accented_letters_is_not_taken_for_double_encoded(words: str) -> None:
    for text in (words, words * 20, "\n".join(words.split()), words.upper(), words.replace(" ", "\u00a0")):
        assert undo(text) is None
        assert decode(text.encode()).fault == ""


def test_single_letters_before_one_sign_are_not_taken_for_double_encoded() -> None:
    assert undo("à\u00a0Ä\u00a0İ\u00a0İ\u00a0à") is None


@given(st.lists(st.sampled_from((FRENCH + " " + GERMAN + " " + TURKISH + " " + OTHERS).split()), max_size=60))
def test_no_mixture_of_ordinary_words_is_taken_for_double_encoded(words: list[str]) -> None:
    for gap in (" ", "\u00a0", "\n", "’", "… "):
        assert undo(gap.join(words)) is None


@given(st.lists(st.from_regex(r"[a-zßà-öø-ÿ]{1,9}[»”“’…—,.;:!?]?", fullmatch=True), max_size=60))
def test_words_of_latin_letters_are_not_taken_for_double_encoded(words: list[str]) -> None:
    assert decode(" ".join(words).encode()).fault == ""


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=6, max_size=40))
def test_whatever_is_undone_without_loss_is_exactly_what_it_was(text: str) -> None:
    double = "".join(_page_1252(byte) for byte in text.encode())
    undone = undo(double)
    assert undone is not None
    assert (undone.text, undone.lost) == (text, 0)


def _page_1252(byte: int) -> str:
    """As browsers read Windows-1252: bytes that it leaves open are C1 controls."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


@given(st.binary(max_size=200))
def test_no_bytes_make_decoding_fail(raw: bytes) -> None:
    decoded = decode(raw)
    assert (decoded.data is None) <= (decoded.fault == "encoding")
    if decoded.data is not None:
        assert b"\r" not in decoded.data
        decoded.data.decode("utf-8")


def _vault_of(shared: Path, folder: Path, name: str) -> Scan:
    """The seed's MOC in a vault with the notes that its true text names."""
    for target in re.findall(r"\[\[([^\]|]+)", (shared / "seed" / "_MOC.md").read_text(encoding="utf-8")):
        note = folder / f"{target}.md"
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text("# x\n\ntext\n", encoding="utf-8")
    (folder / "AI/LLM/RL/_MOC.md").write_bytes((shared / "seed" / name).read_bytes())
    return scan(folder, Config(), silent)


SEED = NotePath("AI/LLM/RL/_MOC.md")


def test_the_seed_gives_its_eight_sections_and_its_entries_with_their_glosses(shared: Path, tmp_path: Path) -> None:
    moc = _vault_of(shared, tmp_path, "_MOC.md").mocs[SEED]
    assert [(s.id.path[-1], s.order, len(s.entries)) for s in moc.sections] == [
        ("基础理论 (Fundamentals)", 1, 12),
        ("PPO", 2, 3),
        ("GRPO ⭐（重点方向）", 3, 9),
        ("DPO", 4, 2),
        ("DAPO", 5, 1),
        ("KTO", 6, 1),
        ("RLOO", 7, 1),
        ("其他算法 (Other-Algorithms)", 8, 8),
    ]
    assert moc.sections[2].deck == "强化学习 for LLM::核心算法::GRPO"
    text = (shared / "seed" / "_MOC.md").read_text(encoding="utf-8")
    written = [
        (match[1] + ".md", match[2], match[3] or "")
        for match in re.finditer(r"^- \[\[([^|\]]+)\|([^\]]+)\]\](?: — (.*))?$", text, re.MULTILINE)
    ]
    read = [(str(e.note), e.label, e.gloss) for s in moc.sections for e in s.entries]
    assert read == written
    assert sum(bool(gloss) for _, _, gloss in read) == 11
    assert len(read) == 37
    assert moc.children == ()
    lines = text.splitlines()
    assert all(lines[e.line - 1] == f"- {e.quote}" for s in moc.sections for e in s.entries)


def test_the_seed_as_delivered_is_told_of_and_its_links_are_matched(shared: Path, tmp_path: Path) -> None:
    found = _vault_of(shared, tmp_path, "_MOC.as-delivered.md")
    assert [(p.code, p.path) for p in found.problems] == [("double-encoded-lost", SEED)]
    assert "for LLM" in dict(found.problems[0].parameters)["sample"]
    links = found.notes[SEED].links
    matched = [found.resolver.resolve(link, SEED).path for link in links]
    assert len(matched) == 39
    true = re.findall(r"\[\[([^\]|]+)", (shared / "seed" / "_MOC.md").read_text(encoding="utf-8"))
    assert matched == [f"{target}.md" for target in true]
    assert SEED in found.damaged


def test_nothing_that_the_seed_as_delivered_says_can_be_quoted(shared: Path, tmp_path: Path) -> None:
    moc = _vault_of(shared, tmp_path, "_MOC.as-delivered.md").mocs[SEED]
    entries = [entry for section in moc.sections for entry in section.entries]
    assert len(entries) == 37
    assert {(entry.label, entry.gloss, entry.quote) for entry in entries} == {("", "", "")}
    assert moc.glosses == ()
