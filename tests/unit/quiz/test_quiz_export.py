"""Each format that leaves is read again by a reader written here, from the format's own page, and compared."""

import csv
import io
import re

import pytest

from studykit.model.card import Option
from studykit.quiz.callouts import to_callouts
from studykit.quiz.gift import to_gift
from studykit.quiz.grading import Expected
from studykit.quiz.planning import plan
from studykit.quiz.question import (
    Body,
    Free,
    Matching,
    OneOf,
    Ordering,
    Origin,
    Question,
    SeveralOf,
    TrueFalse,
    Written,
)
from studykit.quiz.separated import COLUMNS, AnkiRow, to_anki_tsv, to_csv
from tests.conftest import ROOT
from tests.quiz_pairs.world import made_up, reference_material

NASTY = r"a~b=c#d{e}f:g\h // $x_{1}$ %50% ::t:: [html] “q”"


def asked(body: Body, name: str = "q1", asks: str = NASTY + "\n\nsecond line") -> Question:
    return Question(name, "quiz-card", asks, body, Origin("n.md", "S::T", "H", "“quote”, with\ttab"))


ONE = OneOf((Option("~wrong", False), Option("=right}", True), Option("%50% half", False)))
SEVERAL = SeveralOf((Option("a:1", True), Option("b#2", True), Option("c\\3", True), Option("d", False)))
MATCH = Matching(("x -> y", "p=q", "m"), ("one", "two~", "three:"), (1, 2, 0))
ORDER = Ordering(("second", "first", "third"), (1, 0, 2))
BODIES: tuple[Body, ...] = (
    ONE,
    SEVERAL,
    TrueFalse("t:", "g#", False, "really {so}"),
    Written(Expected("a=b", ("c~d", "%5% off"))),
    Written(Expected("0.25")),
    MATCH,
    ORDER,
    Free("line one\nline {two}", ("two",)),
)


class Gift:
    """A reader of GIFT, from https://docs.moodle.org/en/GIFT_format: one question a paragraph."""

    def __init__(self, paragraph: str) -> None:
        hidden = re.sub(r"\\([\\~=#{}:n])", lambda m: chr(0xE000 + "\\~=#{}:n".index(m[1])), paragraph)
        match = re.fullmatch(r"::([^:]*)::\[markdown\]([^{]*)\{([^}]*)\}\s*", hidden, re.DOTALL)
        assert match is not None, paragraph
        self.title, self.text, self.body = self.shown(match[1]), self.shown(match[2]), match[3].strip()

    @staticmethod
    def shown(text: str) -> str:
        return re.sub("[\ue000-\ue007]", lambda m: "\\~=#{}:\n"[ord(m[0]) - 0xE000], text)

    def answers(self) -> list[tuple[str, str, str]]:
        """(sign, weight, text) of each answer."""
        found = re.findall(r"([=~])(?:%(-?[\d.]+)%)?([^=~]*)", self.body)
        return [(sign, weight, self.shown(text.strip())) for sign, weight, text in found]


def gift_of(body: Body) -> Gift:
    return Gift(to_gift([asked(body)]))


def test_gift_keeps_every_sign_of_the_question() -> None:
    found = gift_of(ONE)
    assert found.title == "q1"
    assert found.text == NASTY + "\n\nsecond line"


def test_gift_choices() -> None:
    assert gift_of(ONE).answers() == [("~", "", "~wrong"), ("=", "", "=right}"), ("~", "0", "%50% half")]
    assert gift_of(SEVERAL).answers() == [
        ("~", "33.33333", "a:1"),
        ("~", "33.33333", "b#2"),
        ("~", "33.33333", "c\\3"),
        ("~", "-100", "d"),
    ]


def test_gift_true_false_short_numerical_and_essay() -> None:
    assert re.fullmatch(r"FALSE#.*", gift_of(BODIES[2]).body, re.DOTALL)
    assert gift_of(BODIES[3]).answers() == [("=", "", "a=b"), ("=", "", "c~d"), ("=", "100", "%5% off")]
    assert gift_of(BODIES[4]).body == "#0.25:0"
    assert Gift.shown(gift_of(BODIES[7]).body) == "####line one\nline {two}"


def test_gift_matching_and_ordering() -> None:
    pairs = [tuple(text.split(" -> ")) for _, _, text in gift_of(MATCH).answers()]
    assert pairs == [("x → y", "two~"), ("p=q", "three:"), ("m", "one")]
    steps = [tuple(text.split(" -> ")) for _, _, text in gift_of(ORDER).answers()]
    assert steps == [("1", "first"), ("2", "second"), ("3", "third")]


@pytest.mark.parametrize("seed", [1, 7])
def test_gift_of_whole_quizzes_has_a_paragraph_a_question(seed: int) -> None:
    for world in (reference_material(ROOT), made_up(200, 3, english=True)):
        questions = plan(world, 40, seed)
        paragraphs = [text for text in to_gift(questions).split("\n\n") if text.strip()]
        read = [Gift(text) for text in paragraphs]
        assert [one.title for one in read] == [question.id for question in questions]
        for one, question in zip(read, questions, strict=True):
            if isinstance(question.body, OneOf):
                options = [(option.text.strip(), option.right) for option in question.body.options]
                assert [(text, sign == "=") for sign, _, text in one.answers()] == [
                    (text.replace("->", "→"), right) for text, right in options
                ]


def read_callouts(text: str) -> list[tuple[str, list[str], list[str]]]:
    """(question, lines, answers) of each callout."""
    found: list[tuple[str, list[str], list[str]]] = []
    inside: list[str] = []
    for line in text.splitlines():
        if line.startswith("> [!question] "):
            found.append((line.removeprefix("> [!question] "), [], []))
            inside = found[-1][1]
        elif line == ">> [!success]- Answer":
            inside = found[-1][2]
        elif line.startswith(">"):
            inside.append(line.lstrip("> "))
        else:
            assert line == ""
    return found


def test_callouts_are_read_again() -> None:
    found = read_callouts(to_callouts([asked(body, f"q{n}") for n, body in enumerate(BODIES)]))
    assert len(found) == len(BODIES)
    assert {question for question, _, _ in found} == {NASTY + " second line", "t: — g#"}
    assert found[0][1:] == (["a) ~wrong", "b) =right}", "c) %50% half"], ["b) =right}"])
    assert found[1][2] == ["a) a:1", "b) b#2", "c) c\\3"]
    assert found[2][2] == ["False"]
    assert found[3][2] == ["a=b", "c~d", "%5% off"]
    first, second = ["a) x -> y", "b) p=q", "c) m", ""], ["n) one", "o) two~", "p) three:", ""]
    assert found[5][1] == ["[!example] Group A", *first, "[!example] Group B", *second]
    assert found[5][2] == ["a) -> o)", "b) -> p)", "c) -> n)"]
    assert found[6][2] == ["b) first", "a) second", "c) third"]
    assert found[7][2] == ["line one line {two}"]


def test_a_text_opens_no_callout_of_its_own() -> None:
    text = to_callouts([asked(Free("> [!bug] x\n# y", ()), asks="a\n> [!question] b")])
    assert [question for question, _, _ in read_callouts(text)] == ["a > [!question] b"]
    assert read_callouts(text)[0][2] == ["\\> [!bug] x # y"]


def read_tsv(text: str) -> tuple[dict[str, str], list[list[str]]]:
    """Anki's headers, and the rows; a line that begins with `#` after the headers would be a comment."""
    lines = text.split("\n")
    headers = [line for line in lines[:6] if line.startswith("#")]
    body = "\n".join(lines[len(headers) :])
    assert not re.search(r"^#", body, re.MULTILINE)
    parted = (line[1:].partition(":") for line in headers)
    return {name: value for name, _, value in parted}, list(csv.reader(io.StringIO(body), delimiter="\t"))


def test_tsv_has_ankis_headers_and_gives_the_fields_back() -> None:
    rows = [
        AnkiRow(
            '#a"b~c', "studykit Basic", "RL::GRPO", ("a::b", "c"), ("<b>x</b>\ty", 'line "one"<br>', "", "two\nlines")
        ),
        AnkiRow("plain", "studykit Cloze", "牌组", (), ("{{c1::甲}}",)),
    ]
    headers, read = read_tsv(to_anki_tsv(rows))
    assert headers == {
        "separator": "tab", "html": "true", "guid column": "1", "notetype column": "2", "deck column": "3",
        "tags column": "4",
    }  # fmt: skip
    assert read == [[row.guid, row.notetype, row.deck, " ".join(row.tags), *row.fields] for row in rows]


def test_csv_is_read_again() -> None:
    questions = [asked(body, f"q{n}") for n, body in enumerate(BODIES)]
    text = to_csv(questions)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert [row["id"] for row in rows] == [question.id for question in questions]
    assert rows[0]["question"] == NASTY + "\n\nsecond line"
    assert rows[0]["options"].split(" | ") == ["~wrong", "=right}", "%50% half"]
    assert rows[0]["answer"] == "=right}"
    assert rows[0]["quote"] == "“quote”, with\ttab"
    assert rows[5]["answer"].split(" | ") == ["x -> y — two~", "p=q — three:", "m — one"]
