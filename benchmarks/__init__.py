"""Benchmarks, with a module for each question. Other libraries run beside ours, and all answers are checked.

benchmarks/README.md explains how to run them.
"""
