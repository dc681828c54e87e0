"""What a run with a model keeps in the store: answers, what hosts take, which hosts a person agreed to."""

import time
from datetime import UTC, datetime
from typing import Final

from studykit.llm.endpoint import Endpoint
from studykit.llm.ladder import Learnt, load_learnt
from studykit.llm.outcome import Reply
from studykit.store.db import Store
from studykit.store.replies import KeptReply, read_learnt, read_reply, write_learnt, write_reply
from studykit.store.sources import read_facts, write_facts

_AGREED: Final = "model-host "


class StoredAnswers:
    """Answers of one host and model, kept as they come. Without a store nothing is kept."""

    def __init__(self, store: Store | None, endpoint: Endpoint) -> None:
        self._store, self._endpoint = store, endpoint

    def read(self, key: str) -> tuple[str, bool] | None:
        """The text under a key and whether it was truncated."""
        kept = read_reply(self._store, key) if self._store is not None else None
        return (kept.text, kept.truncated) if kept is not None else None

    def write(self, key: str, unit: str, reply: Reply) -> None:
        """Keep a reply, for good when this returns."""
        if self._store is not None:
            write_reply(self._store, kept_reply(key, unit, self._endpoint, reply))


def kept_reply(key: str, unit: str, endpoint: Endpoint, reply: Reply) -> KeptReply:
    """A reply as the store holds it."""
    used, now = reply.usage, int(time.time())
    return KeptReply(
        key, unit, endpoint.host, endpoint.model, reply.text, reply.truncated, used.sent, used.received, now
    )


def learnt_of(store: Store | None, endpoint: Endpoint) -> Learnt:
    """What a host and model take, as far as it is known."""
    return load_learnt(read_learnt(store, endpoint.host, endpoint.model)) if store is not None else Learnt()


def keep_learnt(store: Store | None, endpoint: Endpoint, learnt: Learnt) -> None:
    """Keep what a host and model take."""
    if store is not None:
        write_learnt(store, endpoint.host, endpoint.model, learnt.dump())


def has_agreed(store: Store | None, endpoint: Endpoint) -> bool:
    """Whether notes may go to a host: it is this machine, or the person has said so before."""
    if endpoint.local:
        return True
    name = _AGREED + endpoint.host
    return store is not None and bool(read_facts(store, [name]).get(name))


def remember_agreement(store: Store, endpoint: Endpoint) -> None:
    """The person has agreed that notes go to this host."""
    write_facts(store, {_AGREED + endpoint.host: datetime.now(UTC).isoformat(timespec="seconds")})
