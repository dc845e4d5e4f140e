"""How the server writes its log: one JSON object a line, on stderr."""

from typing import Any

import structlog


def config(level: str) -> dict[str, Any]:
    """The `dictConfig` of Python's logging, with everything from `level` on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.contextvars.merge_contextvars,
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},  # scanners, all day
            "axes": {"level": "ERROR"},  # the audit log has every failed sign-in
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
