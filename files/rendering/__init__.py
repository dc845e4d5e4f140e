"""Small pictures of people's files, drawn in a child process without rights (decision 0018)."""

from files.rendering.documents import NotADocument
from files.rendering.pictures import DRAWN, NotAPicture, NotFenced, Picture, draw, picture_of

__all__ = ["DRAWN", "NotADocument", "NotAPicture", "NotFenced", "Picture", "draw", "picture_of"]
