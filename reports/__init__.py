"""Reads tables and writes pages and editions; computes nothing a query can."""
