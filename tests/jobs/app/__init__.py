"""An app that has nothing but work to do."""
