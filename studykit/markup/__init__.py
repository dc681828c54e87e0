"""The grammars of a note's text, and its rendering. The only package that knows the Markdown parser."""
