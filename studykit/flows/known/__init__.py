"""What a build leaves for the next one: the vault as it was, and what its questions were compared with.

Begin with `remembering`, which writes it, and `world`, which reads it as a scan that opens no note.
"""
