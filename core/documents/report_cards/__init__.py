"""Report cards (liecības): marks of periods and absences of a semester or the year."""
