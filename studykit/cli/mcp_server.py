"""The tools of `studykit mcp`: what the SDK needs around `flows.tutoring`, and nothing else. The only user of the SDK.

Everything of the quiz happens on one thread of its own, as SQLite wants it; the SDK's loop stays free meanwhile. Over
standard output nothing goes but the protocol: the SDK itself turns what else is printed to standard error.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Annotated, Any, Final, Literal

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context, Elicit, MCPServer, Resolve
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from studykit import __version__
from studykit.cli.language import text
from studykit.flows.learning.study import open_study
from studykit.flows.tutoring.turns import MOST, Tutoring
from studykit.flows.workspace import Workspace

Object = dict[str, Any]
Kind = Literal["choice", "several", "true-false", "cloze", "typed", "matching", "ordering", "free"]
_LOOKS: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_TURNS: Final = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class Consent(BaseModel):
    """What a person is asked where the client can ask them itself."""

    agree: bool = Field(default=False, title=text("mcp-agree"))


def serve(workspace: Workspace) -> None:
    """Serve until the client goes. What is wrong with the workspace or its store is raised before a word is said."""
    with ThreadPoolExecutor(1, "studykit") as thread, ExitStack() as opened:

        def begin() -> Tutoring:
            return Tutoring(opened.enter_context(open_study(workspace)), text)

        tutoring = thread.submit(begin).result()
        try:
            server_of(tutoring, thread).run("stdio")
        finally:
            thread.submit(opened.close).result()


def server_of(tutoring: Tutoring, thread: ThreadPoolExecutor) -> MCPServer:
    """The server, with its tools."""
    server = MCPServer("studykit", version=__version__, instructions=text("mcp-instructions"), log_level="ERROR")

    async def done(work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(thread, work)

    def tool(name: str, said: str, hints: ToolAnnotations) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return server.tool(name, description=text(f"mcp-tool-{said}"), annotations=hints)

    @tool("start_quiz", "start", ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False))
    async def start_quiz(
        topic: str = "",
        count: Annotated[int, Field(ge=1, le=MOST)] = 10,
        kinds: tuple[Kind, ...] = (),
        weak: bool = False,
    ) -> Object:
        return dict(await done(lambda: tutoring.start(topic, count, kinds, weak=weak)))

    @tool("next_question", "next", _TURNS)
    async def next_question(quiz: str = "") -> Object:
        return dict(await done(lambda: tutoring.next(quiz)))

    @tool("hint", "hint", ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False))
    async def hint(question: str) -> Object:
        return dict(await done(lambda: tutoring.hint(question)))

    @tool("answer", "answer", _TURNS)
    async def answer(question: str, answer: str) -> Object:
        return dict(await done(lambda: tutoring.answer(question, answer)))

    @tool("skip", "skip", ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False))
    async def skip(question: str) -> Object:
        return dict(await done(lambda: tutoring.skip(question)))

    @tool("explain", "explain", _LOOKS)
    async def explain(question: str) -> Object:
        return dict(await done(lambda: tutoring.explain(question)))

    @tool("mark", "mark", _TURNS)
    async def mark(question: str, points: Annotated[int, Field(ge=0, le=4)]) -> Object:
        return dict(await done(lambda: tutoring.mark(question, points)))

    @tool("correct", "correct", _TURNS)
    async def correct(question: str, right: bool) -> Object:
        return dict(await done(lambda: tutoring.correct(question, right=right)))

    @tool("report", "report", _TURNS)
    async def report(quiz: str = "", finish: bool = False) -> Object:
        return dict(await done(lambda: tutoring.report(quiz, finish=finish)))

    @tool("due", "due", _LOOKS)
    async def due() -> Object:
        return dict(await done(tutoring.due))

    @tool("search", "search", _LOOKS)
    async def search(query: str, limit: Annotated[int, Field(ge=1, le=50)] = 10) -> Object:
        return dict(await done(lambda: tutoring.search(query, limit)))

    @tool("propose_ratings", "propose", _LOOKS)
    async def propose_ratings(quiz: str = "") -> Object:
        return dict(await done(lambda: tutoring.propose(quiz)))

    async def consent(proposal: str, ctx: Context) -> Consent | Elicit[Consent]:
        """The person asked by their client, where it can; else the assistant's word that they said yes."""
        asked = await done(lambda: tutoring.to_ask(proposal)) if _can_ask(ctx) else ""
        return Elicit(asked, Consent) if asked else Consent(agree=True)

    @tool("confirm_ratings", "confirm", _TURNS)
    async def confirm_ratings(proposal: str, agreed: Annotated[ElicitationResult[Consent], Resolve(consent)]) -> Object:
        if not (isinstance(agreed, AcceptedElicitation) and agreed.data.agree):
            return {"kind": "declined", "written": 0, "text": text("mcp-declined")}
        return dict(await done(lambda: tutoring.confirm(proposal)))

    return server


def _can_ask(ctx: Context) -> bool:
    """Whether the client can put a question to the person itself."""
    able = ctx.client_capabilities.elicitation if ctx.client_capabilities is not None else None
    return able is not None and (able.form is not None or able.url is None)
