"""Who a letter may go to: single people, and whole sets of them."""
