"""How many cases each of the large tests tried; told at the end of the run."""

from collections import Counter

COUNTED: Counter[str] = Counter()
