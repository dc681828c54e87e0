"""`studykit import FILE…`: packages from Anki, with others' decks and ours that come home; `--undo` goes back."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.config import Learn
    from studykit.flows.home.report import Edit, Homecoming
    from studykit.flows.imported.merging import Merge
    from studykit.flows.importing.package import Came
    from studykit.flows.importing.report import DeckCame, Imported
    from studykit.flows.learning.study import Study
    from studykit.store.imported import ImportedNote


_ANKI: Final = frozenset(("col", "notes", "cards", "revlog"))
"""Tables of Anki's own collection."""


@click.command("import", help=text("help-import"))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help=text("help-importing-dry-run"))
@click.option("--undo", is_flag=True, help=text("help-importing-undo"))
@click.option("--learn", type=click.Choice(["here", "anki"]), help=text("help-importing-learn"))
@click.option("--theirs", is_flag=True, help=text("help-importing-theirs"))
@click.option("--notes", type=click.Path(path_type=Path), metavar="DIR", help=text("help-importing-notes"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def importing(
    root: Path,
    files: tuple[Path, ...],
    dry_run: bool,
    undo: bool,
    learn: str | None,
    theirs: bool,
    notes: Path | None,
    as_json: bool,
) -> None:
    from studykit.errors import UsageError
    from studykit.flows.importing.package import import_file
    from studykit.flows.learning.study import open_study
    from studykit.flows.report import sorted_problems
    from studykit.flows.workspace import open_workspace
    from studykit.store.inline_hashcards import is_sqlite

    if undo == bool(files):
        raise UsageError("import-undo-alone" if undo else "import-no-files")
    asks = output.is_terminal() and not as_json and not dry_run
    where: Learn | None = None if learn is None else "terminal" if learn == "here" else "anki"

    def owner(imported: "Imported") -> "Learn | None":
        return where if where is not None or not asks else _ask_learn(imported)

    def resolve(note: "ImportedNote", merge: "Merge") -> bool:
        return theirs or (asks and _ask_theirs(note, merge))

    with open_study(open_workspace(root)) as study:
        if undo:
            _undo(study, as_json=as_json)
        for file in files:
            if notes is not None or is_sqlite(file):
                _import_hashcards(study, file, notes, dry_run=dry_run, as_json=as_json)
                continue
            came = import_file(study, file, dry_run=dry_run, resolve=resolve, learn=owner)
            if as_json:
                foreign = came.foreign.as_object() if came.foreign is not None else None
                output.print_json({**came.home.as_object(), "imported": foreign})
            else:
                _print(came, dry_run=dry_run)
            output.print_problems(sorted_problems(came.home.problems))


def _undo(study: "Study", *, as_json: bool) -> None:
    from studykit.flows.importing.package import undo_import

    last, taken = undo_import(study)
    if as_json:
        output.print_json({"undone": last.file, **taken._asdict()})
    else:
        output.note(text("import-undone", file=last.file, **taken._asdict()))


def _import_hashcards(study: "Study", file: Path, notes: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """The database of hashcards or repeater, with the notes that its cards stand in."""
    from studykit.errors import UsageError
    from studykit.flows.importing.hashcards import HashcardsCame, import_hashcards
    from studykit.flows.importing.repeater import import_repeater
    from studykit.store.inline_hashcards import tables_of
    from studykit.store.inline_repeater import is_repeater

    if file.suffix.startswith(".anki2") or tables_of(file) >= _ANKI:
        raise UsageError("import-collection", path=str(file))
    if notes is None:
        raise UsageError("hashcards-no-notes", path=str(file))
    repeater = is_repeater(file)
    came: HashcardsCame = (import_repeater if repeater else import_hashcards)(study, file, notes, dry_run=dry_run)
    done = came.as_object()
    if as_json:
        output.print_json(done)
        return
    output.data(
        text("hashcards-came", **{name: done[name] for name in ("path", "known", "matched", "elsewhere", "lost")})
    )
    if repeater:
        output.data(text("repeater-schedules", **{name: done[name] for name in ("carried", "learned", "damaged")}))
    else:
        output.data(text("hashcards-reviews", **{name: done[name] for name in ("reviews", "already", "damaged")}))
    if not (done["carried"] if repeater else came.reviews):
        output.note(text("import-nothing"))
    else:
        output.note(text("import-dry-run" if dry_run else "import-done"))


def _ask_learn(imported: "Imported") -> "Learn":
    count = sum(deck.new for deck in imported.decks.values())
    return "terminal" if click.confirm(text("import-ask-learn", count=count), default=True, err=True) else "anki"


def _ask_theirs(note: "ImportedNote", merge: "Merge") -> bool:
    output.note(f"{text('import-both')}  {note.card}", colour="yellow")
    for conflict in merge.conflicts:
        _print_sides(conflict.field, conflict.here, conflict.there)
    return click.confirm(text("import-ask-theirs"), default=False, err=True)


def _print(came: "Came", *, dry_run: bool) -> None:
    if came.foreign is not None:
        _print_foreign(came.foreign)
    if came.home.notes:
        _print_home(came.home, came.copies)
    elif came.foreign is None:
        output.note(text("import-none-ours"))
    if not came.changed:
        output.note(text("import-nothing"))
    elif dry_run:
        output.note(text("import-dry-run"))
    else:
        if came.foreign is not None and came.foreign.number:
            output.note(text("import-done"))
        if came.home.edits:
            output.note(text("import-build"))


def _print_foreign(done: "Imported") -> None:
    counts = {name: getattr(done, name) for name in ("notes", "new", "updated", "older")}
    output.data(text("import-others", file=done.path, **counts))
    if done.joined:
        output.data(text("import-joined", count=done.joined))
    if done.deleted:
        output.data(text("import-stay-deleted", count=done.deleted))
    names = ("cards", "fsrs", "converted", "moved", "suspended", "flagged")
    output.data(text("import-cards", **{name: getattr(done, name) for name in names}))
    output.data(text("import-reviews", new=done.reviews, known=done.known, by_hand=done.by_hand))
    if done.files or done.missing:
        output.data(text("import-files", files=done.files, missing=done.missing))
    _print_decks([one for one in done.decks.values() if one.cards])
    for conflict in done.conflicts:
        said = text("import-taken" if conflict.taken else "import-kept")
        output.note(f"{text('import-both')}  {conflict.card}  {conflict.front}  ({said})", colour="yellow")
        for field in conflict.fields:
            _print_sides(field.field, field.here, field.there)


def _print_decks(decks: "list[DeckCame]") -> None:
    """The decks with the options that came along; those that all have in common once."""
    options = [_options(one) for one in decks if one.new]
    common = options[0] if len(options) > 1 and len(set(options)) == 1 else ""
    for deck in sorted(decks, key=lambda one: one.name):
        where = text("import-in-anki" if deck.learn == "anki" else "import-here")
        output.data(text("import-deck", deck=deck.name, cards=deck.cards, where=where))
        if deck.options and deck.new and not common:
            output.note(text("import-deck-options", options=_options(deck)))
    if common:
        output.note(text("import-decks-options", options=common))


def _options(deck: "DeckCame") -> str:
    """As `studykit.toml` would hold them. FSRS's parameters, a long row that nobody sets by hand, are only named."""
    from studykit.config.options import OPTIONS, written_option

    return ", ".join(
        written_option(name, value) if name in OPTIONS else f"{name} = […]" for name, value in deck.options.items()
    )


def _print_home(home: "Homecoming", copies: int) -> None:
    output.data(text("import-notes", file=home.path, notes=home.notes, foreign=copies))
    output.data(text("import-reviews", new=home.reviews, known=home.known, by_hand=home.by_hand))
    marks = home.marks
    if marks.count:
        counts = {name: len(getattr(marks, name)) for name in ("suspend", "unsuspend", "flag", "unflag")}
        output.data(text("import-marks", **counts))
    for edit in home.edits:
        said = ", ".join((*edit.fields, *(f"#{tag}" for tag in edit.tags)))
        output.data(f"{text('import-edited')}  {edit.card}  {edit.front}  ({said})")
    for code, edits in (("import-conflict", home.conflicts), ("import-unreadable", home.unreadable)):
        for edit in edits:
            _print_shown(code, edit)
    if home.gone:
        output.note(text("import-gone", count=len(home.gone)))
        for card, front in home.gone:
            output.note(f"  {card}  {front}")
    if home.held:
        output.note(text("import-held", count=home.held), colour="yellow")


def _print_shown(code: str, edit: "Edit") -> None:
    """What stands in Anki and was not taken, so that a person can take it by hand."""
    output.note(f"{text(code)}  {edit.card}  {edit.file}", colour="yellow")
    for shown in edit.shown:
        _print_sides(shown.field or text("import-kind"), shown.here, shown.there)


def _print_sides(name: str, here: str, there: str) -> None:
    output.note(f"  {name}")
    for sign, words in (("  - ", here), ("  + ", there)):
        for line in words.split("\n"):
            output.note(f"  {sign}{line}")
