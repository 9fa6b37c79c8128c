"""Coverage-guided fuzzing, with a target for each public parser and one for how the emulator answers raw bytes.

A target is a module with a function ``check(data: bytes)``, which reads any bytes and asserts what must hold for the
result. ``corpus/`` has the inputs from which a run starts, one bytes literal on each line; the test suite checks them,
too. ``python -m tools.fuzz`` runs the targets.
"""
