"""Decks and quizzes as files for other programs.

Begin with `export`; `package` is what goes to Anki with its schedule and log.
"""
