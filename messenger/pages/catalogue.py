"""The translations of the browser's modules, embedded into the page as JSON."""

import gettext
from functools import cache

from django.conf import settings

Catalogue = dict[str, str | list[str]]


@cache
def catalogue(language: str) -> Catalogue:
    """`{msgid: text, or its plural forms}` of djangojs.mo; empty for English, whose msgids are the texts."""
    found = gettext.translation("djangojs", settings.LOCALE_PATHS[0], [language], fallback=True)
    texts: Catalogue = {}
    for key, text in sorted(getattr(found, "_catalog", {}).items(), key=str):
        if isinstance(key, tuple):
            forms = texts.setdefault(key[0], [])
            if isinstance(forms, list):
                forms.append(text)
        elif key:
            texts[key] = text
    return texts
