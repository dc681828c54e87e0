"""The quiz: questions made from cards and concepts, answers graded by rules, a sitting, and what it came to.

Pure: cards, concepts, retrievabilities and times are arguments; flows read and write.
"""
