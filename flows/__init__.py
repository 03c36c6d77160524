"""The shell: Prefect, the clock, the seed and the command line; the only writer."""
