"""Runs that are killed, run out of disk or meet another run, and what the next run makes of it.

`make soak` does all of it and prints tables; a handful is in tests/flows/operating.
"""
