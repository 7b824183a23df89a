"""The rows of the guide."""
