"""The public API under /api/v1/: read only, in the shape of data·inclusion v1, and the sessions to come."""
