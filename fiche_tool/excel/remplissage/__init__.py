"""Filling a workbook losslessly: the cells asked for change, every other byte stays."""
