"""People as a list from outside says they are: a directory or a sheet. Read, planned, looked at, applied."""
