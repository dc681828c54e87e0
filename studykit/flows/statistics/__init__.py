"""How learning goes, and how it could: figures, their charts, and what other settings would cost.

Begin with `figures`, the same for every screen; `page` shows them in a browser, `tuning` looks ahead.
"""
