"""`studykit web`: the interface in a browser, served by textual-serve on this machine alone.

There is no login. What a browser can be made to do is closed: a page of another site may open a socket to 127.0.0.1,
so a request counts only if its Host is ours and a socket only if our own page opened it; and the page loads nothing
from elsewhere. Keys are heard as soon as the page is there: textual-serve would wait for a click.
"""

import re
import shlex
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from studykit.cli import output
from studykit.cli.language import spoken, text

HOST = "127.0.0.1"
_ELSEWHERE = re.compile(r'<link\b[^>]*href="https:[^>]*>')
"""A font that textual-serve's page asks another host for."""
_FOCUS = """<script>
  const focus = () => {
    const keys = document.querySelector(".xterm-helper-textarea");
    if (keys) keys.focus();
    return Boolean(keys);
  };
  const wait = setInterval(() => focus() && clearInterval(wait), 50);
  addEventListener("focus", focus);
</script>
"""
"""Gives the keys to the terminal: at first, and when the person comes back to the tab."""


@click.command(help=text("help-web"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help=text("help-web-port"))
@click.option("--inside", is_flag=True, hidden=True)
@click.pass_context
def web(ctx: click.Context, port: int, inside: bool) -> None:
    from studykit.errors import UsageError
    from studykit.flows.workspace import open_workspace

    if inside:  # one tab of the browser: textual-serve has called us, and draws what we say
        from studykit.cli.commands.review import open_decks

        ctx.exit(open_decks(ctx.obj))
    try:
        serving = import_module("textual_serve.server")
        aiohttp = import_module("aiohttp.web")
    except ImportError:
        raise UsageError("web-missing") from None
    open_workspace(ctx.obj)  # what is wrong with it is said here and not in the browser
    port = free_port(port)
    server = serving.Server(command(ctx.obj), host=HOST, port=port, title="studykit")
    close(server, aiohttp, port)
    output.note(text("web-warning", address=f"http://{HOST}:{port}"))
    server.serve()


def free_port(wanted: int) -> int:
    """The port wanted, or one that is free for 0. UsageError where it is taken."""
    from studykit.errors import UsageError

    with socket.socket() as probe:
        try:
            probe.bind((HOST, wanted))
        except OSError:
            raise UsageError("web-port", port=wanted) from None
        return int(probe.getsockname()[1])


def command(root: Path) -> str:
    """What is run for every tab, for a shell."""
    words = [
        sys.executable,
        "-m",
        "studykit",
        "--workspace",
        str(root.resolve()),
        "--lang",
        spoken(),
        "web",
        "--inside",
    ]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def allowed(path: str, host: str, origin: str | None, port: int) -> bool:
    """Whether a request may pass: for our own address, and a socket only from our own page."""
    hosts = (f"{HOST}:{port}", f"localhost:{port}")
    if host not in hosts:
        return False
    if origin is None:
        return path != "/ws"
    return origin in [f"http://{name}" for name in hosts]


def page(html: str) -> str:
    """textual-serve's page as ours: nothing from elsewhere, the keys given to the terminal, the person's language."""
    html = _ELSEWHERE.sub("", html).replace("</body>", f"{_FOCUS}</body>")
    return html.replace("Session ended.", text("web-ended")).replace(">Restart<", f">{text('web-again')}<")


def close(server: Any, aiohttp: Any, port: int) -> None:
    """Keep the server to ourselves, and have it print nothing of its own."""
    policy = (
        f"default-src 'self' http://{HOST}:{port} 'unsafe-inline' data: blob:; "
        f"connect-src 'self' ws://{HOST}:{port} ws://localhost:{port}"
    )

    async def guard(request: Any, handler: Any) -> Any:
        if not allowed(request.path, request.headers.get("Host", ""), request.headers.get("Origin"), port):
            raise aiohttp.HTTPForbidden
        response = await handler(request)
        if response.content_type == "text/html" and response.body:
            response.text = page(response.text)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = policy
            response.headers["X-Frame-Options"] = "DENY"
        return response

    make = server._make_app

    async def made() -> Any:
        app = await make()
        app.middlewares.append(aiohttp.middleware(guard))
        return app

    async def quiet(app: Any) -> None:
        """textual-serve would greet with its own name and the command line."""

    server._make_app = made
    server.on_startup = quiet
    server.initialize_logging = lambda: None
