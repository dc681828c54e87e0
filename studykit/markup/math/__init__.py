"""LaTeX formulas as text for a terminal: drawn in two dimensions for display, on one line inside a sentence.

Both give None for what they cannot show rightly (unknown commands, unbalanced braces, something too wide): then the
source is shown. Neither raises, both are linear in the source, and nothing but printable characters comes out.
"""

from studykit.markup.math.picture import Picture, render_display, render_inline

__all__ = ["Picture", "render_display", "render_inline"]
