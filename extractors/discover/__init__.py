"""Finds documents to collect: one module per kind of door."""
