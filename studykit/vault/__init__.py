"""Reading a vault: `load` is the only module here that touches files, and it opens none for writing."""

from typing import Final

PARSER_VERSION: Final = 2
"""What another version parsed is parsed again."""
