"""The clocks of others, each in its own language, in the line protocol of docs/how-to/time-oracle.md."""
