"""Mail inside the school, and e-mail and SMS as channels of notices: the place is kept, it brings nothing yet."""
