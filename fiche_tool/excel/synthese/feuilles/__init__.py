"""The sheets that the first pages sum up: one module per sheet."""
