"""Who is told what, through which channel, when."""
