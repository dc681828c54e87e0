"""A report for people: as Markdown for the vault's side of things, and as one HTML page that needs nothing else.

Texts of notes are data in both: Markdown's and HTML's own characters are escaped, and nothing in them is a link, a tag
or a heading. `Labels` gives the words of the reader's language by code.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from studykit.markup.plain import to_plain
from studykit.quiz.report import Missed, Report, Score
from studykit.text.safe import safe_line, safe_text

Labels = Callable[[str], str]
"""From a message's code to its text."""
_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~$&=%^])")
_BEGINS: Final = re.compile(r"^(?=[-+])|(?<=^\d)(?=[.)])|(?<=^\d\d)(?=[.)])")
_FORMULA: Final = re.compile(r"(\$\$[^$]+\$\$|\$[^$\s](?:[^$]*[^$\s])?\$)")
_NO_FORMULA: Final = re.compile(r"[<`]|\]\(|\[\[")
_STYLE: Final = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #8884}"
    "blockquote{margin:.3rem 0 1rem;padding-left:.8rem;border-left:3px solid #8888}"
    "dt{margin-top:1rem;font-weight:600}dd{margin:0 0 0 1rem}"
)


def to_markdown(report: Report, labels: Labels) -> str:
    """The report as Markdown."""
    lines = [f"# {labels('quiz-report')}", "", _total(report, labels), ""]
    for code, scores in (("quiz-by-section", report.sections), ("quiz-by-kind", report.kinds)):
        lines += [f"| {labels(code)} | {labels('quiz-right')} | % |", "| --- | ---: | ---: |"]
        lines += [f"| {_md(_named(one, labels))} | {one.right}/{one.asked} | {one.share:.0%} |" for one in scores]
        lines.append("")
    if report.again:
        lines += [f"## {labels('quiz-read-again')}", ""]
    for number, reading in enumerate(report.again, 1):
        lines += [f"### {number}\\. {_md(reading.note)}", "", _md(reading.section), ""]
        for missed in reading.missed:
            lines += _missed_markdown(missed, labels)
    return "\n".join(lines).rstrip() + "\n"


def to_html(report: Report, labels: Labels, language: str) -> str:
    """The report as one page."""
    title = escape(labels("quiz-report"))
    body = [f"<h1>{title}</h1>", f"<p>{escape(_total(report, labels))}</p>"]
    body += [_table(labels(code), scores, labels) for code, scores in _tables(report)]
    if report.again:
        body.append(f"<h2>{escape(labels('quiz-read-again'))}</h2>")
    for number, reading in enumerate(report.again, 1):
        body.append(f"<h3>{number}. {_html(reading.note)}</h3><p>{_html(reading.section)}</p><dl>")
        body += [_missed_html(missed, labels) for missed in reading.missed]
        body.append("</dl>")
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    page = "\n".join(body)
    return f'<!doctype html>\n<html lang="{escape(language)}">\n<head>{head}</head>\n<body>\n{page}\n</body>\n</html>\n'


def _tables(report: Report) -> Sequence[tuple[str, Sequence[Score]]]:
    return ("quiz-by-section", report.sections), ("quiz-by-kind", report.kinds)


def _total(report: Report, labels: Labels) -> str:
    total = report.total
    text = f"{labels('quiz-right')}: {total.right}/{total.asked} ({total.share:.0%})"
    if report.gained is not None:
        text += f", {labels('quiz-before')}: {report.gained * 100:+.0f} %"
    if report.hints:
        text += f", {labels('quiz-hints')}: {report.hints}"
    return text


def _named(score: Score, labels: Labels) -> str:
    return score.name if "::" in score.name or not score.name.islower() else _kind(score.name, labels)


def _kind(name: str, labels: Labels) -> str:
    try:
        return labels(f"quiz-kind-{name}")
    except KeyError:
        return name


def _missed_markdown(missed: Missed, labels: Labels) -> list[str]:
    lines = [f"- **{_md(to_plain(missed.question))}**"]
    if missed.given:
        lines.append(f"  - {labels('quiz-given')}: {_md(missed.given)}")
    lines += [f"  - {labels('quiz-solution')}: {_md(to_plain(text))}" for text in missed.solution[:8]]
    if missed.heading:
        lines.append(f"  - {labels('quiz-heading')}: {_md(missed.heading)}")
    if missed.quote:
        lines += ["", f"  > {_md(to_plain(missed.quote))}"]
    return [*lines, ""]


def _missed_html(missed: Missed, labels: Labels) -> str:
    parts = [f"<dt>{_html(to_plain(missed.question))}</dt>"]
    if missed.given:
        parts.append(f"<dd>{escape(labels('quiz-given'))}: {_html(missed.given)}</dd>")
    parts += [f"<dd>{escape(labels('quiz-solution'))}: {_html(to_plain(text))}</dd>" for text in missed.solution[:8]]
    if missed.heading:
        parts.append(f"<dd>{escape(labels('quiz-heading'))}: {_html(missed.heading)}</dd>")
    if missed.quote:
        parts.append(f"<dd><blockquote>{_html(to_plain(missed.quote))}</blockquote></dd>")
    return "".join(parts)


def _table(name: str, scores: Sequence[Score], labels: Labels) -> str:
    rows = "".join(
        f"<tr><td>{_html(_named(one, labels))}</td><td>{one.right}/{one.asked}</td><td>{one.share:.0%}</td></tr>"
        for one in scores
    )
    return f"<table><tr><th>{escape(name)}</th><th>{escape(labels('quiz-right'))}</th><th>%</th></tr>{rows}</table>"


def _md(text: str) -> str:
    """A text on one line in which no character is Markdown; formulas that hold nothing else stay formulas."""
    pieces = _FORMULA.split(safe_line(text))
    return _BEGINS.sub(r"\\", "".join(_escaped(piece, place % 2 == 1) for place, piece in enumerate(pieces)))


def _escaped(piece: str, formula: bool) -> str:
    return piece if formula and _NO_FORMULA.search(piece) is None else _MARKS.sub(r"\\\1", piece)


def _html(text: str) -> str:
    return escape(safe_text(text)).replace("\n", "<br>")
