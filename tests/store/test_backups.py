"""A backup is whole or not taken for one; restoring loses nothing; a store that cannot be used names what could be."""

import hashlib
import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.errors import StoreError
from studykit.store import backup as backups
from studykit.store import db
from studykit.store import restore as restoring
from studykit.store.backup import back_up, back_up_daily, check, list_backups, newest_good, thin
from studykit.store.db import VERSION, open_store
from studykit.store.log import read_log
from studykit.store.migrations import STEPS
from studykit.store.restore import restore
from studykit.store.thinning import kept
from tests.store.learning import START_MS, answer, key, quick_store

DAY_MS = 86_400_000
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def reviewed(folder: Path, count: int = 3) -> sqlite3.Connection:
    store = quick_store(folder)
    for number in range(count):
        answer(store, key(number % 3), f"k{number}", START_MS + number)
    return store


def keys(folder: Path) -> list[str]:
    with closing(open_store(folder)) as store:
        return [entry.key for entry in read_log(store)]


def test_a_backup_is_one_whole_file_with_its_hash(tmp_path: Path) -> None:
    store = reviewed(tmp_path)
    backup = back_up(store, tmp_path, START_MS)
    assert backup.path == tmp_path / "backups" / "study-2026-11-22T070000.db"
    assert check(backup.path) == (VERSION, 3, 3)
    said = (tmp_path / "backups" / "study-2026-11-22T070000.db.sha256").read_text()
    assert said == f"{hashlib.sha256(backup.path.read_bytes()).hexdigest()}  study-2026-11-22T070000.db\n"
    assert len(list((tmp_path / "backups").iterdir())) == 2
    assert list_backups(tmp_path) == [backup]
    assert back_up(store, tmp_path, START_MS).path.name == "study-2026-11-22T070001.db"
    store.close()


def test_one_a_day(tmp_path: Path) -> None:
    store = reviewed(tmp_path)
    made = [back_up_daily(store, tmp_path, START_MS + hours * 3_600_000) for hours in (0, 1, 16, 17, 18, -72)]
    assert [backup is not None for backup in made] == [True, False, False, True, False, True]
    store.close()


def test_two_that_back_up_in_one_second_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = reviewed(tmp_path)
    paths: list[Path] = []
    digest = backups._digest

    def at_the_same_time(path: Path) -> str:
        if not paths:
            paths.append(path)
            answer(store, key(1), "meanwhile", START_MS)
            paths.append(back_up(store, tmp_path, START_MS).path)
        return digest(path)

    monkeypatch.setattr(backups, "_digest", at_the_same_time)
    paths.append(back_up(store, tmp_path, START_MS).path)
    assert [check(path).reviews for path in paths[1:]] == [4, 3]
    store.close()


def test_a_flipped_bit_anywhere_is_seen(tmp_path: Path) -> None:
    store = reviewed(tmp_path)
    backup = back_up(store, tmp_path, START_MS).path
    store.close()
    whole = backup.read_bytes()
    chance = random.Random(5)
    for _ in range(40):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        backup.write_bytes(damaged)
        with pytest.raises(StoreError) as caught:
            check(backup)
        assert caught.value.code == "backup-bad"
        assert newest_good(tmp_path, VERSION) is None
    for cut in (0, 100, len(whole) // 2):
        backup.write_bytes(whole[:cut])
        with pytest.raises(StoreError):
            check(backup)
    backup.write_bytes(whole)
    check(backup)


def test_a_backup_without_its_hash_is_none(tmp_path: Path) -> None:
    store = reviewed(tmp_path)
    backup = back_up(store, tmp_path, START_MS)
    store.close()
    Path(f"{backup.path}.sha256").unlink()
    assert list_backups(tmp_path) == []
    with pytest.raises(StoreError):
        check(backup.path)


def test_a_damaged_store_is_not_backed_up(tmp_path: Path) -> None:
    store = reviewed(tmp_path, 400)
    good = back_up(store, tmp_path, START_MS - DAY_MS)
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "study.db"
    data = bytearray(path.read_bytes())
    (page,) = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'reviews_by_face'").fetchone()
    store.close()
    data[(page - 1) * 4096 + 8 : page * 4096] = bytes(4096 - 8)
    path.write_bytes(data)
    store = open_store(tmp_path)
    with pytest.raises(StoreError) as caught:
        back_up(store, tmp_path, START_MS)
    assert caught.value.code == "store-damaged-backup"
    assert [backup.path for backup in list_backups(tmp_path)] == [caught.value.parameters["backup"]] == [good.path]
    store.close()


def test_before_a_migration_the_store_is_backed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "STEPS", STEPS[:2])
    monkeypatch.setattr(db, "VERSION", 2)
    open_store(tmp_path).close()
    assert list_backups(tmp_path) == []
    monkeypatch.undo()
    open_store(tmp_path).close()
    (backup,) = list_backups(tmp_path)
    assert check(backup.path) == (2, 0, 0)
    assert abs(backup.at.timestamp() - (tmp_path / "study.db").stat().st_mtime) < 60
    open_store(tmp_path).close()
    assert len(list_backups(tmp_path)) == 1


def test_a_store_that_cannot_be_used_names_the_newest_good_backup(tmp_path: Path) -> None:
    store = reviewed(tmp_path)
    good, bad = (back_up(store, tmp_path, START_MS + day * DAY_MS).path for day in (0, 1))
    store.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer = back_up(store, tmp_path, START_MS + 2 * DAY_MS).path
    store.close()
    bad.write_bytes(bad.read_bytes()[:-1])
    path = tmp_path / "study.db"
    for code in ("store-newer-backup", "store-damaged-backup", "store-missing-backup"):
        if code == "store-damaged-backup":
            path.write_bytes(b"what an editor left here" * 400)
        if code == "store-missing-backup":
            path.unlink()
        with pytest.raises(StoreError) as caught:
            open_store(tmp_path)
        assert (caught.value.code, caught.value.parameters["backup"]) == (code, good)
    assert newer.exists()


def test_restoring_puts_the_present_store_aside(tmp_path: Path) -> None:
    store = reviewed(tmp_path, 3)
    backup = back_up(store, tmp_path, START_MS).path
    answer(store, key(0), "later", START_MS + DAY_MS)
    store.close()
    aside = restore(tmp_path, backup, START_MS + DAY_MS)
    assert keys(tmp_path) == ["k0", "k1", "k2"]
    assert aside == tmp_path / "study-replaced-2026-11-23T070000.db"
    again = restore(tmp_path, backup, START_MS + DAY_MS)
    assert again == tmp_path / "study-replaced-2026-11-23T070000-2.db"
    (tmp_path / "other").mkdir()
    aside.rename(tmp_path / "other" / "study.db")
    assert keys(tmp_path / "other") == ["k0", "k1", "k2", "later"]
    assert backup.exists()


def test_a_store_that_was_killed_is_put_aside_with_its_log(tmp_path: Path) -> None:
    store = reviewed(tmp_path / "a", 3)
    backup = back_up(store, tmp_path / "a", START_MS).path
    answer(store, key(0), "later", START_MS + DAY_MS)
    shutil.copytree(tmp_path / "a", tmp_path / "b")  # as a killed process leaves it, with a log to be applied
    store.close()
    assert (tmp_path / "b" / "study.db-wal").stat().st_size > 0
    aside = restore(tmp_path / "b", tmp_path / "b" / "backups" / backup.name, START_MS)
    assert aside is not None
    assert keys(tmp_path / "b") == ["k0", "k1", "k2"]
    (tmp_path / "c").mkdir()
    for left in (tmp_path / "b").glob(f"{aside.name}*"):
        left.rename(tmp_path / "c" / left.name.replace(aside.stem, "study"))
    assert keys(tmp_path / "c") == ["k0", "k1", "k2", "later"]


def test_a_damaged_store_is_put_aside_byte_by_byte(tmp_path: Path) -> None:
    store = reviewed(tmp_path, 3)
    backup = back_up(store, tmp_path, START_MS).path
    store.close()
    path = tmp_path / "study.db"
    path.write_bytes(damaged := b"what an editor left here" * 400)
    Path(f"{path}-wal").write_bytes(b"a log of another time")
    aside = restore(tmp_path, backup, START_MS)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert Path(f"{aside}-wal").read_bytes() == b"a log of another time"
    assert keys(tmp_path) == ["k0", "k1", "k2"]


def test_a_lost_store_is_restored(tmp_path: Path) -> None:
    store = reviewed(tmp_path, 3)
    backup = back_up(store, tmp_path, START_MS).path
    store.close()
    (tmp_path / "study.db").unlink()
    assert restore(tmp_path, backup, START_MS) is None
    assert keys(tmp_path) == ["k0", "k1", "k2"]


def test_nothing_is_restored_while_another_process_is_at_it_or_from_a_bad_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = reviewed(tmp_path, 3)
    backup = back_up(store, tmp_path, START_MS).path
    answer(store, key(0), "later", START_MS + DAY_MS)
    monkeypatch.setattr(restoring, "WAIT_SECONDS", 0.1)
    with pytest.raises(StoreError) as caught:
        restore(tmp_path, backup, START_MS)
    assert caught.value.code == "store-busy"
    answer(store, key(0), "after", START_MS + 2 * DAY_MS)
    store.close()
    backup.write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        restore(tmp_path, backup, START_MS)
    assert caught.value.code == "backup-bad"
    assert keys(tmp_path) == ["k0", "k1", "k2", "later", "after"]


@pytest.mark.parametrize("broken", ["_settle", "_put_aside", "os.replace"])
def test_a_restoring_that_breaks_off_leaves_the_store_or_says_that_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    store = reviewed(tmp_path, 3)
    backup = back_up(store, tmp_path, START_MS).path
    store.close()

    def fails(*_: object) -> Path:
        raise KeyboardInterrupt

    def fails_behind(store: Path, at_ms: int) -> Path:
        whole(store, at_ms)
        raise KeyboardInterrupt

    whole = restoring._put_aside

    if broken == "os.replace":
        monkeypatch.setattr(restoring, "_put_aside", fails_behind)
    else:
        monkeypatch.setattr(restoring, broken, fails)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path, backup, START_MS)
    monkeypatch.undo()
    if broken == "os.replace":
        with pytest.raises(StoreError) as caught:
            open_store(tmp_path)
        assert caught.value.code == "store-missing-backup"
        restore(tmp_path, backup, START_MS)
    assert keys(tmp_path) == ["k0", "k1", "k2"]


HOURS = st.lists(st.integers(-48, 24 * 500), min_size=1, max_size=60, unique=True)


@given(HOURS)
def test_thinning_keeps_the_newest_and_all_of_late_and_is_done_at_once(hours: list[int]) -> None:
    times = {NOW - timedelta(hours=back) for back in hours}
    keep = kept(times, NOW)
    assert keep <= times
    assert max(times) in keep
    assert {at for at in times if NOW - at < timedelta(days=2)} <= keep
    assert kept(keep, NOW) == keep
    for start, days, period in ((2, 10, "%j"), (12, 56, "%G-%V"), (68, 366, "%Y-%m")):
        span = [at for at in times if timedelta(days=start) <= NOW - at < timedelta(days=start + days)]
        assert {f"{at:{period}}" for at in span} == {f"{at:{period}}" for at in keep & set(span)}
        assert len(keep & set(span)) <= len({f"{at:{period}}" for at in span}) + 1  # the newest of all may be one more


def test_thinning_through_two_years_leaves_some_thirty(tmp_path: Path) -> None:
    times: set[datetime] = set()
    for day in range(800):
        now = NOW + timedelta(days=day)
        times = kept({*times, now}, now)
    assert 25 <= len(times) <= 36
    assert min(times) < now - timedelta(days=366)


def test_what_a_killed_backup_left_is_removed_the_day_after(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    for name in (".studykit-1-0.tmp", ".studykit-1-0.tmp-journal", "study-2026-11-20T070000.db", "mine.tmp"):
        (place / name).touch()
        os.utime(place / name, (START_MS / 1000, START_MS / 1000))
    assert thin(tmp_path, NOW + timedelta(hours=20)) == 0
    assert len(list(place.iterdir())) == 4
    assert thin(tmp_path, NOW + timedelta(hours=30)) == 0
    assert [path.name for path in place.iterdir()] == ["mine.tmp"]


def test_thinned_backups_go_with_their_hash(tmp_path: Path) -> None:
    store = reviewed(tmp_path)
    for hours in (0, 1, 2):
        back_up(store, tmp_path, START_MS + hours * 3_600_000)
    store.close()
    (tmp_path / "backups" / "mine.db").touch()
    assert thin(tmp_path, NOW + timedelta(days=5)) == 2
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert names == ["mine.db", "study-2026-11-22T090000.db", "study-2026-11-22T090000.db.sha256"]
