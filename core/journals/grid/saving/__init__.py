"""Saving what was written in the grid: a batch of cells, each standing alone."""
