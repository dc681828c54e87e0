"""The statistics as one page for a browser: charts as inline SVG, no script, nothing fetched, for phone and desk.

Figures come from `flows.statistics`, texts from the messages; all of a person's text is escaped. The page forbids
itself to load anything, so that it can be kept, sent and opened anywhere.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from studykit.flows.cards.rows import plain_line
from studykit.flows.statistics.charts import Bar, columns, heatmap, meter, scale, stacked, words
from studykit.flows.statistics.figures import Statistics
from studykit.messages import Language, message
from studykit.messages.spans import duration
from studykit.scheduling.statistics import Hard, Retention, Share

_STYLE: Final = """
:root{color-scheme:light dark;--text:#22262c;--muted:#5d6570;--ground:#fbfaf7;--raised:#fff;--line:#dedad1;
--blue:#0b5cad;--orange:#a34f00;--h0:#ece9e2;--h1:#b9d3ee;--h2:#7aaee0;--h3:#3a80c6;--h4:#0b4a8f;
--s-new:#9aa3af;--s-learning:#d98a2b;--s-young:#6ba6e0;--s-mature:#0b5cad;--s-suspended:#d5d0c5}
@media(prefers-color-scheme:dark){:root{--text:#d8dce2;--muted:#98a0ad;--ground:#16191f;--raised:#1d2128;--line:#333a45;
--blue:#7cb7ff;--orange:#ffb26b;--h0:#262b33;--h1:#23456b;--h2:#2f6aa8;--h3:#4f97e0;--h4:#a5d0ff;
--s-new:#6d7683;--s-learning:#ffb26b;--s-young:#3f79b8;--s-mature:#8cc2ff;--s-suspended:#3a414c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:20px 16px 40px;max-width:1120px;background:var(--ground);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:0 0 2px}
p{margin:0 0 10px}.muted,footer{color:var(--muted);font-size:.86rem}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:14px;margin-top:16px}
section{background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:14px 16px;min-width:0}
.wide{grid-column:1/-1}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:10px}
.figures b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.figures span{color:var(--muted);font-size:.86rem}
svg.chart{display:block;width:100%;height:auto}svg.meter{display:block;width:min(100%,180px);height:6px;margin-top:3px}
svg.scale{width:58px;height:10px;vertical-align:middle;margin:0 6px}
.year{display:flex;flex-wrap:wrap;gap:12px 14px}.year svg{flex:1 1 320px}
svg text{fill:var(--muted);font-size:10px}.axis{stroke:var(--muted)}.grid{stroke:var(--line);stroke-dasharray:2 3}
.bar{fill:var(--blue)}.hit{fill:transparent}.track{fill:var(--h0)}
.h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}
.s-new{fill:var(--s-new);background:var(--s-new)}.s-learning{fill:var(--s-learning);background:var(--s-learning)}
.s-young{fill:var(--s-young);background:var(--s-young)}.s-mature{fill:var(--s-mature);background:var(--s-mature)}
.s-suspended{fill:var(--s-suspended);background:var(--s-suspended)}
ul.key{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:10px 0 0;font-size:.92rem}
ul.key i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th{font-weight:600;color:var(--muted);text-align:left;font-size:.82rem}
th,td{padding:4px 0 4px 12px;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child{padding-left:0;width:50%;overflow-wrap:anywhere}tr:last-child td{border-bottom:0}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
small{display:block;color:var(--muted)}footer{margin-top:18px}
"""


def statistics_page(found: Statistics, language: Language) -> str:
    """The page as HTML. The same figures give the same text."""
    return _Page(found, language).html()


class _Page:
    def __init__(self, found: Statistics, language: Language) -> None:
        self.found = found
        self.language = language

    def say(self, code: str, **parameters: object) -> str:
        return words(message(code, self.language, **parameters))

    def tip(self, day: str, count: int) -> str:
        return message("chart-day-tip", self.language, date=day, count=count)

    def html(self) -> str:
        found = self.found
        deck = words(found.deck) if found.deck else self.say("chart-all")
        today = date.fromordinal(found.today).isoformat()
        sections = [self.figures(), self.year(), self.forecast(), self.states(), self.retention()]
        sections += [self.retention_by("chart-by-deck", found.by_deck, "::")] if len(found.by_deck) > 1 else []
        sections += [self.retention_by("chart-by-section", found.by_section, "")] if len(found.by_section) > 1 else []
        sections += [self.hardest()]
        title = f"{self.say('chart-title')} · {deck}"
        return (
            f'<!DOCTYPE html>\n<html lang="{"zh-Hans" if self.language == "zh" else "en"}">\n<head>\n'
            '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            f'<header><h1>{self.say("chart-title")}</h1><p class="muted">{deck} · {today}</p></header>\n<main>\n'
            + "\n".join(sections)
            + f"\n</main>\n<footer>{self.say('chart-made', date=today)}</footer>\n</body>\n</html>\n"
        )

    def figures(self) -> str:
        found, today = self.found, self.found.of_today
        took = duration(today.took_ms / 1000, self.language)
        month = found.month.total
        shown = [
            (str(today.answers), self.say("chart-answers")),
            (str(today.again), self.say("chart-again")),
            (took, self.say("chart-time")),
            (_percent(month), f"{self.say('chart-retention')}, {self.say('chart-month')}"),
            (f"{found.days_of_thirty}/30", self.say("chart-days")),
            (f"{found.load:.1f}", self.say("chart-load")),
        ]
        cells = "".join(f"<div><b>{words(value)}</b><span>{label}</span></div>" for value, label in shown)
        return self._section("chart-today", f'<div class="figures">{cells}</div>', wide=True)

    def year(self) -> str:
        weeks = self.found.calendar
        counts = [count for week in weeks for count in week if count]
        months = message("chart-months", self.language).split()
        monday = self.found.today - date.fromordinal(self.found.today).weekday() - 7 * (len(weeks) - 1)
        half = (len(weeks) + 1) // 2
        name = message("chart-heatmap", self.language)
        charts = "".join(
            heatmap(part, half, date.fromordinal(monday + 7 * start), months, self.tip, max(counts, default=0), name)
            for start, part in ((0, weeks[:half]), (half, weeks[half:]))
        )
        note = self.say("chart-heatmap-note", answers=sum(counts), days=len(counts))
        key = f'<p class="muted">{self.say("chart-less")}{scale()}{self.say("chart-more")}</p>'
        return self._section("chart-heatmap", f'<div class="year">{charts}</div>{key}', note, wide=True)

    def forecast(self) -> str:
        ahead = self.found.ahead
        bars = []
        for place, count in enumerate(ahead.days):
            day = date.fromordinal(self.found.today + place)
            label = f"{day.month}/{day.day}" if place % 7 == 0 else ""
            value = count + (ahead.overdue if place == 0 else 0)
            bars.append(Bar(value, label, self.tip(day.isoformat(), value)))
        note = self.say("chart-forecast-note", total=sum(ahead.days) + ahead.overdue, overdue=ahead.overdue)
        return self._section("chart-forecast", columns(bars, message("chart-forecast", self.language)), note)

    def states(self) -> str:
        named = [(state.value, count, message(f"maturity-{state.value}", self.language))
                 for state, count in self.found.states.items()]  # fmt: skip
        chart = stacked(
            [(f"s-{name}", count, f"{label}: {count}") for name, count, label in named],
            message("chart-states", self.language),
        )
        key = "".join(f'<li><i class="s-{name}"></i>{words(label)} <b>{count}</b></li>' for name, count, label in named)
        return self._section("chart-states", f'{chart}<ul class="key">{key}</ul>', str(sum(c for _, c, _ in named)))

    def retention(self) -> str:
        rows = [
            [self.say(code), self._share(value.young), self._share(value.mature), self._share(value.total)]
            for code, value in (("chart-month", self.found.month), ("chart-ever", self.found.ever))
        ]
        heads = ["", self.say("chart-young"), self.say("chart-mature"), self.say("chart-total")]
        return self._section("chart-retention", _table(heads, rows), self.say("chart-retention-note"))

    def retention_by(self, code: str, groups: dict[str, Retention], separator: str) -> str:
        rows = []
        for name, value in sorted(groups.items()):
            if not name or value.total.ratio is None:
                continue
            short = name.rpartition(separator)[2] if separator else name
            label = f'<span title="{words(name)}">{words(short)}</span>'
            bar = meter(value.total.ratio, name)
            rows.append([label + bar, _percent(value.young), _percent(value.mature), self._share(value.total)])
        heads = ["", self.say("chart-young"), self.say("chart-mature"), self.say("chart-total")]
        return self._section(code, _table(heads, rows) if rows else self._nothing("chart-none"))

    def hardest(self) -> str:
        found = self.found
        if not found.hardest:
            return self._section("chart-hardest", self._nothing("chart-none-hard"), wide=True)
        fronts = {
            hard.key: plain_line(found.fronts.get(hard.key, "")) for hard in found.hardest if hard.key is not None
        }
        cards = [
            [
                f"{words(fronts.get(hard.key, '') if hard.key else '')}<small>{words(hard.note)}</small>",
                *_hard(hard),
            ]
            for hard in found.hardest
        ]
        notes = [[words(hard.note), *_hard(hard)] for hard in found.hardest_notes]
        rest = [self.say("chart-lapses"), self.say("chart-again-share"), self.say("chart-difficulty")]
        sections = [self._section("chart-hardest", _table([self.say("chart-card"), *rest], cards))]
        if notes:
            sections.append(self._section("chart-notes", _table([self.say("chart-note"), *rest], notes)))
        return "\n".join(sections)

    def _share(self, share: Share) -> str:
        return f"{_percent(share)} <small>{share.kept}/{share.asked}</small>" if share.asked else "–"

    def _nothing(self, code: str) -> str:
        return f'<p class="muted">{self.say(code)}</p>'

    def _section(self, code: str, inner: str, note: str = "", *, wide: bool = False) -> str:
        said = f'<p class="muted">{note}</p>' if note else ""
        return f"<section{' class=wide' if wide else ''}><h2>{self.say(code)}</h2>{said}{inner}</section>"


def _percent(share: Share) -> str:
    return "–" if share.ratio is None else f"{share.ratio:.0%}"


def _hard(hard: Hard) -> list[str]:
    return [str(hard.lapses), f"{hard.figures.again_share:.0%}", f"{hard.difficulty:.1f}"]


def _table(heads: Iterable[str], rows: Iterable[list[str]]) -> str:
    """Cells are HTML already; all columns but the first are figures."""
    first, *others = heads
    head = f"<th>{first}</th>" + "".join(f'<th class="n">{cell}</th>' for cell in others)
    body = "".join(
        f"<tr><td>{row[0]}</td>" + "".join(f'<td class="n">{cell}</td>' for cell in row[1:]) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
