"""The measures of `make bench`, beside the budgets promised for a machine of two cores."""
