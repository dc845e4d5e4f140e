"""Writes: the rule, the row, the audit entry, the event. Every door calls these."""
