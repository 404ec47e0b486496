"""Files that come in: read, matched, the difference shown, accepted in whole or part, applied, taken back."""
