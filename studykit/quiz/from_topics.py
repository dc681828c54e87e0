"""Questions from what a map says of its concepts: which is it, is it so, what belongs together."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from studykit.distractors import ALIKE, shuffled
from studykit.model.card import Option
from studykit.model.ids import digest
from studykit.quiz.choosing import one_of
from studykit.quiz.grading import Expected
from studykit.quiz.material import Material, Topic
from studykit.quiz.question import Body, Matching, OneOf, Origin, Question, QuestionKind, SeveralOf, TrueFalse, Written
from studykit.text.normal import jaccard, normal, weight

PAIRS: Final = (3, 5)
"""Pairs of a matching, at least and at most."""
_TELLING: Final = 6
"""The weight from which a gloss says enough to be the only thing asked by."""
_BELONG: Final = 2
"""Members, and others, of a question for what a section lists."""


def kinds_of(topic: Topic) -> tuple[QuestionKind, ...]:
    """How a topic may be asked for; whether it can be is seen when the question is made."""
    if not topic.gloss:
        return (QuestionKind.SEVERAL,)
    return (
        QuestionKind.CHOICE,
        QuestionKind.TRUE_FALSE,
        QuestionKind.TYPED,
        QuestionKind.MATCHING,
        QuestionKind.SEVERAL,
    )


def ask_topic(topic: Topic, kind: QuestionKind, material: Material, seed: str) -> Question | None:
    """A question of one kind, or None where the map does not give enough for it."""
    maker = _MAKERS.get(kind)
    return None if maker is None else maker(topic, material, digest("topic", seed, kind, topic.note))


def _choice(topic: Topic, material: Material, seed: str) -> Question | None:
    random = Random(seed)
    near, far = material.beside(topic, random)
    if random.random() < 0.5 and not _tells(topic, topic.gloss):
        pools = [_names(others, topic) for others in (near, far)]
        pools.insert(1, _column(topic.name, material))
        options = one_of(topic.name, pools, topic.aliases, seed=seed)
        if options is not None:
            return _question("quiz-which-term", topic.gloss, OneOf(options), topic)
    pools = [[other.gloss for other in others if not _tells(topic, other.gloss)] for others in (near, far)]
    pools.insert(1, _column(topic.gloss, material))
    options = one_of(topic.gloss, pools, seed=seed)
    return None if options is None else _question("quiz-which-gloss", topic.name, OneOf(options), topic)


def _true_false(topic: Topic, material: Material, seed: str) -> Question | None:
    random = Random(seed)
    if random.random() < 0.5:
        return _question("quiz-is-it-so", "", TrueFalse(topic.name, topic.gloss, True, topic.gloss), topic)
    near, far = material.beside(topic, random)
    for others in (near, far):
        fitting = [o.gloss for o in others if _differ(o.gloss, topic.gloss) and not _tells(topic, o.gloss)]
        if fitting:
            gloss = random.choice(fitting)
            return _question("quiz-is-it-so", "", TrueFalse(topic.name, gloss, False, topic.gloss), topic)
    return None


def _typed(topic: Topic, material: Material, seed: str) -> Question | None:
    if _tells(topic, topic.gloss) or weight(topic.gloss) < _TELLING:
        return None
    near, far = material.beside(topic, Random(seed))
    if any(not _differ(other.gloss, topic.gloss) for other in (*near, *far) if other.gloss):
        return None  # another one would be right as well
    expected = Expected(topic.name, topic.aliases, tuple(other.name for other in near))
    return _question("quiz-name-it", topic.gloss, Written(expected), topic)


def _matching(topic: Topic, material: Material, seed: str) -> Question | None:
    near, _ = material.beside(topic, Random(seed))
    pairs = [topic]
    for other in shuffled_topics(near, seed):
        if len(pairs) == PAIRS[1]:
            break
        if all(_differ(other.gloss, one.gloss) and normal(other.name) != normal(one.name) for one in pairs):
            pairs.append(other)
    pairs = [one for one in pairs if not any(_tells(other, one.gloss) for other in pairs)]
    if len(pairs) < PAIRS[0] or topic not in pairs:
        return None
    terms = shuffled([one.name for one in pairs], seed)
    glosses = shuffled([one.gloss for one in pairs], seed)
    by_name = {one.name: one.gloss for one in pairs}
    key = tuple(glosses.index(by_name[term]) for term in terms)
    return _question("quiz-match", topic.section, Matching(tuple(terms), tuple(glosses), key), topic)


def _members(topic: Topic, material: Material, seed: str) -> Question | None:
    """What a section lists, among what others of the map list."""
    near, far = material.beside(topic, Random(seed))
    inside = list(dict.fromkeys([topic.name, *(other.name for other in shuffled_topics(near, seed))]))[: _BELONG + 1]
    listed = {normal(name) for other in (topic, *near) for name in (other.name, *other.aliases)}
    outside = [o.name for o in shuffled_topics(far, seed) if not {normal(n) for n in (o.name, *o.aliases)} & listed]
    outside = list(dict.fromkeys(outside))[:_BELONG]
    names = [*inside, *outside]
    if len(inside) < _BELONG or len(outside) < _BELONG or len({normal(name) for name in names}) < len(names):
        return None
    part = normal(topic.section.rpartition("::")[2])
    if any(part in normal(name) or normal(name) in part for name in names):
        return None  # the name itself would say where it belongs
    options = tuple(Option(text, text in inside) for text in shuffled(names, seed))
    return _question("quiz-which-belong", topic.section, SeveralOf(options), topic)


_MAKERS: Final[dict[QuestionKind, Callable[[Topic, Material, str], Question | None]]] = {
    QuestionKind.CHOICE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.TYPED: _typed,
    QuestionKind.MATCHING: _matching,
    QuestionKind.SEVERAL: _members,
}


def shuffled_topics(topics: Sequence[Topic], seed: str) -> list[Topic]:
    """Topics in an order that hangs on the seed alone."""
    return sorted(topics, key=lambda topic: digest("topic-order", seed, topic.note))


def _names(others: Sequence[Topic], topic: Topic) -> list[str]:
    """Names of topics of which the gloss is not true."""
    return [other.name for other in others if not other.gloss or _differ(other.gloss, topic.gloss)]


def _column(text: str, material: Material) -> list[str]:
    return [cell for column in material.columns.get(normal(text), ()) for cell in column.cells]


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and jaccard(one, other) < ALIKE


def _tells(topic: Topic, gloss: str) -> bool:
    """Whether a gloss names the topic."""
    plain = normal(gloss)
    return any(len(name) > 1 and name in plain for name in map(normal, (topic.name, *topic.aliases)))


def _question(instruction: str, asks: str, body: Body, topic: Topic) -> Question:
    name = digest("question", instruction, asks, repr(body), topic.note)[:16]
    return Question(name, instruction, asks, body, Origin(topic.note, topic.section, "", topic.quote))
