"""First screens: one home a role, tabs for whoever has several; and Darāmais, what is owed."""
