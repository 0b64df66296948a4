"""From the lines of a PST document to a programme."""
