"""studykit: notes in, cards out, learned in Anki or in the terminal.

The floors, from the top; imports go down only::

    cli                                        commands: the only place that prints
    flows                                      one verb a file: composes everything below
    store                                      SQLite: sources, units, drafts
    vault | drafting | decks | anki | changes  pure packages, one module for input and output in each
    markup | config | messages                 text grammars, settings, texts in English and Chinese
    text | files                               normalising, terminal-safe text; writing in place
    model                                      frozen values
    errors                                     what stops a run
"""

__version__ = "0.1.0"
