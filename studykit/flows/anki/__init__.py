"""What goes to Anki: a package a map of content, and what Anki will make of it.

Begin with `packages`. `changes` works out what an import does and what it leaves to a person, `telling` says it once.
"""
