"""Explains a TZ string in English: what its clock shows, what each piece means, what comes next, and how it is read.

``explain`` combines ``pieces`` (the pieces of the string), ``sentences`` (its clock) and ``readers`` (how it is
read).
"""
