"""What a build does to every card, decided before anything is written.

Begin with `plan`, which matches drafts with the cards that stand; `steps` are its values and reasons, `placing` finds
new cards their place, `support` stops a build where too many quotes are gone.
"""
