"""The timetable (stundu saraksts), from which lessons are made."""
