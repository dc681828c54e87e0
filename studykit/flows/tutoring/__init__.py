"""A quiz for a chat assistant, in turns and words; what is private stays behind the curtain.

Begin with `turns`. Whatever goes out passes `curtain` at the very end.
"""
