"""From notes to drafts, offline: a vault's units, and what the rules make of each.

Begin with `draft`, which asks only about units whose text is another now. `given` is what a model gave instead.
"""
