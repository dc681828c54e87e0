"""The interface's texts, in the language that the person is spoken to in."""

from dataclasses import dataclass

from studykit.errors import StudykitError
from studykit.messages import Language, message, texts
from studykit.messages.spans import span
from studykit.messages.system import system_text
from studykit.model.review import Step
from studykit.text.safe import safe_line, safe_text


@dataclass(frozen=True, slots=True)
class Words:
    """Texts in one language."""

    language: Language

    def __call__(self, code: str, /, **parameters: object) -> str:
        """The text of a code. What fills it may come from a note, so it is cleaned."""
        cleaned = {name: safe_text(value) if isinstance(value, str) else value for name, value in parameters.items()}
        return message(code, self.language, **cleaned)

    def span(self, step: Step) -> str:
        """How long until a card comes back, in a few characters."""
        return span(step.seconds, step.days, self.language)

    def error(self, error: Exception) -> str:
        """What went wrong, on one line."""
        if isinstance(error, StudykitError):
            if error.code in texts():
                return safe_line(self(error.code, **error.parameters))
            return safe_line(str(error))
        if isinstance(error, OSError):
            return safe_line(system_text(error, self.language))
        return safe_line(self("unexpected", detail=f"{type(error).__name__}: {error}"))
