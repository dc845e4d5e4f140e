"""Background work: a row first, then a doorbell (docs/decisions/0015)."""
