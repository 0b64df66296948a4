"""What the readers of workbooks take apart: cells, strings, styles, strikes, drawings, under limits."""
