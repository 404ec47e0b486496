"""Every change leaves who, when, old, new and why, in the same transaction."""
