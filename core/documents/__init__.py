"""Documents: their types, how they are made, the register of what was issued, and the archive."""
