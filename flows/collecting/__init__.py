"""How the collect stage works: asking, keeping, remembering, and telling what changed."""
