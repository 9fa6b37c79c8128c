"""Runs programs that read TZ strings, and compares their clocks with the table of implementations."""
