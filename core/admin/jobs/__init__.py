"""Background jobs on pages: how far each is, why it failed; stopping and repeating."""
