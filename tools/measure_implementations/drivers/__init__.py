"""Drivers that ask other programs for the local time, each in its own language.

They speak the line protocol of docs/how-to/time-oracle.md.
"""
