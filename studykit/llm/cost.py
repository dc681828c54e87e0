"""What requests cost: estimated before, counted after, and a budget that is not passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from studykit.config import Llm
from studykit.llm.endpoint import Endpoint
from studykit.llm.outcome import Usage
from studykit.llm.request import Request
from studykit.llm.tokens import tokens, tokens_at_most

_MILLION: Final = 1_000_000


class Price(NamedTuple):
    """US dollars for a million tokens."""

    sent: float
    received: float
    cached: float
    date: str
    """When the price was looked up, `2026-09-22`."""

    def of(self, usage: Usage) -> float:
        """What was used, in dollars."""
        fresh = max(usage.sent - usage.cached, 0)
        return (fresh * self.sent + usage.cached * self.cached + usage.received * self.received) / _MILLION


FREE: Final = Price(0.0, 0.0, 0.0, "")
PRICES: Final[Mapping[str, Price]] = {
    "gpt-6-luna": Price(0.10, 0.50, 0.01, "2026-09-22"),
    "gpt-6-sol": Price(2.00, 10.00, 0.20, "2026-09-22"),
    "gpt-5.4-mini": Price(0.75, 4.50, 0.075, "2026-03-31"),
    "deepseek-flash": Price(0.28, 1.12, 0.006, "2026-10-31"),  # 2, 8 and 0.04 yuan at peak hours
}
"""Prices that are known without a setting. `[llm.prices]` overrides them."""


def price_of(endpoint: Endpoint, settings: Llm) -> Price | None:
    """The model's price; nothing on this machine; None where nobody has said."""
    told = settings.prices.get(endpoint.model)
    if told is not None:
        return Price(told["input"], told["output"], told.get("cached", told["input"]), settings.prices_date)
    return FREE if endpoint.local else PRICES.get(endpoint.model)


class Estimate(NamedTuple):
    """What a run would take."""

    requests: int
    sent: int
    """Tokens."""
    received: int
    dollars: float | None
    """None where the price is not known."""


def estimate(requests: Iterable[Request], price: Price | None) -> Estimate:
    """Tokens in and out of a list of requests, and their price. The requests are taken one by one."""
    count = sent = received = 0
    for request in requests:
        count += 1
        sent += tokens(request.system) + tokens(request.user)
        received += min(request.expected, request.max_tokens)
    dollars = None if price is None else price.of(Usage(sent, received))
    return Estimate(count, sent, received, dollars)


@dataclass(slots=True)
class Budget:
    """Money that a run may spend. A request is sent only where even the longest answer would stay within it."""

    dollars: float
    price: Price
    spent: float = 0.0
    reserved: float = 0.0
    stopped: bool = False
    """Whether a request was held back: the run has ended before its work was done."""

    def reserve(self, texts: Iterable[str], max_tokens: int) -> float | None:
        """Set aside what a request may cost at most; None where that is not left."""
        sent = sum(tokens_at_most(text) for text in texts)
        most = self.price.of(Usage(sent, max_tokens))
        if self.spent + self.reserved + most > self.dollars:
            self.stopped = True
            return None
        self.reserved += most
        return most

    def settle(self, reserved: float, usage: Usage) -> None:
        """Count what a request did cost."""
        self.reserved = max(self.reserved - reserved, 0.0)
        self.spent += self.price.of(usage)
