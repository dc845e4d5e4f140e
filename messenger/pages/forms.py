"""The forms of the pages. They give shape to what was typed; the rules are the services'."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import preferences
from messenger.core.errors import Invalid

SETTINGS: dict[str, list[tuple[str, Any]]] = {
    "theme": [("system", _("Same as the device")), ("light", _("Light")), ("dark", _("Dark"))],
    "language": [("ko", "한국어"), ("en", "English")],
    "textSize": [
        ("small", _("Small")),
        ("normal", _("Normal")),
        ("large", _("Large")),
        ("xlarge", _("Very large")),
    ],
    "sendKey": [("enter", _("Enter sends, Shift+Enter starts a new line")), ("ctrlEnter", _("Ctrl+Enter sends"))],
}


class PageForm(forms.Form):
    """Tells screen readers which field is wrong and why, and takes a service's refusal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Invalid, **renamed: str) -> None:
        """Put the texts of `refusal` beside the fields they are about; `renamed` maps wire name -> field."""
        for name, texts in refusal.details.items():
            field = renamed.get(name, name)
            self.add_error(field if field in self.fields else None, [str(text) for text in texts])
        if not self.errors:
            self.add_error(None, str(refusal.text))

    def mark(self) -> None:
        """Point wrong fields at their error text, and put the cursor into the first."""
        wrong = [name for name in self.fields if name in self.errors]
        for name in wrong:
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}
        if wrong:
            for field in self.fields.values():
                field.widget.attrs.pop("autofocus", None)
            self.fields[wrong[0]].widget.attrs["autofocus"] = True


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class SignInForm(PageForm):
    username = forms.CharField(
        label=_("Employee number or login"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(label=_("Password"), max_length=256, strip=False, widget=_password("current-password"))
    remember = forms.BooleanField(label=_("Stay signed in on this device"), required=False)


def _code(**attributes: str) -> forms.TextInput:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", **attributes}
    return forms.TextInput(attrs=attrs)


class CodeForm(PageForm):
    """A code of the authenticator. Not `type=number`: a code is no amount, and its zeros count."""

    otp = forms.CharField(
        label=_("Six-digit code"),
        max_length=32,
        widget=_code(inputmode="numeric", autofocus="autofocus", **{"class": "code"}),
    )
    known = forms.BooleanField(label=_("Do not ask for a code in this browser"), required=False)


class RecoveryCodeForm(CodeForm):
    otp = forms.CharField(
        label=_("Recovery code"), max_length=32, widget=_code(autofocus="autofocus", **{"class": "code"})
    )


class ProofForm(PageForm):
    """The password once more."""

    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class EndSecondFactorForm(PageForm):
    password = forms.CharField(label=_("Password"), max_length=256, strip=False, widget=_password("current-password"))
    otp = forms.CharField(
        label=_("Six-digit code"), max_length=32, widget=_code(inputmode="numeric", **{"class": "code"})
    )


class PasswordForm(PageForm):
    current = forms.CharField(
        label=_("Current password"), max_length=256, strip=False, widget=_password("current-password")
    )
    new = forms.CharField(label=_("New password"), max_length=256, strip=False, widget=_password("new-password"))
    again = forms.CharField(
        label=_("New password again"), max_length=256, strip=False, widget=_password("new-password")
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("new") and found.get("again") and found["new"] != found["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return found


class RegisterForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    employee_no = forms.CharField(
        label=_("Employee number"), help_text=_("If you have one already."), max_length=32, required=False
    )
    username = forms.CharField(
        label=_("Login"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters, not a common word and not like the login."),
        max_length=256,
        strip=False,
        widget=_password("new-password"),
    )
    again = forms.CharField(label=_("Password again"), max_length=256, strip=False, widget=_password("new-password"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return found


_SWITCHES = ("notificationSound", "desktopNotifications", "notificationPreviews", "askLate")
_CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
DAYS = [
    (1, pgettext_lazy("day", "Mon")),
    (2, pgettext_lazy("day", "Tue")),
    (3, pgettext_lazy("day", "Wed")),
    (4, pgettext_lazy("day", "Thu")),
    (5, pgettext_lazy("day", "Fri")),
    (6, pgettext_lazy("day", "Sat")),
    (7, pgettext_lazy("day", "Sun")),
]


def _radio(name: str, label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=SETTINGS[name], widget=forms.RadioSelect)


class SettingsForm(PageForm):
    """Field names are those of `preferences` on the wire."""

    theme = _radio("theme", _("Theme"))
    language = _radio("language", _("Language"))
    textSize = _radio("textSize", _("Text size"))
    sendKey = _radio("sendKey", _("Sending"))
    askLate = forms.BooleanField(label=_("Outside working hours, offer to send in the morning"), required=False)
    notificationSound = forms.BooleanField(label=_("Play a sound for new messages"), required=False)
    desktopNotifications = forms.BooleanField(
        label=_("Show a notification of the system while the messenger is open"), required=False
    )
    notificationPreviews = forms.BooleanField(label=_("Show who wrote what in notifications"), required=False)
    quietEnabled = forms.BooleanField(label=_("Let nothing disturb me at these times"), required=False)
    quietFrom = forms.TimeField(label=_("From"), required=False, widget=_CLOCK)
    quietUntil = forms.TimeField(label=_("Until"), required=False, widget=_CLOCK)
    quietDays = forms.TypedMultipleChoiceField(
        label=_("Beginning on"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    keywords = forms.CharField(
        label=_("Keywords"),
        help_text=_("A message with one of these words calls you like a mention. Commas stand between them."),
        max_length=700,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @classmethod
    def showing(cls, chosen: dict[str, Any]) -> "SettingsForm":
        """The form with what somebody has chosen."""
        quiet = chosen["quietHours"]
        return cls(
            initial={
                **chosen,
                "quietEnabled": quiet["enabled"],
                "quietFrom": quiet["from"],
                "quietUntil": quiet["until"],
                "quietDays": quiet["days"],
                "keywords": ", ".join(chosen["notificationKeywords"]),
            }
        )

    @property
    def preferences(self) -> dict[str, Any]:
        """What was chosen, as it goes over the wire; hours that were left open are the usual ones."""
        chosen = self.cleaned_data
        quiet = {"enabled": chosen["quietEnabled"], "days": chosen["quietDays"]}
        for name, usual in (("from", preferences.QUIET_HOURS["from"]), ("until", preferences.QUIET_HOURS["until"])):
            typed = chosen[f"quiet{name.title()}"]
            quiet[name] = typed.strftime("%H:%M") if typed else usual
        words = [word.strip() for word in chosen["keywords"].split(",")]
        return {
            **{name: chosen[name] for name in (*SETTINGS, *_SWITCHES)},
            "quietHours": quiet,
            "notificationKeywords": [word for word in words if word],
        }


class DeviceForm(forms.Form):
    """Which device to sign out: one, or all but this one."""

    device = forms.CharField(required=False)

    def clean_device(self) -> uuid.UUID | None:
        raw = self.cleaned_data["device"]
        try:
            return uuid.UUID(raw) if raw else None
        except ValueError as error:
            raise forms.ValidationError("no id") from error
