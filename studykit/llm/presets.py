"""The servers that a name in `[llm] preset` stands for: where they listen, which model, whose key, how many at once."""

from dataclasses import dataclass
from typing import Final

from studykit.config import Preset


@dataclass(frozen=True, slots=True)
class Server:
    """The defaults of one preset."""

    base_url: str
    model: str
    """Empty where the person has to say which: a server of one's own serves what was put there."""
    api_key_env: str = ""
    """The environment variable that holds the key; empty where none is needed."""


OPENAI_HOST: Final = "api.openai.com"
HOSTED_AT_ONCE: Final = 4
LOCAL_AT_ONCE: Final = 1

SERVERS: Final[dict[Preset, Server]] = {
    "openai": Server(f"https://{OPENAI_HOST}/v1", "gpt-6-luna", "OPENAI_API_KEY"),
    "deepseek": Server("https://api.deepseek.com", "deepseek-flash", "DEEPSEEK_API_KEY"),
    "ollama": Server("http://127.0.0.1:11434/v1", ""),
    "llamacpp": Server("http://127.0.0.1:8080/v1", "default"),
    "vllm": Server("http://127.0.0.1:8000/v1", ""),
    "lmstudio": Server("http://127.0.0.1:1234/v1", ""),
}
