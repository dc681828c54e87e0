"""Cards that notes hold in the syntaxes of other tools, as they are found in a vault and its plugins' settings.

Begin with `found`: what `init` tells of them. `maps` and `signs` are what a scan has to know of them. Into which decks
they go is in `planning`, what was learned with them in `learning`.
"""
