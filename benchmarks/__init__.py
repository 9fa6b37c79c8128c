"""Benchmarks: a module for each question, peers in the same run, all answers checked. See benchmarks/README.md."""
