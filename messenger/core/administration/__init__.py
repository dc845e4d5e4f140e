"""The office's own administration: Django's admin, behind our doors, over our services (decision 0035)."""

from messenger.core.administration.desk import Desk, DeskForm, Rows, moment
from messenger.core.administration.filters import Choice
from messenger.core.administration.site import Administration, office

__all__ = ["Administration", "Choice", "Desk", "DeskForm", "Rows", "moment", "office"]
