"""What the CGIs that are given JSON have in common.

``bodies``: arguments as JSON and back. ``responses``: what they answer. ``requests``: what their requests share.
"""
