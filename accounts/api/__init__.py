"""REST: sign-in, devices, oneself, people (contract sections 2 and 3)."""
