"""Reads. Each takes the actor first and returns what they may see, or raises `NotFound`."""
