"""The parts shared by the CGIs that receive JSON.

``bodies``: arguments to JSON and back. ``responses``: their responses. ``requests``: the base class of their requests.
"""
