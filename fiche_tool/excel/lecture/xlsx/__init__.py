"""The parts of an .xlsx taken to pieces: cells, texts, styles, drawings."""
