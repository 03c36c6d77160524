"""Asks publishers for bytes, politely and safely: the only part of `extractors` with a network."""
