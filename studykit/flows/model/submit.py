"""Batches that were submitted from here: which they are, how they are doing, their results."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from studykit.files import write_bytes_in_place
from studykit.flows.model.store import remember_agreement
from studykit.flows.workspace import Workspace
from studykit.llm.batches import BatchState, fetch, state_of, submit
from studykit.llm.endpoint import endpoint_of
from studykit.store.db import Store
from studykit.store.sources import read_facts, write_facts

_FACT: Final = "batches"


def submit_batches(workspace: Workspace, store: Store, files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Submit files, one after another, and remember their numbers. The caller has asked whether they may go out."""
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    for path in files:
        number = submit(endpoint, path)
        remember_agreement(store, endpoint)
        write_facts(store, {_FACT: json.dumps([*_numbers(store), [endpoint.host, number]])})
        yield path, number


def batch_states(workspace: Workspace, store: Store) -> list[BatchState]:
    """How the batches of this host are doing, in the order they were submitted."""
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    return [state_of(endpoint, number) for host, number in _numbers(store) if host == endpoint.host]


def fetch_results(workspace: Workspace, store: Store, folder: Path) -> list[Path]:
    """Write what the batches have given so far into files in a folder."""
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for state in batch_states(workspace, store):
        for number, file in enumerate(state.output, start=1):
            path = folder / f"{len(written) + 1:03}-{number}.jsonl"
            write_bytes_in_place(path, fetch(endpoint, file))
            path.chmod(0o600)
            written.append(path)
    return written


def _numbers(store: Store) -> list[list[str]]:
    found: list[list[str]] = json.loads(read_facts(store, [_FACT]).get(_FACT, "[]"))
    return found
