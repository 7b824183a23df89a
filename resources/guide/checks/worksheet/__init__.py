"""The cost worksheet as it is written in the admin."""
