"""One note for each syntax of other tools, with the cards that a build must make of it. Printed as a table by

python -m tests.bench.bench_inline --table
"""

from typing import Final, NamedTuple


class Case(NamedTuple):
    """A note and its cards."""

    name: str
    syntax: str
    text: str
    cards: tuple[tuple[str, str, str], ...]
    """Kind, front, back."""
    deck: str = ""
    """The deck that the note names; empty for its home."""
    tags: tuple[str, ...] = ()
    options: str = ""
    """Further lines of `[inline]`."""
    path: str = ""
    due: tuple[str, ...] = ()
    """What the tool had scheduled, by face."""


CASES: Final = (
    Case("one line", "spaced-repetition", "- Capital of France::Paris\n", (("basic", "Capital of France", "Paris"),)),
    Case(
        "one line, spaces",
        "spaced-repetition",
        "首都在哪里 :: 北京\n<!--SR:!2027-03-04,51,230-->\n",
        (("basic", "首都在哪里", "北京"),),
        due=("2027-03-04",),
    ),
    Case(
        "both ways",
        "spaced-repetition",
        "gato:::cat <!--SR:!2027-03-04,51,230!2027-03-09,12,250-->\n",
        (("reversed", "gato", "cat"),),
        due=("2027-03-04", "2027-03-09"),
    ),
    Case(
        "on lines",
        "spaced-repetition",
        "What does a note hold?\nSay two things.\n?\nText\nand more text\n\nNo card is here.\n",
        (("basic", "What does a note hold?\nSay two things.", "Text\nand more text"),),
    ),
    Case("on lines, both ways", "spaced-repetition", "front\n??\nback\n", (("reversed", "front", "back"),)),
    Case(
        "deletions",
        "spaced-repetition",
        "The ==Sun==^[a star] is ==hot==.\n"
        "<!--SR:!fsrs,2027-05-01T10:00:00.000Z,14,13.5,2.25,2,2,0,0,2027-04-17T10:00:00.000Z-->\n",
        (("cloze", "The {{c1::Sun::a star}} is {{c2::hot}}.", ""),),
        due=("2027-05-01",),
    ),
    Case(
        "deletions in groups",
        "spaced-repetition",
        "==a==[^1] with ==b==[^1] and ==2;;c;;third==\n",
        (("cloze", "{{c1::a}} with {{c1::b}} and {{c2::c::third}}", ""),),
    ),
    Case(
        "own separators",
        "spaced-repetition",
        "q ;; a\n\nfront\n!\nback\n\nmore\n+++\nafter\n",
        (("basic", "q", "a"), ("basic", "front", "back\n\nmore")),
        options='separator = ";;"\nline_separator = "!"\nend_marker = "+++"\n',
    ),
    Case(
        "deck by tag",
        "spaced-repetition",
        "#flashcards/geo/capitals\n\nCapital of Spain ::Madrid\n",
        (("basic", "Capital of Spain", "Madrid"),),
        deck="geo::capitals",
    ),
    Case(
        "#card",
        "flashcards",
        "---\ncards-deck: Lang/Words\n---\nWhat is “gato”? #card #spanish\nA cat\nthat purrs\n^1626861812345\n",
        (("basic", "What is “gato”?", "A cat\nthat purrs"),),
        deck="Lang::Words",
        tags=("spanish",),
    ),
    Case(
        "#card-reverse",
        "flashcards",
        "## perro #card-reverse\n\ndog\n^1626861812346\n",
        (("reversed", "perro", "dog"),),
    ),
    Case(
        "START … END",
        "obsidian-to-anki",
        "TARGET DECK: Physik::Optik\n\nFILE TAGS: exam\n\nSTART\nBasic\nWhat is light?\nBack: A wave\nand a particle\n"
        "Tags: physics\n<!--ID: 1626861812345-->\nEND\n",
        (("basic", "What is light?", "A wave\nand a particle"),),
        deck="Physik::Optik",
        tags=("exam", "physics"),
    ),
    Case(
        "STARTI … ENDI",
        "obsidian-to-anki",
        "Here STARTI [Basic] What is heat? Back: Motion Tags: t1 <!--ID: 1626861812347--> ENDI is one.\n",
        (("basic", "What is heat?", "Motion"),),
        tags=("t1",),
    ),
    Case(
        "cloze in braces",
        "obsidian-to-anki",
        "START\nCloze\nThe {sun} is {2:hot}\nEND\n",
        (("cloze", "The {{c1::sun}} is {{c2::hot}}", ""),),
    ),
    Case(
        "Q: A:",
        "hashcards",
        "Q: What is the order\nof a group?\nA: The number\n\nof its elements.\n\n"
        "C: The [order] of a [group] is a number.\n",
        (
            ("basic", "What is the order\nof a group?", "The number\n\nof its elements."),
            ("cloze", "The {{c1::order}} of a {{c2::group}} is a number.", ""),
        ),
    ),
    Case(
        "section",
        "inka",
        "# Lincoln\n\n---\n\nDeck: Presidents\n\nTags: us history\n\n<!--ID:1626861812348-->\n1. Who was the 16th?\n\n"
        "> Abraham Lincoln\n\n2. He was {shot} in {1865}.\n\n---\n\nText.\n",
        (
            ("basic", "Who was the 16th?", "Abraham Lincoln"),
            ("cloze", "He was {{c1::shot}} in {{c2::1865}}.", ""),
        ),
        deck="Presidents",
        tags=("us", "history"),
    ),
    Case(
        "## front",
        "headings",
        "# Deck\n\n## What is DNA?\n\nA molecule.\n\n## A long question\n\ngoes on here\n%\nand is answered\n",
        (("basic", "What is DNA?", "A molecule."), ("basic", "A long question\n\ngoes on here", "and is answered")),
    ),
    Case(
        "whole file",
        "yanki",
        "---\nnoteId: 1626861812349\n---\nWhat is RNA?\n\n---\n\nAnother molecule\n",
        (("basic", "What is RNA?", "Another molecule"),),
        path="cards/rna.md",
        options='folders = ["cards"]\n',
    ),
    Case(
        "whole file, both ways",
        "yanki",
        "casa\n\n---\n---\n\nhouse\n",
        (("reversed", "casa", "house"),),
        path="cards/casa.md",
        options='folders = ["cards"]\n',
    ),
    Case(
        "whole file, hidden",
        "yanki",
        "A ~~hidden _what?_~~ word\n",
        (("cloze", "A {{c1::hidden::what?}} word", ""),),
        path="cards/word.md",
        options='folders = ["cards"]\n',
    ),
    Case(
        "whole file, typed",
        "yanki",
        "How is it spelled?\n\n_rhythm_\n",
        (("typed", "How is it spelled?", "rhythm"),),
        path="cards/typed.md",
        options='folders = ["cards"]\n',
    ),
    Case(
        "{{c1::…}}",
        "anki",
        "The {{c1::mitochondria}} is the\n{{c2::powerhouse::what}} of the cell.\n",
        (("cloze", "The {{c1::mitochondria}} is the\n{{c2::powerhouse::what}} of the cell.", ""),),
    ),
)
