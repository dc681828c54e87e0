"""Drafts that wait for a person, and what the person says of them.

Begin with `decide`: accept, edit, reject, take back. `desk` is where one goes through them; the next build carries out
what was decided.
"""
