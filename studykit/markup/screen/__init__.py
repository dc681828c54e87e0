"""A card's Markdown as lines of styled text for a terminal: what Obsidian shows, in so many columns.

blocks   the parser's events as paragraphs, lists, tables, code, formulas
layout   those as lines
wrap     breaking lines, Chinese and Latin
tables   columns that fit
runs     the pieces a line is made of, and the cover of a deletion
"""

from studykit.markup.screen.layout import Labels, screen_lines
from studykit.markup.screen.runs import Line, Run, line_text, line_width

__all__ = ["Labels", "Line", "Run", "line_text", "line_width", "screen_lines"]
