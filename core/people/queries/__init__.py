"""What may be asked about persons; every list starts from what the asker may see."""
