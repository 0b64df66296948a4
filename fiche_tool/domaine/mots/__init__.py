"""Words, numbers, days and codes as people type them, parsed once at the door."""
