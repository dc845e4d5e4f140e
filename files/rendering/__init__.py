"""Pictures of files, made in a child process with limits."""
