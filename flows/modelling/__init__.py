"""What the topics stage is made of: its units, models, measures, and what people say of them."""
