"""When a face is asked again: study days, FSRS, steps, fuzz, the day's queue, the session. Pure: time is an argument."""
