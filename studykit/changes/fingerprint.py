"""A unit's fingerprint: it changes when, and only when, drafting the unit again could give other cards."""

from studykit.model.ids import digest


def unit_fingerprint(text: str, breadcrumb: tuple[str, ...], about: tuple[str, ...], drafter: str) -> str:
    """SHA-256 (hex) over a unit's text with embeds, its breadcrumb, what its note and its MOC say of it, the drafter.

    `drafter` names the drafter with its version, its prompt's version and its model where it has them.
    """
    return digest("unit", drafter, text, "\x1f".join(breadcrumb), "\x1f".join(about))
