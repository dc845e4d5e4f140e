"""The order "best first": how well a text fits what is looked for."""

import math

from chat.selectors.search.texts import Found
from chat.selectors.search.wording import Reading
from messenger.core import grams

AMONG = 200  # the newest so many hits are put in order; older ones follow by time


def best_first(found: list[Found], reading: Reading) -> list[Found]:
    """Words that stand alone or begin one, texts that say it early and say little else; the newer of two equal ones."""
    newest = sorted(found, key=lambda one: one.place, reverse=True)
    ages = {one.place: age for age, one in enumerate(newest)}
    return sorted(found, key=lambda one: -_score(one.head, reading) + ages[one.place] / AMONG)


def _score(text: str, reading: Reading) -> float:
    where = grams.bare(text) if reading.loose else text
    return sum(_fit(where, term) for term in reading.terms) + 2 / math.log2(4 + len(text))


def _fit(text: str, term: str) -> float:
    at = text.find(term)
    if at < 0:  # beyond the head of a long text
        return 0.0
    begins = at == 0 or not text[at - 1].isalnum()
    end = at + len(term)
    ends = end == len(text) or not text[end].isalnum()
    return 1.0 + begins + 0.5 * (begins and ends) + 1 / (2 + at / 20)
