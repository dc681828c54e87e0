"""What click says by itself, in the language chosen.

click asks gettext, whose catalogues are files found by the locale; ours are texts by code, and `--lang` may choose
another language than the locale's. The names that click calls are therefore replaced, here and nowhere else.
"""

from collections.abc import Mapping
from functools import cache
from gettext import ngettext

from click import core, decorators, exceptions, formatting, parser, termui, types

from studykit.cli.language import spoken
from studykit.messages import LANGUAGES


def speak() -> None:
    """Let click speak the language that was chosen, and the ones that will be."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, said)


def _said(english: str) -> str:
    language = spoken()
    return english if language == "en" else _words(LANGUAGES.index(language)).get(english, english)


def _counted(one: str, many: str, count: int) -> str:
    return _said(ngettext(one, many, count))


@cache
def _words(place: int) -> Mapping[str, str]:
    """click's words and what they are in another language."""
    from studykit.messages.usage import TEXTS

    return {texts[0]: texts[place] for texts in TEXTS.values()}
