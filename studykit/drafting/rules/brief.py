"""The note's own summary: `brief:` and its sisters in the frontmatter."""

from collections.abc import Iterator

from studykit.drafting.excerpt import words_of
from studykit.drafting.rules.generic import is_placeholder
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import weight


def draft(unit: Unit) -> Iterator[Proposal]:
    """One card: the first sentence answers, the rest is folded away. Only the note's first unit asks it."""
    if not unit.summary:
        return
    text = words_of(unit.summary)
    pieces = sentences(text)
    if not pieces or weight(text) < 4 or is_placeholder(text):
        return
    title = without_label(unit.concept.label or unit.note.title)
    question = f"{title}：一句话怎么概括？" if unit.chinese else f"How would you sum up {title} in one sentence?"
    joiner = "" if unit.chinese else " "
    yield propose(Basic(question, pieces[0], joiner.join(pieces[1:])), unit.summary, "", 1, 0.7)
