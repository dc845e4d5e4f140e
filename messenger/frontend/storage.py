"""Static files with a hash in their name, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the url() of style sheets only.

    Modules keep their readable imports: the import map of the page leads each to its hashed
    file. Vendor source maps are not shipped, so `sourceMappingURL` must stay alone.
    """

    patterns = tuple(pattern for pattern in CompressedManifestStaticFilesStorage.patterns if pattern[0] == "*.css")
