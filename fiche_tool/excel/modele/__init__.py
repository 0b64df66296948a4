"""The fiche model: drawn, found again in a restyled copy, inspected."""
