"""The embedded store: files in a directory."""
