"""Pictures of clocks as SVG text: a year of one clock, and the clocks of a fleet.

Nothing here reads a file or the time.
"""
