"""The school itself: its profile, calendar, bells, programmes, subjects, rooms and orders."""
