"""A quiz: what it is drawn from, its session, and what it may do to the schedule.

Begin with `sitting`. `material` draws the questions, `schedule` is the only one that writes ratings, and `model` marks
and explains where a model is configured.
"""
