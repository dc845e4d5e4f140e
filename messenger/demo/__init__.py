"""A Korean company to try the messenger with: made by `manage.py seed_demo`."""
