"""A unit's fingerprint changes with what a drafter reads, and with nothing else."""

from studykit.changes.fingerprint import unit_fingerprint


def test_every_part_counts_and_parts_do_not_run_into_each_other() -> None:
    marks = {
        unit_fingerprint("text", ("a", "b"), ("tag",), "rules 1"),
        unit_fingerprint("text.", ("a", "b"), ("tag",), "rules 1"),
        unit_fingerprint("text", ("ab",), ("tag",), "rules 1"),
        unit_fingerprint("text", ("a", "b"), ("tag", ""), "rules 1"),
        unit_fingerprint("text", ("a", "b"), ("tag",), "rules 2"),
        unit_fingerprint("texta", ("b",), ("tag",), "rules 1"),
    }
    assert len(marks) == 6


def test_the_same_is_the_same() -> None:
    assert unit_fingerprint("t", ("a",), ("b",), "r") == unit_fingerprint("t", ("a",), ("b",), "r")
