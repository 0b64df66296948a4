"""The folder of a PST as values: its places, its programme, what came back, what goes out again."""
