"""A build of the few notes that changed, which ends where a full build would have ended.

Begin with `build`: it gives up, and leaves it to the full build, wherever something reaches further. `changed` says
which notes it is about, `rehoming` and `reaching` how far that goes, `settling` carries it out.
"""
