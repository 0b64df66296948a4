"""What a person reads in the console, and what another program reads as JSON."""
