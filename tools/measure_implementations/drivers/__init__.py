"""The clocks of others, each in its own language, in the line protocol of docs/time-oracle.md."""
