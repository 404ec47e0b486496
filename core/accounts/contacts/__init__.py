"""Phones and e-mails of accounts: proving them, removing them, reaching people by them."""
