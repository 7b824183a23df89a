"""The directory: who helps with what, near whom; in the national format data·inclusion v1 and a little more."""
