"""How alike two texts are, letter by letter. RapidFuzz is loaded at the first question: most builds have none."""


def ratio(one: str, other: str) -> float:
    """Twice the longest common subsequence over both lengths, 0 to 1; of two empty texts 1."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) / 100
