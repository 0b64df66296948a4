"""What every workbook the tool draws shares: its look, the measure of its texts."""
