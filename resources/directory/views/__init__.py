"""What the public sees of the directory."""
