"""AnkiConnect: asking an Anki that runs, over one address, usually of this machine. Nothing else is ever called.

The protocol: a POST of `{"action", "version", "params"}` is answered with `{"result", "error"}`
(https://git.sr.ht/~foosoft/anki-connect).
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from typing import Any, Final, TypeVar

from studykit.errors import ConfigurationError, StudykitError

VERSION: Final = 6
AT_ONCE: Final = 500
"""Notes or cards of one request: an answer holds whole notes."""
_LARGEST: Final = 256 << 20
_Item = TypeVar("_Item")


class AnkiConnectError(StudykitError):
    """Anki does not run, or did not do what it was asked."""

    exit_code = 4


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer that sends elsewhere is an error: nothing goes to an address that was not set."""

    def redirect_request(self, *_: Any) -> None:
        return None


class AnkiConnect:
    """An Anki that may run at an address. ConfigurationError for what is no address."""

    def __init__(self, address: str, *, timeout: float = 30) -> None:
        if not address.startswith(("http://", "https://")):
            raise ConfigurationError("config-anki-connect", key="anki_connect", found=address)
        self.address = address
        self._timeout = timeout
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)

    def call(self, action: str, **parameters: Any) -> Any:
        """The result of an action. AnkiConnectError where nobody answers, or the answer is an error or none."""
        body = json.dumps({"action": action, "version": VERSION, "params": parameters}).encode()
        try:
            request = urllib.request.Request(self.address, body, {"Content-Type": "application/json"})
            with self._opener.open(request, timeout=self._timeout) as response:
                data = response.read(_LARGEST)
        except (urllib.error.HTTPError, HTTPException) as error:
            raise AnkiConnectError("anki-connect-odd", address=self.address, detail=str(error)) from None
        except (OSError, ValueError) as error:  # refused, timed out, no such host
            reason = getattr(error, "reason", error)
            raise AnkiConnectError("anki-not-running", address=self.address, detail=str(reason)) from None
        try:
            answer = json.loads(data)
            said, result = answer["error"], answer["result"]
        except (ValueError, KeyError, TypeError, RecursionError) as fault:
            raise AnkiConnectError("anki-connect-odd", address=self.address, detail=str(fault)) from None
        if said is not None:
            raise AnkiConnectError("anki-connect-error", action=action, detail=str(said))
        return result

    def check(self) -> None:
        """AnkiConnectError where nobody answers, or one that is too old."""
        version = self.call("version")
        if not isinstance(version, int) or version < VERSION:
            raise AnkiConnectError("anki-connect-odd", address=self.address, detail=f"version {version}")


def portions(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """As many at once as one request should have."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
