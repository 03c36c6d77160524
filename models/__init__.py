"""Learns from passages and measures how well; knows no HTML, no SQL and no Prefect."""
