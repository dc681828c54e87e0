"""One pause for all requests: a host that says "too many" says it to every one of them."""

import asyncio


class Pause:
    """A moment until which nothing is sent."""

    def __init__(self) -> None:
        self._until = 0.0

    def extend(self, seconds: float) -> None:
        """Send nothing for so long, counted from now."""
        self._until = max(self._until, asyncio.get_running_loop().time() + seconds)

    async def over(self) -> None:
        """Wait until the pause has ended, and any that was added meanwhile."""
        loop = asyncio.get_running_loop()
        while (left := self._until - loop.time()) > 0:
            await asyncio.sleep(left)
