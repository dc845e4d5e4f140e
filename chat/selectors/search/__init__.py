"""Finding messages, files and rooms the actor may see (contract 8, decision 0021)."""

from chat.selectors.search.names import found_rooms, name_places
from chat.selectors.search.pages import Mark, Page, texts_page
from chat.selectors.search.texts import Wanted
from chat.selectors.search.wording import Reading, readings

__all__ = ["Mark", "Page", "Reading", "Wanted", "found_rooms", "name_places", "readings", "texts_page"]
