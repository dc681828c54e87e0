"""What the command line says of a model: what would be sent, to whom, for how much; what was used."""

from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.model.cost import Allow, Quote
    from studykit.llm.outcome import Usage


def quote_lines(quote: "Quote") -> list[str]:
    """An estimate: host, model, units, tokens; then the price with its date."""
    if not quote.units + quote.sections:
        return [text("model-quote-nothing")]
    first = text(
        "model-quote",
        host=quote.host,
        model=quote.model,
        units=quote.units,
        sections=quote.sections,
        sent=f"{quote.sent:,}",
        received=f"{quote.received:,}",
    )
    if quote.dollars is None:
        return [first, text("model-quote-no-price")]
    if quote.local and not quote.dollars:
        return [first, text("model-quote-free")]
    dollars = f"{quote.dollars:.2f}" if quote.dollars >= 0.1 else f"{quote.dollars:.4f}"
    return [first, text("model-quote-price", dollars=dollars, date=quote.price_date or "-")]


def asking(*, yes: bool) -> "Allow | None":
    """Who is asked before the first request to a host that is not this machine; None where there is nobody."""
    if not yes and not output.is_terminal():
        return None

    def allow(quote: "Quote") -> bool:
        for line in quote_lines(quote):
            output.note(line)
        return yes or click.confirm(text("model-ask", host=quote.host), default=False, err=True)

    return allow


def print_usage(usage: "Usage") -> None:
    """What was asked and answered."""
    output.note(
        text(
            "model-used",
            requests=usage.requests,
            sent=f"{usage.sent:,}",
            received=f"{usage.received:,}",
            cached=f"{usage.cached:,}",
        )
    )
