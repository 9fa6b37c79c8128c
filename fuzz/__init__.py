"""Coverage-guided fuzzing: one target for each public parser, and for the emulator's way from bytes to a response.

A target is a module with ``check(data: bytes)``, which reads any bytes and asserts what must hold for the answer.
``corpus/`` has the inputs from which a run starts, one bytes literal a line; the test suite checks each of them, too.
``python -m tools.fuzz`` runs the targets.
"""
