"""The common parts of the CGIs that receive JSON.

``bodies``: arguments as JSON and back. ``responses``: their responses. ``requests``: the base of their requests.
"""
