"""What the operating system reports, as a text that says what to do about it."""

import errno
from typing import Final

from studykit.messages import Language, message

_CODES: Final = {
    errno.ENOSPC: "os-full",
    errno.EDQUOT: "os-full",
    errno.EROFS: "os-read-only",
    errno.EACCES: "os-denied",
    errno.EPERM: "os-denied",
    errno.ENOENT: "os-missing",
    errno.ENOTDIR: "os-missing",
}


def system_text(error: OSError, language: Language) -> str:
    """The text of an error, with the place where the system named one."""
    place = f"{error.filename}: " if error.filename else ""
    code = _CODES.get(error.errno or 0, "os-error")
    return message(code, language, place=place, detail=error.strerror or str(error))
