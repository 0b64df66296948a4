"""What the document of a PST is made of: lines, tables, the labels of both; no file, no format."""
