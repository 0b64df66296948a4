"""The cells of any workbook, whatever its format, read under limits."""
