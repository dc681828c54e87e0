"""When a face is asked again: study days, FSRS, steps, fuzz, queue, session. Pure: time is an argument."""
