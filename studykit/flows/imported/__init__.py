"""Notes of others that came from Anki, as they stand in the store: shown, edited, deleted, known to a build.

Begin with `cards`: what Anki makes of a note, in the Markdown that all cards are shown in. How they get into the store
is in `importing`.
"""
