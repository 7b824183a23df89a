"""What a resident or a team elsewhere looks up."""
