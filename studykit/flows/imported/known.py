"""Whether an imported note holds what a draft would ask, as a build wants to know it: next to nothing without imports.

`imported.facts` is loaded only where something was imported.
"""

from collections.abc import Callable

from studykit.flows.unchanged.standstill import MARK
from studykit.model.card import Content
from studykit.store.db import Store
from studykit.store.imported import exist
from studykit.store.sources import write_facts

Holds = Callable[[Content], bool]
HELD = "held-by-import"
"""Why a draft waits: the code of what is said of it."""


def nothing(_: Content) -> bool:
    """Of a workspace without imports."""
    return False


def build_anew(store: Store) -> None:
    """Imported notes changed: the next build asks about every draft again. In the caller's transaction."""
    write_facts(store, {"settings": "", MARK: ""})


def imported(store: Store | None) -> Holds:
    """The question for one build. It is answered from the store as that is when it is first asked."""
    if store is None or not exist(store):
        return nothing
    from studykit.flows.imported.facts import ImportedFacts

    facts = ImportedFacts(store)
    return lambda content: facts.held(content) is not None
