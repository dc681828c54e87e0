"""Drafting with a model: what it is asked, what it is told, what that costs, what comes back.

Begin with `drafting`; `walk` finds the units that need asking. Nothing here sends a thing to another machine before a
person agreed to it.
"""
