"""Notes about a journal (Piezīmes)."""
