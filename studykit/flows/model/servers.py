"""Which servers for models run on this machine. Nothing but 127.0.0.1 is asked, and each for a second at most."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from studykit.config import Preset
from studykit.llm.presets import SERVERS
from studykit.text.safe import safe_line

_SECONDS: Final = 1.0
_LARGEST: Final = 1_000_000
_NAMES: Final[Mapping[Preset, str]] = {"ollama": "Ollama", "llamacpp": "llama.cpp"}


class LocalServer(NamedTuple):
    """A server that answered."""

    preset: Preset
    name: str
    base_url: str
    models: tuple[str, ...]
    """What it offers, in its order."""


def find_local_servers(addresses: Mapping[Preset, str] | None = None) -> list[LocalServer]:
    """The servers that list their models as OpenAI does. `addresses` are by preset; the usual ones where not given."""
    where = addresses or {preset: SERVERS[preset].base_url for preset in _NAMES}
    found = []
    for preset, base_url in where.items():
        models = _models(base_url)
        if models:
            found.append(LocalServer(preset, _NAMES.get(preset, preset), base_url, models))
    return found


def _models(base_url: str) -> tuple[str, ...]:
    parts = urlsplit(base_url)
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=_SECONDS)
    try:
        connection.request("GET", f"{parts.path}/models")
        value = json.loads(connection.getresponse().read(_LARGEST))
        names = [one["id"] for one in value["data"]]
    except (OSError, HTTPException, ValueError, KeyError, TypeError, RecursionError):
        return ()
    finally:
        connection.close()
    return tuple(safe_line(name) for name in names if isinstance(name, str) and name.isprintable() and name)


def llm_settings(server: LocalServer | None) -> str:
    """The table `[llm]` of `studykit.toml`: the server that was chosen, or the defaults as remarks."""
    if server is None:
        return f"""
[llm]
# preset = "openai"           # or deepseek, ollama, llamacpp, vllm, lmstudio: for `studykit build --drafter model`
# model = "{SERVERS["openai"].model}"
# api_key_env = "OPENAI_API_KEY"   # the variable that holds the key; keys are never written here
"""
    model = json.dumps(server.models[0], ensure_ascii=False)
    return f"""
[llm]
preset = "{server.preset}"{" " * max(1, 20 - len(server.preset))}# on this machine: for `studykit build --drafter model`
model = {model}
"""
