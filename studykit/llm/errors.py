"""What stops a whole run with a model: no way to the host, no key, no such model. All else is one unit's `Failed`."""

from studykit.errors import StudykitError


class ModelError(StudykitError):
    """The model cannot be used at all; every further request would fail in the same way."""

    exit_code = 4
