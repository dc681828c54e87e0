"""What it means that a server refused, and what a request has cost that came to nothing."""

from studykit.llm.endpoint import Endpoint
from studykit.llm.errors import ModelError
from studykit.llm.outcome import Failed, Usage, failed
from studykit.llm.tokens import tokens
from studykit.llm.wire import Lost, Refused, Said
from studykit.text.safe import safe_line


def failure_of(refused: Refused, endpoint: Endpoint) -> Failed:
    """What a refusal means for one unit. ModelError where it means the same for every other."""
    status, body = refused.status, refused.body.casefold()
    if status in (401, 403):
        raise ModelError("model-key-refused", host=endpoint.host, variable=endpoint.key_name or "—", status=status)
    if status == 402 or no_credit(body):
        raise ModelError("model-no-credit", host=endpoint.host, status=status)
    if status in (400, 404, 422) and "model" in body and _says_unknown(body):
        raise ModelError("model-unknown", host=endpoint.host, model=endpoint.model)
    if status == 404 or 300 <= status < 400:
        raise ModelError("model-no-service", host=endpoint.host, status=status)
    detail = _without_key(safe_line(refused.body), endpoint)[:200]
    return failed("model-server", host=endpoint.host, status=status, detail=detail)


def usage_of(came: Said | Refused | Lost, texts: list[str]) -> Usage:
    """What the server counted, or what its answer comes to. An answer that was waited for in vain may cost as well."""
    if isinstance(came, Refused):
        return Usage(requests=1)
    sent = sum(map(tokens, texts))
    if isinstance(came, Lost):
        billed = came.reason in ("timeout", "cut", "strange")
        return Usage(sent if billed else 0, 0, 0, 1, estimated=True)
    if came.usage is not None:
        return came.usage
    return Usage(sent, tokens(came.text) + tokens(came.reasoning), 0, 1, estimated=True)


def no_credit(body: str) -> bool:
    """Whether a refusal says that there is nothing left to pay with."""
    said = body.casefold()
    return "insufficient_quota" in said or "insufficient balance" in said


def _says_unknown(body: str) -> bool:
    return any(word in body for word in ("not found", "not_found", "does not exist", "unknown model", "not exist"))


def _without_key(text: str, endpoint: Endpoint) -> str:
    """A server's words without the key, which some repeat."""
    key = endpoint.key.reveal()
    return text.replace(key, "…") if key else text
