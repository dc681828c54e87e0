"""A survey as a person reads it: what lies in the vault, what it would give, five examples."""

from studykit.cli import output
from studykit.cli.language import text
from studykit.flows.survey import EXAMPLES, Survey
from studykit.text.safe import safe_line
from studykit.text.width import fit, width

_LONGEST = 150
"""Columns of an example's question or answer: two lines of a narrow terminal."""

_IN_ANKI = ("obsidian-to-anki", "flashcards", "inka", "yanki")
"""Syntaxes of tools that make notes in Anki and write their ids beside the cards."""


def print_survey(survey: Survey) -> None:
    """Print to standard error: it is asked before there is an answer."""
    output.note(text("survey-vault", vault=survey.vault, notes=survey.notes), bold=True)
    for title, path, listed in survey.mocs:
        output.note(f"  {text('survey-moc', title=title, path=path, listed=listed)}")
    if not survey.mocs:
        output.note(f"  {text('survey-no-moc')}")
    output.note(f"  {text('survey-coverage', listed=survey.listed, unlisted=survey.unlisted, stubs=survey.stubs)}")
    if survey.unread:
        output.note(f"  {text('survey-unread', count=survey.unread)}", colour="yellow")
    if survey.problems:
        output.note(f"  {text('survey-problems', count=survey.problems)}", colour="yellow")
    _print_inline(survey)
    output.note()
    output.note(text("survey-drafts", count=sum(survey.drafts.values()), waiting=survey.waiting), bold=True)
    for rule, count in survey.drafts.items():
        name = rule.partition(":")[2]
        output.note(f"  {count:>5}  {text(f'rule-{name}')}")
    if survey.without:
        output.note(f"  {text('survey-without', count=survey.without)}")
    for folder, count in survey.idle:
        output.note(f"  {text('survey-idle', folder=folder, count=count)}", colour="yellow")
    if survey.examples:
        output.note()
        output.note(text("survey-examples"), bold=True)
    for draft in survey.examples:
        output.note(f"  {_short(draft.content.front)}")
        if draft.content.back:
            output.note(f"    {_short(draft.content.back)}")
        output.note(f"    — {draft.source.note}", colour="cyan")
    output.note()


def _short(side: str) -> str:
    """A side of a card on a line; of a long one the beginning."""
    line = safe_line(" ".join(side.split()))
    return fit(line, _LONGEST).rstrip() if width(line) > _LONGEST else line


def _print_inline(survey: Survey) -> None:
    """The syntaxes of other tools that the notes use, and five cards of them."""
    if not survey.found:
        return
    output.note()
    output.note(text("inline-found"), bold=True)
    for one in survey.found:
        name = text(f"inline-name-{one.syntax}")
        said = text("inline-found-one", name=name, cards=one.cards, notes=one.notes, known=one.known)
        output.note(f"  {said}{text('inline-found-plugin') if one.plugin else ''}")
    shown = [example for one in survey.found for example in one.examples]
    places = range(0, len(shown), max(1, len(shown) // EXAMPLES))  # of every syntax some
    for example in [shown[place] for place in places][:EXAMPLES]:
        output.note(f"    {example.front}" + (f"  →  {example.back}" if example.back else ""))
        output.note(f"      — {example.note}:{example.line}", colour="cyan")
    if any(one.known and one.syntax in _IN_ANKI for one in survey.found):
        output.note(f"  {text('inline-history-anki')}")
    if any(one.syntax == "hashcards" for one in survey.found):
        output.note(f"  {text('inline-history-hashcards')}")
