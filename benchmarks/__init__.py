"""Benchmarks: one module a question, peers in the same run, every timed answer asserted. See benchmarks/README.md."""
