"""People's photos (decision 0038)."""

from messenger import env

PHOTOS_BY = env.text("PHOTOS_BY", "people", ("people", "directory"))  # who says how somebody looks; a policy
PHOTO_MAX_BYTES = env.integer("PHOTO_MAX_BYTES", 5 * 2**20, least=1024)  # of a picture that a photo is made of
PHOTO_MAX_PIXELS = env.integer("PHOTO_MAX_PIXELS", 40_000_000, least=4096, most=50_000_000)
PHOTO_PIXELS = env.integer("PHOTO_PIXELS", 256, least=64, most=1024)  # a side of the square that is shown
PHOTO_PATIENCE = env.integer("PHOTO_PATIENCE", 3, most=30)  # seconds that an upload waits for its turn to be drawn
LDAP_PHOTOS_AT_ONCE = env.integer("LDAP_PHOTOS_AT_ONCE", 500, least=1)  # new ones in a run; the rest with the next
LDAP_PHOTO_PAGE = env.integer("LDAP_PHOTO_PAGE", 20, least=1, most=500)  # entries at a time: they are large
