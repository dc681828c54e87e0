"""Our own decks come home from Anki: reviews, edits, tags, flags and suspensions.

Begin with `homecoming`, which decides and writes it all; `edits` is the three-way merge of a note. `sync` looks into an
Anki that runs here and does there what an import leaves undone.
"""
