"""What things are and where they live: records, declarations, archive and store."""
