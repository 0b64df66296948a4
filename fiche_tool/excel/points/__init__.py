"""« Points à trancher.xlsx »: what waits for a decision, drawn for whoever decides, and read again once filled in."""
