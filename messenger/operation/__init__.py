"""What the people who run this installation look at (contract 9)."""
