"""What a file is and how much it may cost: signatures, packages, envelopes, bounded children."""
