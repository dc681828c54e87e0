"""What is read of frontmatter line by line is what YAML makes of it."""

from hypothesis import example, given
from hypothesis import strategies as st

from studykit.markup import frontmatter
from studykit.markup.lines import read_lines

WRITTEN = (
    '¦a¦强化学习 (RL)¦[a, b/c]¦[a,b]¦[]¦[ a ]¦[[a]]¦"[[a]]"¦\'b: c\'¦"a\\n"¦"a" b¦2024¦007¦0¦1_000¦1.5¦12:30¦'
    "2024-01-31¦2024-13-01¦2024-01-31 10:00¦yes¦Off¦true¦null¦~¦a: b¦a:b¦http://x.y/z¦a #b¦a#b¦- a¦&a b¦*a¦!a¦a, b¦"
    "a\tb¦a ¦|¦>¦> a¦{a: b}¦[a, true]¦[a, 1]¦[a: b]¦é¦😀¦y¦n¦on¦a\u00a0b¦a?¦x [y] {z}¦it's¦0x1f¦1e5¦=¦<<¦...¦---¦"
    "a\u2028b¦Nan¦.nan¦@a¦`a`¦%a"
)
VALUES = st.sampled_from(WRITTEN.split("¦"))
KEYS = st.sampled_from(("a", "tags", "标签", "a-b", "a_1", "yes", "1", "a b", "a", "b", "", "?", "null", "<<", "c"))
LINES = st.one_of(
    st.tuples(KEYS, st.sampled_from((": ", ":", ":  ")), VALUES).map("".join),
    st.tuples(st.sampled_from(("- ", "  - ", "    - ", "-", "-  ")), VALUES).map("".join),
    st.sampled_from(("", " ", "# c", "  b", "a:", "tags:", "b:", "...", "---")),
)


def long_way(text: str) -> tuple[object, tuple[frontmatter.Fault, ...]]:
    """The properties and what is wrong, by YAML's own reader."""
    return frontmatter.read_whole(text.encode())


@given(st.lists(LINES, max_size=6).map("\n".join))
@example("a:\n- b\n  - c")
@example("a: b\n- c")
@example("a:\n\n- b\n\nc: d")
@example("a: b\n\n  c")
@example("a: ''\nb: \"\"\nc: []")
@example("a: [b, ]")
@example("a: b \nc: d")
@example("- a\nb: c")
@example("a: b:\nc: d")
def test_lines_mean_what_they_mean_to_yaml(text: str) -> None:
    found = read_lines(text)
    if found is not None and text.strip():
        properties, faults = long_way(text)
        assert (properties, faults) == (found, ())
        assert isinstance(properties, dict)
        assert list(properties) == list(found)
        assert [type(value) for value in properties.values()] == [type(value) for value in found.values()]


@given(st.text("ab:-#'\"[],1 \n强&*!|>", max_size=30))
def test_signs_in_any_order(text: str) -> None:
    found = read_lines(text)
    if found is not None and text.strip():
        assert long_way(text) == (found, ())


def test_usual_frontmatter_is_read_so() -> None:
    text = 'title: 贝尔曼方程\ntags: [rl, theory]\naliases:\n  - Bellman\ncreated: 2024-01-31\nup: "[[RL]]"\nempty:'
    assert read_lines(text) == long_way(text)[0]
    assert read_lines(text) is not None
