"""Whether a build of few notes can go without the model, in a vault where some units are a model's.

It can as long as all that is the model's affair stands, as a full build would find it: the prompts are the same, the
last build left nothing undone, and neither the notes that are meant nor their sections are drafted by a model.
"""

from collections.abc import Callable
from typing import Final

from studykit.flows.model.noop import FACT, PROMPTS, SOME, has_units, queued, stamp
from studykit.flows.report import ProblemReport
from studykit.flows.workspace import Workspace
from studykit.model.concept import Section
from studykit.store.db import Store
from studykit.store.outlines import Outlined, is_any_drafted_otherwise, is_drafted_otherwise
from studykit.store.sources import read_facts

_TOLD: Final = "model-"
"""What the codes of all problems with a model begin with."""


class Models:
    """What is the affair of models in a vault, as the last build left it."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self._store = store
        self.some = has_units(store)
        """Whether there is anything of theirs."""
        self._queued = queued(store)
        self._current = not self.some or read_facts(store, [PROMPTS]).get(PROMPTS) == stamp(workspace)

    def stand(self, problems: Callable[[], list[ProblemReport]]) -> bool:
        """Whether what is theirs stands as it is. `problems` are those that the last build told of.

        What waits for them in a queue stands too: a build that is to work it off is no build of few notes.
        """
        if not self.some or self._queued:
            return self._current
        return self._current and not any(one["code"].startswith(_TOLD) for one in problems())

    def has(self, known: Outlined) -> bool:
        """Whether a note is theirs, or the section that it is in."""
        if not self.some:
            return False
        from studykit.drafting.ask import section_key

        concept = known.concept
        key = section_key(Section(concept.section, "", 0, ())) if concept is not None else ""
        return is_drafted_otherwise(self._store, known.note.path, key)

    def fact(self) -> dict[str, str]:
        """What a build that asked none of them leaves for the next."""
        return {FACT: SOME if is_any_drafted_otherwise(self._store) else ""} if self.some else {}
