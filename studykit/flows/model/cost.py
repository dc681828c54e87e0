"""What a run with a model would send, to whom, and what that costs: told before the first request."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from studykit.drafting.ask import Ask
from studykit.drafting.asking import request_of
from studykit.llm.cost import Price, estimate
from studykit.llm.endpoint import Endpoint


class Quote(NamedTuple):
    """An estimate, made before anything is sent."""

    host: str
    model: str
    local: bool
    """Whether the host is this machine."""
    units: int
    sections: int
    sent: int
    """Tokens."""
    received: int
    dollars: float | None
    """None where the price of the model is not known."""
    price_date: str
    """When the price was looked up; empty where there is none or it needs no date."""

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "host": self.host,
            "model": self.model,
            "units": self.units,
            "sections": self.sections,
            "tokens": {"sent": self.sent, "received": self.received},
            "dollars": None if self.dollars is None else round(self.dollars, 4),
            "price_date": self.price_date or None,
        }


Allow = Callable[[Quote], bool]
"""Shows a person what would be sent to a host that is not this machine; whether they agree."""


def quote(asks: Iterable[Ask], endpoint: Endpoint, price: Price | None) -> Quote:
    """What asking would take. The asks are taken one by one."""
    units = sections = sent = received = 0
    for ask in asks:
        one = estimate([request_of(ask)], None)
        units, sections = units + (not ask.of_section), sections + ask.of_section
        sent, received = sent + one.sent, received + one.received
    dollars = None if price is None else (sent * price.sent + received * price.received) / 1_000_000
    date = price.date if price is not None else ""
    return Quote(endpoint.host, endpoint.model, endpoint.local, units, sections, sent, received, dollars, date)
