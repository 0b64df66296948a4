"""What may be said of an input: anomalies as values, each code with its sentence; and what stops the tool."""
