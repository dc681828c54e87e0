"""The vault as it is read: notes, links, maps and homes, and where a quote stands in them. Nothing is written.

Begin with `scan`: one pass over a vault, from which everything that is drafted or checked begins.
"""
