"""Deck files as they stand: read, taken in, and changed a card at a time. They are shared with the person.

Begin with `standing`, which reads them for a build and takes in what a person did, or with `catalogue`, which reads
them for everything that shows cards. What was saved there in between is never written over.
"""
