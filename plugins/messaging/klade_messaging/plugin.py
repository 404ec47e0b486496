"""What messaging contributes through the hooks: nothing yet."""
