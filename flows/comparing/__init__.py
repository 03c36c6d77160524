"""What the compare stage is made of: corrected shares, ledgers, words, and what moved."""
