"""What the public addresses of the pages answer, and what each page shows beside its own words."""
