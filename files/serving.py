"""Answers with the bytes of a file. (STORE writes this.)"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase


def answer(request: HttpRequest, *, key: str, filename: str, mime: str, inline: bool = False) -> HttpResponseBase:
    """The bytes under `key`."""
    raise NotImplementedError
