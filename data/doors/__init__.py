"""How each kind of publisher's door is declared: one file per kind, one model in it.

The reader of the same name in `extractors/discover/` finds the documents behind it.
"""
