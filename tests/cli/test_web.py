"""`studykit web` as a browser meets it: the page, the socket that the interface is drawn over, and who is turned away.

The test speaks the socket itself: `["resize", …]` and `["stdin", keys]` go in, what the interface draws comes out.
"""

import asyncio
import contextlib
import importlib
import importlib.util
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.commands.web import page
from tests.bench.pty_harness import Display
from tests.tui.world import BASIC, CHOICE, workspace

SETTINGS = "[review]\nlearning_steps = []\n"
NEEDED = pytest.mark.skipif(
    importlib.util.find_spec("textual_serve") is None or sys.platform == "win32",
    reason="textual-serve is not installed (extra `web`), or this is Windows",
)


@contextmanager
def served(folder: Path, language: str = "en") -> Iterator[str]:
    """The address of `studykit web` on a workspace. Its end is as quiet as its start."""
    command = [sys.executable, "-m", "studykit", "--workspace", str(folder), "--lang", language, "web"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = server.stderr.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", address), address + server.stderr.read()
            _wait_until_it_listens(address)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            said, errors = server.communicate(timeout=20)
    assert said == ""
    assert "Traceback" not in errors


def _wait_until_it_listens(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"{address} does not listen")


def aiohttp() -> Any:
    """The client that comes with textual-serve."""
    return importlib.import_module("aiohttp")


class Tab:
    """One tab of a browser: what is drawn in it, and its keys."""

    def __init__(self, socket: Any, columns: int, rows: int) -> None:
        self.socket = socket
        self.display = Display(columns, rows)
        self.closed = False

    async def press(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def wait_for(self, text: str, seconds: float = 20.0) -> None:
        """Read what is drawn until a text is on the screen."""
        end = asyncio.get_running_loop().time() + seconds
        while text not in self.display.text():
            left = end - asyncio.get_running_loop().time()
            assert left > 0, f"{text!r} did not come:\n{self.display.text()}"
            await self.read(left)

    async def read(self, seconds: float) -> None:
        kinds = aiohttp().WSMsgType
        try:
            message = await asyncio.wait_for(self.socket.receive(), seconds)
        except TimeoutError:
            return
        if message.type is kinds.BINARY:
            self.display.feed(message.data)
        elif message.type in (kinds.CLOSE, kinds.CLOSED, kinds.CLOSING):
            self.closed = True


@asynccontextmanager
async def tab_of(address: str, columns: int = 80, rows: int = 24) -> AsyncIterator[Tab]:
    """The interface in a tab of this size."""
    where = f"{address}/ws?width={columns}&height={rows}"
    async with aiohttp().ClientSession() as session, session.ws_connect(where, origin=address) as opened:
        tab = Tab(opened, columns, rows)
        await opened.send_json(["resize", {"width": columns, "height": rows}])
        yield tab


@NEEDED
def test_keys_of_a_browser_review_a_card_and_leave(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC, CHOICE], SETTINGS)

    async def person(address: str) -> None:
        async with tab_of(address) as tab:
            await tab.wait_for("Deck")
            await tab.press(" ")
            await tab.wait_for("Space show answer")
            assert "为什么要减基线？" in tab.display.text()
            await tab.press(" ")
            await tab.wait_for("不改变期望，只降低方差。")
            await tab.press("４")  # full-width, as an input method sends it
            await tab.wait_for("哪个算法要价值网络？")
            await tab.press("u")
            await tab.wait_for("为什么要减基线？")
            await tab.press("q")
            await tab.wait_for("Space begin")
            await tab.press("q")
            while not tab.closed:
                await tab.read(20)

    with served(folder) as address:
        asyncio.run(person(address))


@NEEDED
def test_a_tab_that_is_resized_is_drawn_anew(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC], SETTINGS)

    async def person(address: str) -> None:
        async with tab_of(address) as tab:
            await tab.wait_for("退出")
            tab.display = Display(60, 16)
            await tab.socket.send_json(["resize", {"width": 60, "height": 16}])
            await tab.wait_for("退出")
            assert len(tab.display.lines()) == 16
            assert "空格 开始" in tab.display.lines()[-1]

    with served(folder, "zh") as address:
        asyncio.run(person(address))


@NEEDED
def test_other_pages_are_turned_away_and_ours_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC], SETTINGS)

    async def look(address: str) -> None:
        async with aiohttp().ClientSession() as session:
            for origin in ("http://evil.example", None):
                with pytest.raises(aiohttp().WSServerHandshakeError) as error:
                    await session.ws_connect(f"{address}/ws", origin=origin)
                assert getattr(error.value, "status", 0) == 403
            async with session.get(address, headers={"Host": "evil.example"}) as refused:
                assert refused.status == 403
            async with session.get(address) as found:
                html = await found.text()
                assert "default-src 'self'" in found.headers["Content-Security-Policy"]
        assert set(re.findall(r"(?:href|src)=\"(https?://[^/\"]+)", html)) <= {address}
        assert "xterm-helper-textarea" in html  # the keys are given to the terminal, before any click
        assert "重新打开" in html

    with served(folder, "zh") as address:
        asyncio.run(look(address))


def test_the_page_is_given_the_keys_and_asks_no_other_host() -> None:
    html = '<head><link\n rel="stylesheet"\n href="https://fonts.example/css" /></head><body>Session ended.</body>'
    made = page(html)
    assert "fonts.example" not in made
    assert made.index("focus()") < made.index("</body>")
    assert "Session ended." not in made
