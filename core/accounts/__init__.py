"""Who signs in: accounts, web sessions, the second factor, invitations, the link from account to person."""
