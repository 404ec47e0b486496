"""Transcripts of marks (sekmju izraksti): what they say, of which period, and what is missing in them."""
