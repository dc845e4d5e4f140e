"""Pages for auditors: the log, its reviews, and disclosure."""
