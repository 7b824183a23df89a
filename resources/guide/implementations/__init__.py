"""How each territory does it, side by side: the comparison, the columns others propose, their review."""
