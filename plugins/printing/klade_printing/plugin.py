"""What printing contributes through the hooks: nothing yet."""
