"""A plain LIKE, for patterns that bring their own wildcards."""

from typing import Any

from django.db.models import Lookup, TextField


@TextField.register_lookup
class Like(Lookup):
    """`search_text__like="%…%"`: `_` and `%` are wildcards."""

    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", [*left_params, *right_params]
