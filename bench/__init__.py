"""Measures the goals of docs/performance.md against floors taken in the same run: `make bench`."""
