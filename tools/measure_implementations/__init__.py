"""Runs the programs that read TZ strings, and compares what they show with the table of implementations."""
