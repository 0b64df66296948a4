"""The only floor that knows workbooks: packages, cells, forms, the programme and the synthesis."""
