"""Questions from cards: typed where the answer is short, from options where others are like it, else in own words."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from random import Random
from typing import Final

from studykit.distractors import shuffled
from studykit.markup.cloze import Deletion, deletions
from studykit.markup.plain import to_plain
from studykit.model.card import Basic, Choice, Cloze, Option, Typed
from studykit.model.ids import digest
from studykit.quiz.choosing import choice_faults, one_of
from studykit.quiz.grading import Expected, form_of
from studykit.quiz.material import Item, Material
from studykit.quiz.question import Body, Free, OneOf, Ordering, Origin, Question, QuestionKind, SeveralOf, Written
from studykit.quiz.terms import key_terms
from studykit.text.normal import normal, weight

GAP: Final = "[…]"
"""What stands for the gap of a cloze."""
TYPED: Final = 10
"""The weight up to which an answer is short enough to be typed."""
CHOSEN: Final = 12
"""The weight up to which an answer can be an option: longer ones answer their own question and no other."""
STEPS: Final = (3, 7)
_STEP: Final = re.compile(r"^[ \t]*(\d{1,2})[.)、][ \t]+(\S.*)$", re.MULTILINE)


def kinds_of_item(item: Item) -> tuple[QuestionKind, ...]:
    """How a face may be asked; whether it can be is seen when the question is made."""
    match item.card.content:
        case Choice(options=options):
            several = sum(option.right for option in options) > 1
            return (QuestionKind.SEVERAL,) if several else (QuestionKind.CHOICE,)
        case Cloze():
            return QuestionKind.CLOZE, QuestionKind.CHOICE, QuestionKind.ORDERING
        case Typed():
            return QuestionKind.TYPED, QuestionKind.CHOICE
        case Basic() if item.face == "1":  # asked backwards: the question is the answer
            return (QuestionKind.FREE,)
        case Basic():
            return QuestionKind.TYPED, QuestionKind.CHOICE, QuestionKind.ORDERING, QuestionKind.FREE


def ask_item(item: Item, kind: QuestionKind, material: Material, seed: str) -> Question | None:
    """A question of one kind, or None where the card does not give it."""
    maker = _MAKERS.get(kind)
    return None if maker is None else maker(item, material, digest("item", seed, kind, *item.key))


def _typed(item: Item, material: Material, _seed: str) -> Question | None:
    content, answer = item.card.content, short_answer(item)
    if not answer or weight(answer) > TYPED or isinstance(content, Cloze | Choice):
        return None
    return _question(item, "quiz-card", content.front, Written(_expected(answer, item, material)), content.detail)


def _gap(item: Item, material: Material, _seed: str) -> Question | None:
    content, answer = item.card.content, short_answer(item)
    if not isinstance(content, Cloze) or not answer or weight(answer) > TYPED:
        return None
    hint = next(deletion.hint for deletion in _asked(content.text, item.face))
    body = Written(_expected(answer, item, material), cloze=True, hint=hint)
    return _question(item, "quiz-fill", masked(content.text, item.face), body, content.detail)


def _choice(item: Item, material: Material, seed: str) -> Question | None:
    content = item.card.content
    if isinstance(content, Choice):
        options = tuple(Option(o.text, o.right) for o in sorted(content.options, key=lambda o: digest(seed, o.text)))
        if choice_faults(options):
            return None
        return _question(item, "quiz-card", content.question, OneOf(options), content.detail)
    answer = short_answer(item)
    if not answer or weight(answer) > CHOSEN or (isinstance(content, Basic) and item.face == "1"):
        return None
    near, far = material.items_beside(item, Random(seed))
    cells = _column(item, answer, material)
    shown = normal(masked(content.front, item.face))
    others = (_unseen(_answers(near, content.front), shown), _unseen(cells, shown))
    names = (*_aliases(item, material), *item.accepted)
    found = one_of(answer, (*others, _unseen(_answers(far, content.front), shown)), names, seed=seed)
    if found is None:
        return None
    cloze = isinstance(content, Cloze)
    asks = masked(content.front, item.face) if cloze else content.front
    return _question(item, "quiz-which-fits" if cloze else "quiz-card", asks, OneOf(found), content.detail)


def _several(item: Item, _material: Material, seed: str) -> Question | None:
    content = item.card.content
    if not isinstance(content, Choice) or all(option.right for option in content.options):
        return None
    options = tuple(sorted(content.options, key=lambda option: digest(seed, option.text)))
    return _question(item, "quiz-card-several", content.question, SeveralOf(options), content.detail)


def _ordering(item: Item, material: Material, seed: str) -> Question | None:
    content = item.card.content
    if isinstance(content, Basic):
        steps, asks = _numbered(content.answer), content.question
        beside = [item]
    elif isinstance(content, Cloze):
        beside = _of_one_list(item, material)
        # Each card of a list holds a part of it
        found: dict[int, str] = {}
        for other in beside:
            for number, step in _numbered(other.card.content.front).items():
                found[number] = max(step, found.get(number, ""), key=len)
        steps, asks = found, _STEP.split(content.text, 1)[0].strip()
    else:
        return None
    if sorted(steps) != list(range(1, len(steps) + 1)) or not STEPS[0] <= len(steps) <= STEPS[1]:
        return None
    right = [steps[number] for number in sorted(steps)]
    if len(set(map(normal, right))) < len(right) or not asks or deletions(asks):
        return None
    shown = shuffled(right, seed)
    if shown == right:
        shown = [*right[1:], right[0]]
    body = Ordering(tuple(shown), tuple(shown.index(step) for step in right))
    return _question(item, "quiz-order", asks, body, "", beside)


def _free(item: Item, material: Material, _seed: str) -> Question | None:
    content = item.card.content
    if not isinstance(content, Basic):
        return None
    if item.face != "1" and 0 < weight(short_answer(item)) <= TYPED:
        return None  # a value or a name: there is nothing to say in one's own words
    asks, reference = (content.answer, content.question) if item.face == "1" else (content.question, content.answer)
    topic = material.by_note.get(item.note)
    beside = material.sections.get(topic.section, []) if topic is not None else []
    terms = key_terms(reference, [other.name for other in beside[:50]])
    asked = normal(asks)
    terms = tuple(term for term in terms if normal(term) not in asked) or terms
    return _question(item, "quiz-card", asks, Free(reference, terms), content.detail)


_MAKERS: Final[dict[QuestionKind, Callable[[Item, Material, str], Question | None]]] = {
    QuestionKind.TYPED: _typed,
    QuestionKind.CLOZE: _gap,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.FREE: _free,
}


@lru_cache(maxsize=16384)
def _short(markdown: str) -> str:
    """An answer on one line, as one would type it; code and formulas keep their signs. Empty for a longer one."""
    text = markdown.strip()
    if "\n" in text.strip("$\n") or len(text) > 200:
        return ""
    if form_of(text) in ("code", "formula"):
        return text.replace("\n", " ")
    return to_plain(text).strip().rstrip("。.;；")


def short_answer(item: Item) -> str:
    """What a face asks for, where it is short; empty for the rest, and for a cloze whose gaps hold different words."""
    match item.card.content:
        case Cloze(text):
            found = {_short(deletion.text) for deletion in _asked(text, item.face) if not deletions(deletion.text)}
            return found.pop() if len(found) == 1 else ""
        case Choice():
            return ""
        case Basic(question) if item.face == "1":
            return _short(question)
        case content:
            return _short(content.back)


def masked(text: str, face: str) -> str:
    """A cloze with a gap where the face's words are, and its other words shown; any other text as it is."""
    out, place = [], 0
    for deletion in deletions(text):
        if deletion.start < place:
            continue
        out += [text[place : deletion.start], GAP if f"c{deletion.number}" == face else masked(deletion.text, face)]
        place = deletion.end
    return "".join(out) + text[place:]


def _asked(text: str, face: str) -> list[Deletion]:
    return [deletion for deletion in deletions(text) if f"c{deletion.number}" == face]


def _numbered(text: str) -> dict[int, str]:
    """The steps of a numbered list by number, deletions shown, as plain text."""
    return {int(number): to_plain(masked(step, "")).strip() for number, step in _STEP.findall(text)}


def _of_one_list(item: Item, material: Material) -> list[Item]:
    source = item.card.source
    if source is None:
        return [item]
    first = _STEP.split(item.card.content.front, 1)[0].strip()
    return [
        other
        for other in material.items_of_section[item.section]
        if other.card.source is not None
        and (other.card.source.note, other.card.source.heading) == (source.note, source.heading)
        and isinstance(other.card.content, Cloze)
        and _STEP.split(other.card.content.text, 1)[0].strip() == first
    ]


def _answers(items: Iterable[Item], question: str) -> list[str]:
    """The short answers of other cards that do not ask the same."""
    asked = normal(question)
    return [answer for other in items if normal(other.card.content.front) != asked and (answer := short_answer(other))]


def _column(item: Item, answer: str, material: Material) -> list[str]:
    """What else stands in the column of its table, where the card comes from one."""
    heading = item.card.source.heading if item.card.source is not None else ""
    columns = material.columns.get(normal(answer), ())
    return [
        cell for column in columns if (column.note, column.heading) == (item.note, heading) for cell in column.cells
    ]


def _unseen(texts: Sequence[str], shown: str) -> list[str]:
    """Without what the question itself names: nobody would choose it."""
    return [text for text in texts if normal(text) not in shown]


def _aliases(item: Item, material: Material) -> tuple[str, ...]:
    """The other names of the note's concept, where the answer is one of its names."""
    topic, answer = material.by_note.get(item.note), normal(short_answer(item))
    if topic is None or answer not in map(normal, (topic.name, *topic.aliases)):
        return ()
    return topic.name, *topic.aliases


def _expected(answer: str, item: Item, material: Material) -> Expected:
    topic = material.by_note.get(item.note)
    near = material.sections.get(topic.section, [])[:50] if topic is not None else []
    others = tuple(other.name for other in near if topic is not None and other.note != topic.note)
    return Expected(answer, (*_aliases(item, material), *item.accepted), others)


def _question(item: Item, instruction: str, asks: str, body: Body, detail: str, about: Sequence[Item] = ()) -> Question:
    source = item.card.source
    faces = tuple(dict.fromkeys(other.key for other in about or (item,)))
    heading, quote = ("", "") if source is None else (source.heading, source.quote)
    name = digest("question", instruction, asks, repr(body), *item.key)[:16]
    return Question(name, instruction, asks, body, Origin(item.note, item.section, heading, quote, faces), detail)
