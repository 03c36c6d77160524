"""What lets runs go by themselves: faults, gates, locks, logs, messages and schedules."""
