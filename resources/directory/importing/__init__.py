"""Bringing records in: files read as they come, checked, compared with what is here, then written in one transaction."""
