"""The rules: predicate, sentence and live formula of each in one place."""
