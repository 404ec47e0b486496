"""Asks the rules what is new, tells each person once, and makes what leaves Klade."""
