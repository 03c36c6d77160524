"""The chapters of a report, each built from the store, and the order in which they stand."""
