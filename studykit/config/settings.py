"""What can be set, with its default and its meaning: one frozen value a table of `studykit.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from studykit.model.inline import Inline
from studykit.model.options import Options

Unlisted = Literal["folders", "skip"]
Accept = Literal["clean", "none", "all"]
Learn = Literal["terminal", "anki"]
Preset = Literal["openai", "deepseek", "ollama", "llamacpp", "vllm", "lmstudio"]
FATES: Final = ("decks", "wait", "off")


@dataclass(frozen=True, slots=True)
class Mocs:
    """`[mocs]`: which notes index others, beyond what studykit recognises by itself."""

    names: tuple[str, ...] = ()
    """Base names of notes that are MOCs."""
    ignore: tuple[str, ...] = ()
    """Paths of notes that look like MOCs and are none."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """`[drafting]`: how many cards are drafted, and by which rules."""

    per_unit: int = 8
    """Cards a unit gives at most."""
    per_note: int = 12
    """Cards a note gives at most."""
    accept: Accept = "clean"
    """Drafts that go into decks without being looked at: `clean` those without a flag, `none`, `all`."""
    decks: tuple[str, ...] = ()
    """Rules (or `tier0` to `tier3`) whose cards go into decks."""
    wait: tuple[str, ...] = ()
    """Rules whose cards wait for a person."""
    off: tuple[str, ...] = ()
    """Rules that draft nothing."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """By folder of the vault: `decks`, `wait` or `off` for every card of its notes."""


@dataclass(frozen=True, slots=True)
class Llm:
    """`[llm]`: the model that drafts, where one is asked for. Empty and 0 mean what the preset says."""

    preset: Preset = "openai"
    base_url: str = ""
    model: str = ""
    api_key_env: str = ""
    """The environment variable that holds the key. Keys themselves are never written in a file."""
    concurrency: int = 0
    """Requests at once."""
    timeout: int = 120
    """Seconds that an answer may take."""
    max_tokens: int = 4000
    """Of one answer."""
    prices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """`[llm.prices.MODEL]`: `input`, `output` and `cached`, US dollars for a million tokens."""
    prices_date: str = ""
    """When these were looked up."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """`[review]`: how the cards are learned. The keys of `Options` stand in the same table."""

    day_starts: int = 4
    """The hour at which a new study day begins, 0 to 23."""
    timezone: str = ""
    """An IANA name such as `Asia/Shanghai`; this machine's where empty."""
    parameters: tuple[float, ...] = ()
    """The 21 weights of FSRS-6; where empty, those that `optimize` kept, else the defaults."""
    options: Options = field(default_factory=Options)
    """Of every deck that has none of its own."""
    decks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """`[review.decks."MOC::section"]`: by deck, the keys of `Options` that differ there and below, and `learn`."""

    def of(self, deck: str) -> Options:
        """The options of a deck: each key from the nearest deck above it that sets it."""
        found: dict[str, Any] = {}
        for name in _above(deck):
            found |= self.decks.get(name, {})
        found.pop("learn", None)
        return replace(self.options, **found) if found else self.options


@dataclass(frozen=True, slots=True)
class Keys:
    """`[keys]`: by action, its keys in the interface: `"u"`, `"ctrl+z"`, `["space", "enter"]`; `[]` for none."""

    show: tuple[str, ...] = ("space", "enter")
    """Show the answer; then: Good."""
    again: tuple[str, ...] = ("1",)
    hard: tuple[str, ...] = ("2",)
    good: tuple[str, ...] = ("3",)
    easy: tuple[str, ...] = ("4",)
    undo: tuple[str, ...] = ("u", "ctrl+z")
    edit: tuple[str, ...] = ("e",)
    open: tuple[str, ...] = ("o",)
    """Open the note in Obsidian."""
    suspend: tuple[str, ...] = ("s",)
    bury: tuple[str, ...] = ("b",)
    flag: tuple[str, ...] = ("f",)
    delete: tuple[str, ...] = ("x",)
    quote: tuple[str, ...] = ("v",)
    """The quote in its paragraph."""
    math: tuple[str, ...] = ("m",)
    """The source of the text with its formulas."""
    down: tuple[str, ...] = ("j", "down")
    up: tuple[str, ...] = ("k", "up")
    page_down: tuple[str, ...] = ("pagedown", "ctrl+f")
    page_up: tuple[str, ...] = ("pageup", "ctrl+b")
    top: tuple[str, ...] = ("home", "g")
    bottom: tuple[str, ...] = ("end", "G")
    fold: tuple[str, ...] = ("tab", "h", "l", "left", "right")
    """In the deck tree: hide what is below a deck, or show it."""
    decks: tuple[str, ...] = ("d",)
    browse: tuple[str, ...] = ("/",)
    statistics: tuple[str, ...] = ("t",)
    quiz: tuple[str, ...] = ("w",)
    drafts: tuple[str, ...] = ("p",)
    """What waits for a person. The keys that follow are of that screen."""
    accept: tuple[str, ...] = ("a",)
    reject: tuple[str, ...] = ("r",)
    redraft: tuple[str, ...] = ("n",)
    """Let the model draft it anew, with a word of feedback."""
    accept_all: tuple[str, ...] = ("A",)
    reject_all: tuple[str, ...] = ("R",)
    narrow: tuple[str, ...] = ("i",)
    """Choose what is shown from a list: a rule, a check, a section, a note."""
    theme: tuple[str, ...] = ("c",)
    """Day or night."""
    palette: tuple[str, ...] = ("ctrl+p", ":")
    help: tuple[str, ...] = ("?", "f1")
    back: tuple[str, ...] = ("q", "escape")


@dataclass(frozen=True, slots=True)
class BrowseKeys:
    """`[browse_keys]`: keys that mean something else where cards are browsed. The others are as in `[keys]`."""

    read: tuple[str, ...] = ("enter",)
    """Show the card whole."""
    mark: tuple[str, ...] = ("space",)
    mark_all: tuple[str, ...] = ("a",)
    move: tuple[str, ...] = ("m",)
    """To another deck."""
    sort: tuple[str, ...] = ("r",)


@dataclass(frozen=True, slots=True)
class QuizKeys:
    """`[quiz_keys]`: keys that mean something else in a quiz. What is not here is as in `[keys]`: `flag`, `quote` …"""

    answer: tuple[str, ...] = ("enter", "tab")
    """Answer; then the next question."""
    choose: tuple[str, ...] = ("space",)
    """Choose what the cursor is on; letters and numbers of options choose in any case."""
    take_back: tuple[str, ...] = ("backspace", "delete")
    """Take the last choice back."""
    hint: tuple[str, ...] = ("h",)
    override: tuple[str, ...] = ("o",)
    """After the answer: the verdict was wrong."""
    next: tuple[str, ...] = ("n", "right")
    previous: tuple[str, ...] = ("p", "left")
    finish: tuple[str, ...] = ("s",)
    """End the quiz, or hand the exam in."""
    retake: tuple[str, ...] = ("r",)
    """Before a quiz: go on with the one that was broken off; after it: give the misses back to the schedule."""


@dataclass(frozen=True, slots=True)
class Config:
    """A workspace's settings. Paths are as written, relative to the workspace."""

    vault: str = "vault"
    decks: str = "decks"
    prompts: str = "prompts"
    store: str = ".studykit"
    """The folder of the learning store."""
    obsidian_vault: str = ""
    """The vault's name in `obsidian://` links; the vault folder's name where empty."""
    language: str = ""
    """`en` or `zh`; the locale's where empty."""
    exclude: tuple[str, ...] = ()
    """Globs of paths in the vault that are no notes."""
    unlisted: Unlisted = "folders"
    """Notes that no MOC lists: `folders` gives each folder a deck, `skip` leaves them out."""
    learn: Learn = "terminal"
    """Who owns the schedule of the decks: this program, or Anki. The other side may cram."""
    journal: bool = False
    """Write each review to `reviews/` in the decks' folder too, so that git or a synced folder carries it."""
    machine: str = ""
    """This machine's name in the journal; the host's where empty."""
    anki_connect: str = "http://127.0.0.1:8765"
    """Where the add-on AnkiConnect answers, while Anki runs: for `sync-anki` alone."""
    mocs: Mocs = field(default_factory=Mocs)
    drafting: Drafting = field(default_factory=Drafting)
    inline: Inline = field(default_factory=Inline)
    """`[inline]`: which other tools' card syntaxes are read in the notes; none where `syntaxes` is empty."""
    review: Reviewing = field(default_factory=Reviewing)
    llm: Llm = field(default_factory=Llm)
    keys: Keys = field(default_factory=Keys)
    browse_keys: BrowseKeys = field(default_factory=BrowseKeys)
    quiz_keys: QuizKeys = field(default_factory=QuizKeys)

    def learned_in(self, deck: str) -> Learn:
        """Who owns the schedule of a deck: said by the nearest deck above it, else by `learn`."""
        owner: Learn = self.learn
        for name in _above(deck):
            owner = self.review.decks.get(name, {}).get("learn", owner)
        return owner


def _above(deck: str) -> list[str]:
    """The names from the top down to a deck: `A`, `A::B`, `A::B::C`."""
    parts = deck.split("::")
    return ["::".join(parts[:count]) for count in range(1, len(parts) + 1)]
