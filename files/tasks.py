"""What the workers do for files: the jobs by their kinds. Doors only; the services do the work."""
