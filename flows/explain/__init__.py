"""What `imaginaries explain` says: why a sentence is coded as it is."""
