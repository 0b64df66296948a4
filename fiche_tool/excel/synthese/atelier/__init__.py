"""What the sheets of the synthesis share: the workbook being written, tables by column, cells, links and formulas."""
