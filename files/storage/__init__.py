"""Where the bytes lie: on disk, or in an S3 store (decision 0016). `store()` is the one in use."""

from functools import cache

from django.conf import settings

from files.storage.base import Part, Stat, Store, StoreDown, StoreFull, Url

__all__ = ["Part", "Stat", "Store", "StoreDown", "StoreFull", "Url", "store"]


@cache
def store() -> Store:
    """The store of this installation."""
    if settings.FILES_ON_S3:
        from files.storage.s3 import S3Store

        return S3Store()
    from files.storage.disk import DiskStore

    return DiskStore(settings.FILES_DIR)
