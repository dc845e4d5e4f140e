"""Where the house stands: what all the other settings look at first."""

from pathlib import Path

from messenger import env

BASE_DIR = env.BASE_DIR
PRODUCTION = env.text("MESSENGER_ENV", "development", ("development", "production")) == "production"
DEBUG = False  # a stack trace never reaches a person, not even in development
PRODUCT_NAME = env.text("PRODUCT_NAME", "Maru")
DATA_DIR = Path(env.text("MESSENGER_DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
SECRET_KEY = env.secret_key(DATA_DIR / "secret_key", required=PRODUCTION)
