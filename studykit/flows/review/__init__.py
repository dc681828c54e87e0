"""Learning day by day: what is due, the sitting over it, every answer on the disk before the next question.

Begin with `sitting`; `queues` is what it asks, `due` the day's tree of decks.
"""
