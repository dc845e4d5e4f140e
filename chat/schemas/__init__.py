"""Wire shapes: what the contract's sections 4, 5 and 12 show, made in one place for REST and events."""
