"""The secretary's window: her whole month by clicks and drops, on a local page of the browser; a door, like the CLI."""
