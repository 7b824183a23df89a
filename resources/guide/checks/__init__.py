"""« Êtes-vous prêts ? », the check of a territory and the cost worksheet: questions, private sheets, readings, sums."""
