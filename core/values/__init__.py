"""The frozen values and protocols that core and plugins exchange; the lowest floor of the house."""
