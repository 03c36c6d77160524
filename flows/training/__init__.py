"""What `imaginaries model` does: teach the coder, and measure it against coded sentences."""
