"""Runs the programs that read TZ strings, and holds what they show against the table of implementations."""
