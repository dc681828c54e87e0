"""The learning side of a workspace, open: what is needed wherever a person is asked something.

Begin with `study`: the store, the clock, the memory models, and what brings all of them up to date. Learning that came
from elsewhere goes on from here: with imported decks (`imported_options`, `imported_memory`), with notes (`inline`).
"""
