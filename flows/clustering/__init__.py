"""Stages over documents on more than one machine: Dask carries orders, Parquet carries rows."""
