"""Klade's exchange with the state education register VIIS, in the interchange format VIIS-PROP/1."""
