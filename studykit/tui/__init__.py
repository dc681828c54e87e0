"""The terminal interface, in Textual: thin, all it knows comes from `flows`. Nothing is imported until it is opened.

app      the application: screens, keys for all of them, the palette, themes
keys     which key means what, full-width ones too
theme    day and night, and how each style of a card's text looks
lines    a card as lines
render   lines as strips of the screen
early    the first question, before Textual is loaded
opening  a link, outside the terminal
words    texts in the person's language
screens/ widgets/
"""
