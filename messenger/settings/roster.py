"""People by lists: sheets that are taken in, transfers, and the page of those who wait for their account."""

from messenger import env

IMPORT_MAX_BYTES = env.integer("IMPORT_MAX_BYTES", 5 * 2**20, least=1024)  # of a sheet, as it is uploaded
IMPORT_MAX_UNPACKED_BYTES = env.integer("IMPORT_MAX_UNPACKED_BYTES", 32 * 2**20, least=1024)  # an XLSX is a ZIP
IMPORT_MAX_ROWS = env.integer("IMPORT_MAX_ROWS", 10_000, least=1)
IMPORT_MAX_CELLS = env.integer("IMPORT_MAX_CELLS", 300_000, least=1)
IMPORT_PLAN_SECONDS = env.integer("IMPORT_PLAN_SECONDS", 86_400, least=60)  # a plan that nobody applied
TRANSFER_DAYS = env.integer("TRANSFER_DAYS", 400, least=1)  # how far ahead, or back, an order may lie
PENDING_PAGE_SECONDS = env.integer("PENDING_PAGE_SECONDS", 1800, least=60)  # without another look or sign-in
