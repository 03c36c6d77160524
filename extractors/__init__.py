"""Bytes to text to records: parsing, coding and register rows. Pure, but for fetch."""
