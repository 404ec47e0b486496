"""What is missing in journals, and who owes it."""
