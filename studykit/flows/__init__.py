"""The shell: it reads, asks the pure packages what to do, and does it. One noun or verb a file.

Begin with `build`, which finds out what a build has to do, and `rebuild`, the whole way once, from top to bottom. What
belongs together is a folder; each says in its first lines what it is for and where to begin. Imports go down, here as
everywhere; import-linter holds the order (`pyproject.toml`), and what shares a line knows nothing of each other::

    watch | drafts | doctor | survey | restoring     verbs that nothing else here needs; in `drafts` a person decides
    build
    incremental                                      a build of the few notes that changed
    rebuild | exporting | statistics | tutoring      tutoring is a quiz in a chat
    known | writing | cards | quiz                   what a build leaves for the next; what it writes
    planning | importing | review                    what becomes of every card; packages from Anki; the day's sitting
    imported                                         cards of others, as they stand in the store
    home | model                                     decks come home from Anki; drafting with a model
    anki | drafting | learning                       packages; drafting with rules; what every sitting begins with
    decks | inline                                   deck files as they stand; cards that notes hold
    reading | unchanged | request                    a scan; nothing to do; what a build is asked for
    workspace | report | clock
"""
