"""Merging what came back into the register."""
