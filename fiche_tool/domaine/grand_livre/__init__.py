"""The ledger as values: what is accepted and where from, what is open, what was decided, a page a séance."""
