"""Filters of lists that are more than a column's values."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest


class Choice(SimpleListFilter):
    """A few named choices; `narrowed` says what each leaves. What is none of them leaves everything."""

    choices_of: dict[str, Any] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.choices_of.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return self.narrowed(queryset, chosen) if chosen in self.choices_of else queryset

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        """The rows that this choice leaves."""
        raise NotImplementedError
