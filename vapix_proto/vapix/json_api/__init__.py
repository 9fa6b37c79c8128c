"""Shared code for all CGIs that receive JSON.

``bodies`` converts arguments to JSON and back, ``responses`` reads the JSON responses, and ``requests`` contains the
base class of the requests.
"""
