"""A page of hits: what was typed first, then what it would have been on the other keyboard."""

from dataclasses import dataclass, field

from accounts.models import User
from chat.selectors.search.ranking import AMONG, best_first
from chat.selectors.search.shown import Hit, hits_of
from chat.selectors.search.texts import Found, Place, Texts, Wanted
from chat.selectors.search.wording import Reading


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list goes on: in which reading, and there after so many of the best, or beyond a place."""

    reading: int = 0
    best: int = 0
    after: Place | None = None


@dataclass(slots=True)
class Page:
    """`hits`, the `mark` of the next page, and what else was looked for and found."""

    hits: list[Hit] = field(default_factory=list)
    mark: Mark | None = None
    also: list[str] = field(default_factory=list)


def texts_page(
    actor: User, readings: list[Reading], wanted: Wanted, *, best: bool = False, mark: Mark | None = None, limit: int
) -> Page:
    """A page of messages and files the actor may see."""
    texts, page, mark = Texts(actor, wanted), Page(), mark or Mark()
    for number, reading in enumerate(readings):
        if number < mark.reading:
            continue
        here = mark if number == mark.reading else Mark(number)
        listed = _Listed(texts, reading, readings[:number])
        room = limit - len(page.hits)
        found = listed.best(here, room + 1) if best else listed.newest(here.after, room + 1)
        hits = hits_of(actor, found[:room], reading)
        page.hits += hits
        if number and hits:
            page.also.append(reading.shown)
        if len(found) > room:
            page.mark = _next(here, found[room - 1], room, best=best) if room else here
            return page
    return page


def _next(here: Mark, last: Found, shown: int, *, best: bool) -> Mark:
    if best and here.after is None and here.best + shown <= AMONG:
        return Mark(here.reading, here.best + shown)
    return Mark(here.reading, here.best, last.place)


class _Listed:
    """The hits of one reading, in one of the two orders."""

    def __init__(self, texts: Texts, reading: Reading, earlier: list[Reading]) -> None:
        self._texts, self._reading, self._earlier = texts, reading, earlier

    def newest(self, after: Place | None, limit: int) -> list[Found]:
        return self._texts.newest(self._reading, after=after, limit=limit, without=self._earlier)

    def best(self, here: Mark, limit: int) -> list[Found]:
        """The best of the newest hits; when they have been shown, the older ones."""
        if here.after is not None:
            return self.newest(here.after, limit)
        newest = self.newest(None, AMONG)
        found = best_first(newest, self._reading)[here.best : here.best + limit]
        if len(newest) == AMONG and len(found) < limit:
            found += self.newest(newest[-1].place, limit - len(found))
        return found
