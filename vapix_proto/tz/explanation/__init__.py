"""Explains a TZ string in English: its clock, its pieces, its next transitions, and how implementations read it.

``explain`` combines ``pieces`` (the pieces of the string), ``sentences`` (its clock) and ``readers`` (how it is
read).
"""
