"""Refusals of files (contract 6)."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Forbidden, NotFound, TooLarge


class UploadNotFound(NotFound):
    text = _("There is no such upload.")


class AttachmentNotFound(NotFound):
    text = _("There is no such file.")


class FileTooLarge(TooLarge):
    text = _("The file is larger than allowed.")


class QuotaFull(Forbidden):
    text = _("There is no room left for this file.")


class ScanPending(Forbidden):
    text = _("The file is still being scanned.")


class Infected(Forbidden):
    text = _("The file was blocked by the virus scan.")


class ReasonRequired(Forbidden):
    text = _("Please say why you download this file.")
