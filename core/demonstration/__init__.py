"""The demonstration school: an invented school of any size, the same each time it is built."""
