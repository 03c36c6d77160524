"""The demo: documents and registers of a country that does not exist."""
