"""Every card as a person looks for it: in rows, by a query, with its history, many at once.

Begin with `rows`, from the deck files and from what came from Anki; `browse` is what is done to them, with its undo.
"""
