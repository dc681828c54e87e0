"""The MOC's gloss: what the map says of a note after the dash."""

from collections.abc import Iterator

from studykit.drafting.excerpt import words_of
from studykit.drafting.rules.generic import is_generic, is_placeholder
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.names import bare
from studykit.text.normal import normal, weight


def draft(unit: Unit) -> Iterator[Proposal]:
    """One card for a note whose line in the MOC says something of it. Only its first unit asks it."""
    gloss = words_of(unit.concept.gloss)
    if not gloss or not unit.opens_note:
        return
    if weight(gloss) < 3 or is_generic(gloss) or is_placeholder(gloss) or unit.is_called(normal(gloss)):
        return
    name, section = unit.subject, bare(unit.concept.section.path[-1]) if unit.concept.section.path else ""
    if normal(section) == normal(name):
        section = ""
    if unit.chinese:
        question = f"「{section}」里的「{name}」，一句话讲的是什么？" if section else f"「{name}」一句话讲的是什么？"
    else:
        question = f"In “{section}”, what is “{name}” about?" if section else f"What is “{name}” about, in one phrase?"
    heading = unit.concept.section.path[-1] if unit.concept.section.path else ""
    quote, line = unit.concept.gloss_quote, unit.concept.gloss_line
    yield Proposal(Basic(question, gloss), quote, heading, line, 0.65, from_moc=True)
