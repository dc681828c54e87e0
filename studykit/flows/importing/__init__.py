"""`studykit import`: learning and notes from other programs into the store, all of it or nothing, and its way back.

Begin with `package`, a file from Anki: our own decks in it go to `home`, those of others to `foreign`. `hashcards` and
`repeater` bring what was learned with these tools.
"""
