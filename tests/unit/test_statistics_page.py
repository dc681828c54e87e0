"""The page of statistics: a person's text is text, every chart has its words, and both languages are whole."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser

import pytest

from studykit.flows.statistics.charts import Bar, columns, heatmap, stacked
from studykit.flows.statistics.figures import Statistics
from studykit.flows.statistics.page import statistics_page
from studykit.messages import LANGUAGES, Language
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.scheduling.statistics import Figures, Forecast, Hard, Maturity, Retention, Share, calendar

TODAY = date(2026, 11, 22).toordinal()
EVIL = '</title><script>alert("x")</script>&\u202e\x1b[31m'


def statistics(name: str = "GRPO") -> Statistics:
    """Made-up figures with a name everywhere."""
    key = FaceKey(CardId("k3f9w2qa7b"), "0")
    hard = Hard(name, key, 4, 8.3, Figures(10, 4, 0))
    kept = Retention(Share(8, 10), Share(0, 0))
    return Statistics(
        deck=name, today=TODAY, of_today=Figures(12, 3, 61_000), by_day={TODAY: Figures(12, 3, 61_000)}, month=kept,
        ever=kept, by_deck={name: kept, "B": kept}, by_section={name: kept, "B": kept, "C": Retention()},
        states={state: place for place, state in enumerate(Maturity)},
        ahead=Forecast(7, tuple(range(30))), load=3.25, calendar=calendar({TODAY: 12, TODAY - 200: 1}, TODAY),
        days_of_thirty=1, streak=1, hardest=[hard], hardest_notes=[hard], fronts={key: name},
    )  # fmt: skip


class _Balance(HTMLParser):
    """Elements that were opened and not closed."""

    VOID = ("meta", "br", "rect", "line")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["GRPO", EVIL])
def test_the_page_is_well_formed_and_text_stays_text(name: str, language: Language) -> None:
    page = statistics_page(statistics(name), language)
    balance = _Balance()
    balance.feed(page)
    assert not balance.open
    assert "script" not in balance.seen
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)
    assert "default-src 'none'" in page
    assert page == statistics_page(statistics(name), language)


def test_every_day_and_bar_says_its_figure() -> None:
    page = statistics_page(statistics(), "zh")
    assert "<title>2026-11-22：12 次</title>" in page
    assert "<title>2026-11-22：7 次</title>" in page  # the first day of the forecast holds what is overdue
    assert "80%" in page
    assert "8/10" in page
    assert "prefers-color-scheme:dark" in page


def test_charts_are_svg_within_their_sizes() -> None:
    charts = [
        columns([Bar(0, "", "a"), Bar(3, "x", "b & c")], "<name>"),
        columns([], "empty"),
        stacked([("s-new", 0, "a"), ("s-mature", 3, "b")], "n"),
        stacked([], "n"),
        heatmap([[0, 1, None, 2, 5, 0, 0]], 3, date(2026, 11, 16), list("abcdefghijkl"), "{}:{}".format, 5, "n"),
    ]
    for chart in charts:
        root = ET.fromstring(chart)
        _, _, wide, tall = map(float, root.attrib["viewBox"].split())
        for rect in root.iter("rect"):
            x, y = float(rect.attrib.get("x", 0)), float(rect.attrib.get("y", 0))
            assert 0 <= x <= x + float(rect.attrib["width"]) <= wide + 0.1
            assert 0 <= y <= y + float(rect.attrib["height"]) <= tall + 0.1
