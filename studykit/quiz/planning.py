"""Which questions a quiz asks, and in which order: varied, seeded, nothing twice.

Sources (topics and faces of cards) are drawn first and questions made only of those, so that the cost hangs on the
number of questions. Each source is asked in the way that was used least so far and that it allows; no two questions of
one kind from one note follow each other.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from random import Random
from typing import Final, TypeVar

from studykit.model.ids import CardId
from studykit.quiz.from_cards import ask_item, kinds_of_item
from studykit.quiz.from_topics import ask_topic, kinds_of
from studykit.quiz.material import Item, Material, Topic
from studykit.quiz.question import Matching, Question, QuestionKind

Source = Topic | Item
Thing = TypeVar("Thing")
_WAITING: Final = 8
"""Questions that may be put off because they would follow one of their own kind and note."""


def plan(
    material: Material,
    count: int,
    seed: int,
    *,
    kinds: Collection[QuestionKind] = tuple(QuestionKind),
    weak_first: bool = False,
) -> tuple[Question, ...]:
    """Up to `count` questions; fewer where the material does not give more. With `weak_first` what is known least."""
    return tuple(_varied(_made(material, seed, frozenset(kinds), weak_first), count))


def _made(material: Material, seed: int, kinds: frozenset[QuestionKind], weak_first: bool) -> Iterator[Question]:
    used: Counter[QuestionKind] = Counter()
    seen: set[tuple[str, str]] = set()
    asked: set[CardId] = set()
    said: set[tuple[str, QuestionKind]] = set()
    last: tuple[str, QuestionKind] | None = None
    random = Random(f"quiz {seed}")
    for name, source in _drawn(material, random, seed, weak_first):
        if isinstance(source, Item) and source.key.card in asked:
            continue
        for kind in sorted(_kinds(source), key=lambda kind: (used[kind], random.random())):
            if kind not in kinds or (source.note, kind) == last or (source.section, kind) in said:
                continue
            question = _ask(source, kind, material, name)
            if question is None or {key.card for key in question.origin.faces} & asked:
                continue
            if isinstance(source, Topic) and (source.note, question.instruction) in seen:
                continue
            if isinstance(question.body, Matching) or (isinstance(source, Topic) and kind is QuestionKind.SEVERAL):
                said.add((source.section, kind))  # one of a section says all
            used[kind] += 1
            seen.add((source.note, question.instruction))
            asked |= {key.card for key in question.origin.faces}
            last = (source.note, kind)
            yield question
            break


def _varied(questions: Iterator[Question], count: int) -> list[Question]:
    """The first questions in an order in which none follows one of its own note and kind."""
    chosen: list[Question] = []
    waiting: list[Question] = []
    for question in questions:
        if len(chosen) >= count:
            break
        waiting.append(question)
        fitting = next((one for one in waiting if not chosen or _place(one) != _place(chosen[-1])), None)
        if fitting is not None:
            waiting.remove(fitting)
            chosen.append(fitting)
        elif len(waiting) > _WAITING:
            break
    for question in waiting:
        if len(chosen) < count and (not chosen or _place(question) != _place(chosen[-1])):
            chosen.append(question)
    return chosen[:count]


def _place(question: Question) -> tuple[str, QuestionKind]:
    return question.origin.note, question.kind


def _drawn(material: Material, random: Random, seed: int, weak_first: bool) -> Iterator[tuple[str, Source]]:
    """Topics and items in the order in which they are tried, each with the seed of its question.

    The two come in turn by their numbers, drawn by chance. Topics come again behind all: cards are asked once, what a
    map says of a concept may be asked the other way round.
    """
    items: Sequence[Item] = _shuffled(material.items, random)
    if weak_first:
        items = sorted(items, key=lambda item: 1.0 if item.chance is None else item.chance)
    topics = _shuffled(material.topics, random)
    sources: tuple[Sequence[Source], Sequence[Source]] = (items, topics)
    taken = [0, 0]
    while taken[0] < len(items) or taken[1] < len(topics):
        shares = [taken[n] / len(sources[n]) if taken[n] < len(sources[n]) else 2.0 for n in (0, 1)]
        which = 0 if shares[0] <= shares[1] else 1
        yield str(seed), sources[which][taken[which]]
        taken[which] += 1
    for name in (f"{seed} again", f"{seed} once more"):
        for topic in topics:
            yield name, topic


def _shuffled(things: Sequence[Thing], random: Random) -> list[Thing]:
    """The things in an order drawn by chance: `random.sample` of all of them, without its calls for each."""
    pool, drawn, bits = list(things), list[Thing](), random.getrandbits
    for left in range(len(pool), 0, -1):
        size = left.bit_length()
        while (place := bits(size)) >= left:
            pass
        drawn.append(pool[place])
        pool[place] = pool[left - 1]
    return drawn


def _kinds(source: Source) -> tuple[QuestionKind, ...]:
    return kinds_of(source) if isinstance(source, Topic) else kinds_of_item(source)


def _ask(source: Source, kind: QuestionKind, material: Material, seed: str) -> Question | None:
    if isinstance(source, Topic):
        return ask_topic(source, kind, material, seed)
    return ask_item(source, kind, material, seed)
