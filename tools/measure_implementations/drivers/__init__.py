"""The clocks of other programs, each in its own language, with the line protocol of docs/how-to/time-oracle.md."""
