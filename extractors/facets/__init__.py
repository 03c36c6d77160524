"""What is told of a claim: who acts, for whom, when, how surely, in what image."""
