"""Collections of the real Anki to be imported: odd names, nested decks, media, cloze, FSRS and SM-2, a log, flags."""

import json
import time
from pathlib import Path
from random import Random
from typing import Any

from anki.collection import (
    AddNoteRequest,
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

PICTURE = b"\x89PNG one"
DAY_MS = 86_400_000
DECKS = ("语言::日 本 語::N5", "语言::GRPO ⭐", "Other", "Default")


def odd_type(collection: Any) -> Any:
    """A note type with field names and templates that ask for care."""
    made = collection.models.new("问答 “odd” <type>")
    for name in ("问题 1", "Ant wort", "Extra-Ünï", "例え"):
        collection.models.add_field(made, collection.models.new_field(name))
    for title, front, back in (
        ("→", "{{问题 1}}{{#例え}}<i>{{例え}}</i>{{/例え}}", "{{FrontSide}}<hr id=answer>{{Ant wort}}"),
        ("←", "{{#Extra-Ünï}}{{Ant wort}}{{/Extra-Ünï}}", "{{FrontSide}}<hr id=answer>{{问题 1}}"),
    ):
        template = collection.models.new_template(title)
        template["qfmt"], template["afmt"] = front, back
        collection.models.add_template(made, template)
    made["css"] = ".card { color: red }\n/* 樣式 */"
    collection.models.add(made)
    return collection.models.by_name(made["name"])


def fill(collection: Any, count: int, *, answers: int = 4, seed: int = 1) -> None:
    """Notes of five types in four decks, three quarters of the cards learned, every other of them with FSRS."""
    collection.set_config("fsrs", True)
    decks = [1 if name == "Default" else collection.decks.id(name) for name in DECKS]
    kinds = [collection.models.by_name(name) for name in ("Basic", "Basic (and reversed card)", "Cloze")]
    kinds += [odd_type(collection), collection.models.by_name("Basic (type in the answer)")]
    collection.media.write_data("图 1.png", PICTURE)
    collection.media.write_data("_style.css", b"x")
    requests = []
    for number in range(count):
        kind = kinds[number % 5]
        note = collection.new_note(kind)
        if kind["type"] == 1:
            note.fields[0] = f"{{{{c1::值 {number}}}}} 和 {{{{c2::e\u0301::提示}}}}<br>[sound:a.mp3]"
        else:
            note.fields[0] = f'问 {number} <b>x</b> &amp; <img src="图 1.png">'
        note.fields[1] = f"答 {number} \\(\\frac{{a}}{{b}}\\)"
        if len(note.fields) > 2:
            note.fields[2] = "Ü" if number % 2 else ""
        note.tags = ["算法::图", f"t{number % 4}"]
        requests.append(AddNoteRequest(note, decks[number % 4]))
    collection.add_notes(requests)
    learn(collection, answers, Random(seed))


def learn(collection: Any, answers: int, random: Random) -> None:
    """Give cards a schedule and a log, as years of learning would have."""
    now = collection.sched.today
    cards = [card for (card,) in collection.db.all("select id from cards order by id")]
    begun = (int(time.time()) - 500 * 86_400) * 1000
    log: dict[int, tuple[int, ...]] = {}
    rows = []
    for place, card in enumerate(cards):
        if place % 4 == 3:
            continue
        at, interval = begun + place * 7_919, 1
        for number in range(answers):
            while at in log:
                at += 1
            learning = number < 2
            last = -600 if learning else interval
            interval = -600 if not number else max(1, abs(interval) * 2 % 200)
            ease = random.choice((1, 2, 3, 3, 3, 4))
            log[at] = (
                at,
                card,
                -1,
                ease,
                interval,
                last,
                0 if learning else 2300,
                random.randrange(9_000),
                int(not learning),
            )
            last_ms, at = at, at + (600_000 if not number else max(1, interval) * DAY_MS) + random.randrange(999)
        if not place % 11:
            at = last_ms + DAY_MS
            log[at] = (at, card, -1, 0, 7, interval, 2500, 0, 4)  # a due date set by hand
        memory = {"s": round(random.random() * 90 + 1, 4), "d": round(random.random() * 9 + 1, 3)}
        data = json.dumps({**memory, "dr": 0.9, "decay": 0.1542, "lrt": last_ms // 1000}) if place % 2 else "{}"
        rows.append((2, 2, now + random.randrange(-9, 60), max(1, interval), 2300, answers, number % 3, 0, data, card))
    collection.db.executemany("insert into revlog values (?,?,?,?,?,?,?,?,?)", sorted(log.values()))
    collection.db.executemany(
        "update cards set type=?,queue=?,due=?,ivl=?,factor=?,reps=?,lapses=?,left=?,data=? where id=?", rows
    )
    soon = int(time.time()) + 600
    collection.db.execute("update cards set type=3,queue=1,due=?,left=1 where id=?", soon, cards[4])
    collection.db.execute("update cards set type=3,queue=3,due=?,left=1 where id=?", now + 1, cards[5])
    collection.sched.suspend_cards(cards[8:10])
    collection.set_user_flag_for_cards(3, cards[10:12])


def exported(collection: Any, path: Path, *, legacy: bool = False, configs: bool = True) -> Path:
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=configs, legacy=legacy)
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def imported(folder: Path, package: Path) -> Any:
    """An empty collection of Anki's into which a package was imported with its progress; to be closed."""
    folder.mkdir(exist_ok=True)
    collection = Collection(str(folder / "collection.anki2"))
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    return collection


def notes_of(collection: Any) -> dict[str, tuple[object, ...]]:
    """By GUID: type, templates, style, fields, tags, decks of the cards."""
    found: dict[str, tuple[object, ...]] = {}
    for number in collection.find_notes(""):
        note = collection.get_note(number)
        kind = note.note_type()
        templates = [(one["name"], one["qfmt"], one["afmt"]) for one in kind["tmpls"]]
        decks = [(card.ord, collection.decks.name(card.did)) for card in note.cards()]
        found[note.guid] = (
            kind["name"], [field["name"] for field in kind["flds"]], templates, kind["css"], note.fields,
            sorted(note.tags), decks,
        )  # fmt: skip
    return found


def cards_of(collection: Any) -> dict[tuple[str, int], tuple[object, ...]]:
    """By GUID and ordinal: what a card stands at; due days counted from today."""
    rows = collection.db.all(
        "select n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.reps, c.lapses, c.flags, c.left % 1000 "
        "from cards c join notes n on n.id = c.nid"
    )
    today = collection.sched.today
    return {
        (guid, place): (kind, queue, due - today if kind and abs(due) < 1_000_000_000 else due, *rest)
        for guid, place, kind, queue, due, *rest in rows
    }


def memories_of(collection: Any) -> dict[tuple[str, int], tuple[float, float]]:
    """By GUID and ordinal: FSRS's stability and difficulty, of the cards that have them."""
    rows = collection.db.all("select n.guid, c.ord, c.data from cards c join notes n on n.id = c.nid")
    found = {(guid, place): json.loads(data) for guid, place, data in rows if data}
    return {key: (data["s"], data["d"]) for key, data in found.items() if "s" in data}


def log_of(collection: Any) -> list[tuple[object, ...]]:
    """The log, row by row, by time."""
    rows = collection.db.all(
        "select r.id, n.guid, c.ord, r.ease, r.ivl, r.lastIvl, r.factor, r.time, r.type "
        "from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid order by r.id"
    )
    return [tuple(row) for row in rows]
