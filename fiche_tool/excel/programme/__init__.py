"""programme.xlsx: its sheets declared once, read and written."""
