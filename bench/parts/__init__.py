"""One module a part of the bench: `run(plan)` yields the rows it measured."""
