"""The body of a request, the same whether it is sent, streamed or written into a batch."""

from collections.abc import Sequence
from typing import Any

from studykit.llm.endpoint import Endpoint
from studykit.llm.ladder import LIMITS, Learnt, response_format
from studykit.llm.request import Request


def messages_of(request: Request) -> list[dict[str, str]]:
    """What is said at first; a message without text is left out."""
    messages = [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}]
    return [message for message in messages if message["content"]]


def body_of(
    request: Request, endpoint: Endpoint, learnt: Learnt, messages: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """A chat completion as the server takes it, as far as is known. `messages` where more was said than at first."""
    limit = learnt.limit or LIMITS[0 if endpoint.is_openai else 1]
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [*messages] or messages_of(request),
        limit: request.max_tokens,
    }
    body |= {name: value for name, value in request.parameters if name not in learnt.without}
    form = response_format(learnt.rung, request.shape)
    return body | {"response_format": form} if form is not None else body
