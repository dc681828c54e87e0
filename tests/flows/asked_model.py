"""A workspace whose units a model drafts, that answers on this machine."""

import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from studykit.drafting.model import draft
from studykit.flows.build import Outcome, Request, build
from studykit.flows.model import drafting as model_drafting
from studykit.flows.workspace import open_workspace
from studykit.llm.client import Options
from studykit.model.event import silent
from tests.flows.small_world import World as Small
from tests.llm.loopback import (
    Body,
    Loopback,
    Sent,
    answer,
    card,
    completion,
    good,
    note_in,
)
from tests.llm.world import CANARY, NOTES

ROOT = Path(__file__).parents[2]
FILLING = "There is more to say of it, and all of it stands in other notes that are not here at all."


class World(Small):
    """A workspace whose model is on this machine."""

    def point_to(self, server: Loopback, *more: str) -> None:
        lines = ["[drafting]", 'accept = "all"', "[llm]", f'base_url = "{server.url}"', 'model = "m"', "timeout = 5"]
        lines += ['api_key_env = "CANARY"', "concurrency = 2", *more, ""]
        (self.root / "studykit.toml").write_text("\n".join(lines), encoding="utf-8")

    def model(self, **request: Any) -> Outcome:
        return self.build(drafter="model", **request)


def private_and_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A workspace with the notes of `tests.llm.world`, whose diary is private, and a key."""
    monkeypatch.setenv("CANARY", CANARY)
    made = World(folder, monkeypatch, empty=True)
    for name, text in NOTES.items():
        made.write(name, text)
    return made


def wait_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No request is tried again, and none waits for long."""
    quick = partial(draft, options=Options(retries=0, pause=0.05, pauses=1))
    monkeypatch.setattr(model_drafting, "draft", quick)


def asked_units(server: Loopback) -> list[str]:
    """The texts of the units that were asked for; sections, which hold several notes, left out."""
    return [text for body in server.bodies if not (text := note_in(body)).startswith("Note 1: ")]


def honest_or_join(body: Body, number: int) -> Sent:
    """An honest server that joins two notes too."""
    text = note_in(body)
    if not text.startswith("Note 1: "):
        return good(body, number)
    lines = [line for line in text.splitlines() if " uses " in line]
    joined = card(front="What stands in GRPO for the learned value model of PPO?", answer="the mean reward of a group")
    del joined["quote"]
    quotes = [{"note": n, "quote": line} for n, line in enumerate(lines, start=1)]
    return completion(answer([joined | {"quotes": quotes}]))


def codes(outcome: Outcome) -> list[str]:
    return [problem["code"] for problem in outcome.report["problems"] if problem["code"].startswith("model-")]


def many(root: Path, count: int) -> None:
    for n in range(count):
        text = f"# Method {n}\n\nMethod {n} uses the seed {n}.\n\n{FILLING}\n"
        (root / "vault" / f"Method {n}.md").write_text(text, encoding="utf-8")


def main(root: str) -> None:
    """What a process does that is stopped. Where tests run in the background Ctrl+C would pass it by."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    build(open_workspace(Path(root)), Request(drafter="model"), silent)
