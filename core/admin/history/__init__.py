"""Pages over history: what was changed in a record, and taking a change back."""
