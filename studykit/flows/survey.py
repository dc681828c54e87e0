"""What a first look at a vault finds: told before the first build writes anything, and by `init`."""

import os.path
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from studykit.config import FILE_NAME, Config, load
from studykit.errors import StudykitError, UsageError
from studykit.files import write_bytes_in_place
from studykit.flows.decks.standing import Standing
from studykit.flows.drafting.draft import Drafted, draft_all
from studykit.flows.inline.found import InlineFound, find_inline
from studykit.flows.inline.maps import with_maps
from studykit.flows.inline.plugins import table_of
from studykit.flows.planning.inline_decks import with_named
from studykit.flows.planning.plan import plan_build
from studykit.flows.planning.steps import Plan
from studykit.flows.reading.scan import Scan, scan
from studykit.model.card import Draft
from studykit.model.event import Listener
from studykit.model.ids import digest
from studykit.model.inline import Inline

EXAMPLES = 5
_MANY: Final = 20
"""Drafts of a folder that nobody likes to look through if none of them is good."""
_NO_INLINE: Final = """
# [inline]                    # cards that your notes hold in other tools' syntaxes
# syntaxes = ["spaced-repetition"]   # flashcards, obsidian-to-anki, hashcards, inka, headings, yanki, anki
"""


@dataclass(frozen=True, slots=True)
class Survey:
    """The look, in figures and examples."""

    vault: str
    notes: int
    mocs: tuple[tuple[str, str, int], ...]
    """(title, path, notes listed) of each MOC."""
    listed: int
    unlisted: int
    unread: int
    stubs: int
    drafts: Mapping[str, int]
    """Drafts that passed the checks, by rule."""
    waiting: int
    """Of them, those that will wait for a person."""
    without: int
    """Concepts that give no card."""
    examples: tuple[Draft, ...]
    problems: int
    idle: tuple[tuple[str, int], ...] = ()
    """Folders whose drafts would all wait, and how many these are: of diaries and logs mostly."""
    found: tuple[InlineFound, ...] = ()
    """Cards that notes hold in other tools' syntaxes."""
    inline: Inline = field(default_factory=Inline)
    """How they are read."""


def summarize(scanned: Scan, drafted: Drafted, plan: Plan) -> Survey:
    """The survey of a scan, what was drafted from it, and the plan that a build would follow.

    The examples are cards that will be learned, as long as there are some, and the same at every look.
    """
    late = {one.draft.content.front for one in plan.waiting}  # of what several notes ask alike one waits for all
    homed = [(concept.note, draft) for concept, found in drafted.concepts for draft in found]
    drafts = [draft for _, draft in homed]
    waits = [draft.content.front in late for draft in drafts]
    order = sorted((waits[at], digest("example", d.source.note, d.content.front), at) for at, d in enumerate(drafts))
    chosen = [drafts[at] for _, _, at in order[:EXAMPLES]]
    folders = [note.partition("/")[0] for note, _ in homed if "/" in note]
    learned = {note.partition("/")[0] for (note, _), is_late in zip(homed, waits, strict=True) if not is_late}
    idle = [(name, count) for name, count in Counter(folders).most_common() if name not in learned]
    listed = {one.note for one in scanned.concepts if one.section.moc and one.note not in scanned.mocs}
    return Survey(
        vault=os.path.normpath(scanned.root),
        notes=len(scanned.notes),
        mocs=tuple((m.title, m.path, sum(len(s.entries) for s in m.sections)) for m in scanned.mocs.values()),
        listed=len(listed),
        unlisted=len(scanned.unlisted),
        unread=len(scanned.unread),
        stubs=len(scanned.stubs),
        drafts=dict(sorted(Counter(draft.by for draft in drafts).items(), key=lambda item: -item[1])),
        waiting=plan.count("pending"),
        without=len(scanned.concepts) - sum(bool(found) for _, found in drafted.concepts),
        examples=tuple(chosen),
        problems=len(scanned.problems),
        idle=tuple((name, count) for name, count in idle if count >= _MANY),
    )


def look(vault: Path, config: Config, listener: Listener, skip: tuple[Path, ...] = ()) -> Survey:
    """Scan and draft a vault without writing anything. Other tools' cards that it holds are drafted too."""
    scanned = scan(vault, config, listener, skip=skip)
    inline, found = find_inline(scanned)
    if found:
        config, scanned = replace(config, inline=inline), with_maps(replace(scanned, inline=inline))
    drafted = draft_all(scanned, config, None, listener)
    plan = plan_build(with_named(scanned, drafted), drafted.concepts, Standing(), config, now=0)
    return replace(summarize(scanned, drafted, plan), found=found, inline=inline)


def guess_vault(folder: Path, *, force: bool = False) -> str:
    """Where the notes of a folder lie: `vault`, or the folder itself where it is a vault or holds notes.

    With `force` what the settings name that are written anew. UsageError where there are none.
    """
    if force and (folder / FILE_NAME).exists():
        with suppress(StudykitError):
            return load(folder).vault
    if (folder / "vault").is_dir():
        return "vault"
    if (folder / ".obsidian").is_dir() or any(folder.glob("*.md")) or any(folder.glob("*/*.md")):
        return "."
    raise UsageError("vault-missing", path=str(folder / "vault"))


def write_settings(
    folder: Path,
    vault: str,
    language: str,
    learn: str = "terminal",
    *,
    force: bool,
    llm: str = "",
    inline: Inline = Inline(),  # noqa: B008 - a frozen value
) -> Path:
    """Write `studykit.toml`; `llm` is its table of that name, `inline` the other tools' cards that are read.

    StudykitError `config-exists` where one is there, unless `force`.
    """
    path = folder / FILE_NAME
    if path.exists() and not force:
        raise StudykitError("config-exists", path=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes_in_place(
        path, (_settings(vault, language, learn) + (table_of(inline) or _NO_INLINE) + llm).encode("utf-8")
    )
    return path


def _settings(vault: str, language: str, learn: str) -> str:
    """The settings that people change first, the others as remarks with their defaults."""
    quoted = vault.replace("\\", "\\\\").replace('"', '\\"')
    return f"""# studykit: settings of this workspace. Paths are relative to this file. Every key is optional.
vault = "{quoted}"
language = "{language}"
learn = "{learn}"{" " * (11 - len(learn))}# who owns the schedule: "terminal" (studykit review) or "anki"

# decks = "decks"
# unlisted = "folders"        # or "skip": notes that no map of content lists
# exclude = ["Archive/*"]     # notes that are none
# obsidian_vault = ""         # the vault's name in Obsidian, if it is not its folder's
# journal = false             # each review also in decks/reviews/, for git or a synced folder

[mocs]
# names = ["Home"]            # notes that are maps of content although nothing else says so

[drafting]
# per_unit = 8                # cards at most from one heading of a long note
# per_note = 12
# off = ["gloss"]             # rules that draft nothing: question, inline, formula, brief, gloss, acronym

[review]
# desired_retention = 0.9     # the share of reviews that should be remembered
# new_per_day = 20
# reviews_per_day = 200
# learning_steps = ["1m", "10m"]
# day_starts = 4              # the hour at which a new study day begins
# timezone = ""               # such as "Asia/Shanghai"; this machine's where empty

# [review.decks."MOC::section"]   # the same keys for one deck and those below it, and:
# learn = "anki"
"""
