"""What stands between the server and Django: limits and turns."""
