"""The registers: what the bureau was given at each séance, one file a séance, each naming the one before."""
