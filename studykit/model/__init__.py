"""Frozen, slotted values: ids, notes, cards, problems, events. No clock, no files, nothing but the standard library."""
