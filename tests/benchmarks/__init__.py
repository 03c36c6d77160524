"""Long measurements, each beside a peer in the same run; printed as tables, never asserted."""
