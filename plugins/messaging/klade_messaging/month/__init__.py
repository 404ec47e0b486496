"""The class teacher's month (R5.5): each pupil's transcript of marks goes to the family, and the journal says so."""
