"""Hands deliveries over to their channels: outside any transaction, each step written down."""
