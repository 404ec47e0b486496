"""Mark schemes of Latvian schools, and what a mark in them means."""
