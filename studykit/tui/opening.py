"""Opening a link outside the terminal, without a word of the opener on the screen."""

import os
import subprocess
import sys


def open_link(link: str) -> bool:
    """Hand a link to the desktop; whether there is one that took it.

    Not `webbrowser`, which would start a browser of the terminal in the midst of ours.
    """
    if sys.platform == "win32":
        os.startfile(link)
        return True
    if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen(
            [opener, link], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    return True
