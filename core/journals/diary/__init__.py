"""Dienasgrāmata: what a family sees of a pupil's lessons, marks and absences."""
