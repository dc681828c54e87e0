"""Which host is asked, which model, and whose key: from the settings and the environment, before anything is sent.

A key is read from the environment alone and goes to the one host that it is for. The settings of a preset name its own
variable; where `base_url` leads to another host, no variable is assumed: `api_key_env` has to name it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from studykit.config import Llm
from studykit.errors import ConfigurationError
from studykit.llm.errors import ModelError
from studykit.llm.presets import HOSTED_AT_ONCE, LOCAL_AT_ONCE, OPENAI_HOST, SERVERS

_HIDDEN: Final = "Key(…)"


class Key:
    """A key that does not show itself: not in `repr`, `str`, a format or a copy of its fields."""

    __slots__ = ("_reveal",)

    def __init__(self, secret: str) -> None:
        self._reveal: Callable[[], str] = lambda: secret

    def reveal(self) -> str:
        """The key itself, for the one header that it belongs in."""
        return self._reveal()

    def __bool__(self) -> bool:
        return bool(self._reveal())

    def __repr__(self) -> str:
        return _HIDDEN

    def __reduce__(self) -> str:
        raise TypeError("a key is not copied")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go."""

    base_url: str
    host: str
    """Host name, with the port where it is not the scheme's own."""
    model: str
    local: bool
    """Whether the host is this machine: then nothing has to be asked before the first request."""
    concurrency: int
    timeout: float
    """Seconds that an answer may take."""
    key: Key = field(default_factory=lambda: Key(""), repr=False, compare=False)
    key_name: str = ""
    """The environment variable that the key came from."""

    @property
    def is_openai(self) -> bool:
        """Whether it is OpenAI itself, whose parameters are named a little otherwise."""
        return self.host == OPENAI_HOST


def endpoint_of(settings: Llm, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint that the settings describe.

    ConfigurationError where the address cannot be one; ModelError where the key's variable is not set or no model is
    named.
    """
    server = SERVERS[settings.preset]
    address = (settings.base_url or server.base_url).rstrip("/")
    parts = _parts(address)
    local = is_this_machine(parts.hostname or "")
    own_host = parts.hostname == urlsplit(server.base_url).hostname
    name = settings.api_key_env or (server.api_key_env if own_host else "")
    host = _host(parts)
    key = environment.get(name, "").strip() if name else ""
    if name and not key:
        raise ModelError("model-no-key", variable=name, host=host)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ModelError("model-key-odd", variable=name)
    if key and parts.scheme == "http" and not _is_near(parts.hostname or ""):
        raise ConfigurationError("model-plain-http", address=f"{parts.scheme}://{host}", variable=name)
    model = settings.model or (server.model if own_host or not settings.base_url else "")
    if not model:
        raise ModelError("model-no-model", host=host, preset=settings.preset)
    return Endpoint(
        base_url=address,
        host=host,
        model=model,
        local=local,
        concurrency=settings.concurrency or (LOCAL_AT_ONCE if local else HOSTED_AT_ONCE),
        timeout=float(settings.timeout),
        key=Key(key),
        key_name=name,
    )


def is_this_machine(host: str) -> bool:
    """Whether a host name is this machine's own: `localhost`, 127.0.0.0/8, `::1`."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_near(host: str) -> bool:
    """This machine or a private network, where plain HTTP is usual."""
    if is_this_machine(host):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or parts.username is not None or parts.query or parts.fragment:  # a password in a file is no setting
        raise ConfigurationError("model-address", key="llm.base_url")
    return parts


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").lower()
    name = f"[{name}]" if ":" in name else name
    usual = {"http": 80, "https": 443}[parts.scheme]
    return name if parts.port in (None, usual) else f"{name}:{parts.port}"
