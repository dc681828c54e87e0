"""What was learned in the terminal stays with its card through the rewritings of the reference vault: while a card is
reworded, retired, revived, or its deck has another name or place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studykit.flows.decks.catalogue import faces, read_catalogue
from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.review import Rating, Standing
from studykit.scheduling.progress import Finished, Waiting
from studykit.store.faces import read_faces
from studykit.store.log import read_log, verify
from tests.conftest import FULL
from tests.flows.fortnight import SimulatedClock
from tests.flows.replay_history import COMMITS
from tests.flows.test_replay_history import Replay

VISITED = tuple(range(1, len(COMMITS) + 1)) if FULL else (9, 11, 15, 17)
"""A note deleted and restored, every path moved, another map."""
RATINGS = (Rating.GOOD, Rating.EASY, Rating.AGAIN, Rating.GOOD, Rating.HARD)
SETTINGS = '[review]\ntimezone = "UTC"\nnew_per_day = 500\nreviews_per_day = 500\n'

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@contextmanager
def studying(replay: Replay) -> Iterator[Study]:
    """The learning, an hour after the last build."""
    with open_study(open_workspace(replay.world.root), SimulatedClock((replay.world.now + 3600) * 1000)) as study:
        yield study


def answer(replay: Replay, most: int) -> int:
    """Answer what today asks, `most` of it; how many answers that were."""
    count = 0
    with studying(replay) as study:
        sitting = Sitting(study)
        while count < most and not isinstance(position := sitting.session.position, Finished | Waiting):
            assert sitting.shown(position.row.key) is not None
            sitting.session.reveal()
            sitting.rate(RATINGS[count % len(RATINGS)], 3_000)
            count += 1
    return count


def standings(study: Study) -> dict[tuple[str, str], Standing]:
    return {(face.key.card, face.key.face): face.standing for face in read_faces(study.store)}


def test_learning_stays_with_its_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replay = Replay(tmp_path, monkeypatch)
    (replay.world.root / "studykit.toml").write_text(SETTINGS, encoding="utf-8")
    replay.world.build()
    answered = answer(replay, 90)
    assert answered == 90
    for visited in VISITED:
        with studying(replay) as study:
            before, log = standings(study), list(read_log(study.store))
        replay.visit(visited)
        cards = replay.world.cards()
        with studying(replay) as study:
            after = standings(study)
            assert {key: after[key] for key in before} == before
            assert list(read_log(study.store)) == log
            assert verify(study.store, study.replayed) == []
            asked = {(face.key.card, face.key.face): face for face in read_faces(study.store) if face.active}
            living = {key: card for key, card in cards.items() if card.stamp is not None and not card.stamp.retired}
            assert asked.keys() == {(key, face) for key, card in living.items() for face in faces(card)}
            decks = where(replay)
            assert {key: face.place.file for (key, _), face in asked.items()} == {key: decks[key] for key in living}
        answered += answer(replay, 10)
    with studying(replay) as study:
        assert sum(1 for _ in read_log(study.store)) == answered


def where(replay: Replay) -> dict[str, str]:
    """By card, its deck file."""
    catalogue = read_catalogue(open_workspace(replay.world.root))
    return {card.stamp.id: file for file, _, card in catalogue.cards() if card.stamp is not None}
