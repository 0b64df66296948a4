"""The pure floor: what a PST is and what may be said of it. No file, no clock, no workbook library."""
