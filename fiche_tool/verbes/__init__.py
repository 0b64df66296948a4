"""One verb, one file: what the tool does. Verbs share what lies below them, never each other."""
