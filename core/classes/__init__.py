"""Classes of a school year, their class teachers and members."""
