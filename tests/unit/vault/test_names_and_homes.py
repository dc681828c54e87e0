"""What cannot be told in a fixture: composed letters, lost letters, homes that stay, embeds within embeds, clashes."""

import unicodedata
from pathlib import Path

import pytest

from studykit.config import Config
from studykit.flows.doctor import examine
from studykit.flows.reading.scan import Scan, read_note, scan
from studykit.markup.document import Document
from studykit.model.concept import SectionId
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.vault.embeds import DEEPEST, Embeds
from studykit.vault.homes import depths, find_homes
from studykit.vault.parse import parse_note
from studykit.vault.resolve import Resolver


def _vault(root: Path, notes: dict[str, str]) -> Scan:
    for path, text in notes.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return scan(root, Config(), silent)


def _link(target: str) -> Link:
    return Link(target, "", "", "", 1)


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_composed_and_decomposed_names_are_one_name(written: str, stored: str) -> None:
    path = NotePath(unicodedata.normalize(stored, "Más/Übung.md"))  # type: ignore[arg-type]
    note = parse_note(path, b"text").note
    assert note is not None
    resolver = Resolver({path: note}, ())
    for target in ("Übung", "más/übung", "Más/Übung.md"):
        link = _link(unicodedata.normalize(written, target))  # type: ignore[arg-type]
        assert resolver.resolve(link, NotePath("x.md")).path == path


def test_a_name_that_lost_letters_leads_to_the_one_file_that_fits(tmp_path: Path) -> None:
    found = _vault(tmp_path, {"强化学习.md": "", "强化练习.md": "", "贝尔曼方程.md": ""})
    resolve = found.resolver.resolve
    assert resolve(_link("\ufffd尔曼方程"), NotePath("x.md")).path == "贝尔曼方程.md"
    assert resolve(_link("强化\ufffd习"), NotePath("x.md")).path == ""


def test_names_that_differ_in_case_alone_are_told_of(tmp_path: Path) -> None:
    _vault(tmp_path, {"Note.md": "one", "note.md": "two", "same.md": "one"})
    if len(list(tmp_path.iterdir())) < 3:
        pytest.skip("this file system takes both names for one")
    found = examine(tmp_path, Config(), tmp_path / ".studykit", silent)
    assert {(p.code, p.path) for p in found.problems} >= {("name-clash", "note.md"), ("duplicate-note", "same.md")}


def test_doctor_groups_stubs_by_folder_and_counts_what_is_covered(tmp_path: Path) -> None:
    words = "words that say something about it, one after the other, for two lines or so. " * 3
    notes = {
        "X MOC.md": "- [[a/full]] — gloss\n",
        "a/full.md": f"# Full\n\n{words}",
        "a/stub.md": "# Stub\n\n[[a/full]]\n",
        "a/said.md": f"---\nstatus: stub\n---\n{words}",
        "b/待.md": f"---\nstatus: 待填充\n---\n{words}",
        "b/bad.md": "",
    }
    _vault(tmp_path, notes)
    (tmp_path / "b" / "bad.md").write_bytes("强化学习的策略".encode("gbk"))
    found = examine(tmp_path, Config(), tmp_path / ".studykit", silent)
    assert found.stubs == {"a": ("said", "stub"), "b": ("待",)}
    assert found.coverage == {"listed": 1, "unlisted": 3, "mocs": 1, "stubs": 3, "unread": 1}
    assert [(p.code, p.path) for p in found.problems if p.code == "encoding"] == [("encoding", "b/bad.md")]


def test_a_note_keeps_the_home_it_had_while_that_section_still_lists_it(tmp_path: Path) -> None:
    found = _vault(tmp_path, {"X MOC.md": "## One\n- [[a]]\n## Two\n### Deep\n- [[a]]\n", "a.md": ""})
    notes = [NotePath("a.md")]
    _, concepts = find_homes(notes, found.mocs, "Vault")
    assert concepts[0].section.path == ("Two", "Deep")
    kept = SectionId("X MOC.md", ("One",))
    _, concepts = find_homes(notes, found.mocs, "Vault", sticky={notes[0]: kept})
    assert concepts[0].section == kept
    assert [other.path for other in concepts[0].others] == [("Two", "Deep")]
    gone = SectionId("X MOC.md", ("Gone",))
    _, concepts = find_homes(notes, found.mocs, "Vault", sticky={notes[0]: gone})
    assert concepts[0].section.path == ("Two", "Deep")


def test_the_depth_of_a_long_chain_of_mocs(tmp_path: Path) -> None:
    notes = {f"{i} MOC.md": f"- [[{i + 1} MOC]]\n- [[n]]\n" for i in range(1500)}
    found = _vault(tmp_path, {**notes, "n.md": ""})
    depth = depths(found.mocs)
    assert depth[NotePath("1499 MOC.md")] == 1499
    assert found.concepts[0].section.moc == "1499 MOC.md"


def test_mocs_that_all_list_each_other_are_measured_in_time(tmp_path: Path) -> None:
    links = "".join(f"- [[{i} MOC]]\n" for i in range(40))
    found = _vault(tmp_path, {**{f"{i} MOC.md": f"{links}- [[n]]\n" for i in range(40)}, "n.md": ""})
    assert set(depths(found.mocs)) == set(found.mocs)


def _embeds(found: Scan) -> Embeds:
    def document(path: NotePath) -> Document | None:
        return read_note(found.root, path).document

    return Embeds(found.resolver, document)


EMBEDDED = """# Top

lead

## 1. One

first

### Below

second

## Two

third ^here

- item
- other ^there

> quote

^quoted
"""


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("n#One", "## 1. One\n\nfirst\n\n### Below\n\nsecond"),
        ("n#Top#Below", "### Below\n\nsecond"),
        ("n#^here", "third"),
        ("n#^there", "other"),
        ("n#^quoted", "> quote"),
        ("n#missing", EMBEDDED),
        ("n#^missing", EMBEDDED),
        ("n", EMBEDDED),
        ("gone", ""),
        ("pic.png", ""),
        ("Sketch.excalidraw", ""),
    ],
)
def test_what_an_embed_shows(tmp_path: Path, target: str, shown: str) -> None:
    notes = {"n.md": EMBEDDED, "x.md": "", "pic.png": "", "Sketch.excalidraw.md": "drawing"}
    found = _vault(tmp_path, notes)
    assert _embeds(found).shown(target, NotePath("x.md")) == shown


def test_embeds_that_lead_back_end(tmp_path: Path) -> None:
    found = _vault(tmp_path, {"a.md": "A ![[b]]", "b.md": "B ![[c]]", "c.md": "C ![[a]] ![[c]]"})
    assert _embeds(found).expanded("A ![[b]]", NotePath("a.md")) == "A B C ![[a]] ![[c]]"


def test_embeds_are_followed_to_a_depth(tmp_path: Path) -> None:
    found = _vault(tmp_path, {f"{i}.md": f"n{i} ![[{i + 1}]]" for i in range(20)})
    shown = _embeds(found).expanded("![[1]]", NotePath("0.md"))
    assert shown.split()[:-1] == [f"n{i}" for i in range(1, DEEPEST + 1)]


def test_embeds_of_embeds_do_not_grow_without_bound(tmp_path: Path) -> None:
    notes = {f"{i}.md": f"text {i} " + f"![[{i + 1}]] " * 100 for i in range(7)}
    found = _vault(tmp_path, notes)
    assert len(_embeds(found).expanded(notes["0.md"], NotePath("0.md"))) < 1_000_000
