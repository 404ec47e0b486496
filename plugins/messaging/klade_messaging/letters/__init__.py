"""Letters (vēstules): written, received, read, answered. Other rooms write them through `letters.writing`."""
