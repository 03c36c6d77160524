"""What the registers stage is made of: editions read, rows coded and linked, incidents."""
