"""The calendar feeds: what a telephone subscribes to."""
