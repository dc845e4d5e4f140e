"""The virus scanner behind one interface."""
