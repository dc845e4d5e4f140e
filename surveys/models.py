"""Surveys, whom they are for, and what was answered (contract 7, decision 0023).

Whoever reads these tables must not find out who gave which answer to an anonymous survey. That somebody
took part stands in `Target.answered`, without a moment. What they answered lies in an `Envelope` that only
the key outside the database opens, until the survey closes; then the figures of all envelopes are in
`Count`, and the envelopes are gone. An anonymous answer has no row of its own, ever.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OrgUnit
from messenger.core.models import UUIDModel


class State(models.TextChoices):
    """Where a survey stands, by its times (contract 12)."""

    DRAFT = "DRAFT", _("in preparation")
    OPEN = "OPEN", _("open")
    CLOSED = "CLOSED", _("closed")


class Survey(UUIDModel):
    """Questions to people. Its row is the lock under which it opens, takes answers and closes.

    Nobody but its author sees it before `published_at`. `opened_at` says that its people were written down
    and told; `counted_at`, that it closed and its figures are final. `threshold` and `text_threshold` are what
    was promised to those who answered, whatever the settings say later.
    """

    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    is_anonymous = models.BooleanField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    target_unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")  # null: everybody
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    threshold = models.PositiveSmallIntegerField()
    text_threshold = models.PositiveSmallIntegerField()
    shared_with = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=True) | Q(closes_at__gte=F("opens_at")),
                name="survey_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(opens_at__isnull=False), name="survey_published_opens"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "id"], name="survey_latest"),
            models.Index(fields=["opens_at"], name="survey_opens", condition=Q(opened_at__isnull=True)),
            models.Index(fields=["closes_at"], name="survey_closes", condition=Q(counted_at__isnull=True)),
        ]

    @property
    def state(self) -> State:
        """As its times say now."""
        now = timezone.now()
        if self.published_at is None or self.opens_at is None or now < self.opens_at:
            return State.DRAFT
        return State.OPEN if self.closes_at is None or now < self.closes_at else State.CLOSED


class Question(UUIDModel):
    """One question; its type says what an answer is."""

    class Type(models.TextChoices):
        SINGLE = "SINGLE", _("one choice")
        MULTI = "MULTI", _("several choices")
        TEXT = "TEXT", _("free text")
        SCALE = "SCALE", _("scale")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    order_no = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=6, choices=Type)
    prompt = models.TextField(blank=True)
    required = models.BooleanField()
    scale_min = models.SmallIntegerField(null=True)
    scale_max = models.SmallIntegerField(null=True)

    class Meta:
        ordering = ["order_no"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "order_no"], name="question_has_its_place"),
            models.CheckConstraint(
                condition=Q(type="SCALE", scale_min__isnull=False, scale_max__gt=F("scale_min"))
                | (~Q(type="SCALE") & Q(scale_min__isnull=True, scale_max__isnull=True)),
                name="question_scale_has_ends",
            ),
        ]


class Choice(UUIDModel):
    """What may be chosen."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    order_no = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["order_no"]
        constraints = [models.UniqueConstraint(fields=["question", "order_no"], name="choice_has_its_place")]


class Target(models.Model):
    """Somebody who may answer: written down when the survey opens, with the department they are in then.

    `answered` is all that says that they did. There is no moment on purpose, and no key of an answer.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="targets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.SET_NULL, null=True, related_name="+")
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "user"], name="one_target_a_person")]
        indexes = [models.Index(fields=["user", "answered"], name="target_to_answer")]


class Response(UUIDModel):
    """What somebody answered to a survey that is not anonymous.

    `answers`: `{question id: {"choices": [choice id]} | {"text": str} | {"scale": int}}`.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "user"], name="one_response_a_person")]


class Envelope(UUIDModel):
    """An anonymous response until the survey closes: sealed, and as long as any other of its survey."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="envelopes")
    sealed = models.BinaryField()


class Count(models.Model):
    """The figures of an anonymous survey: of everybody, when it has closed also of departments that may be shown.

    `figures` is what `selectors.results` gives out, texts in an order drawn by lot. What may not be shown is not kept.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="counts")
    unit = models.ForeignKey(OrgUnit, models.CASCADE, null=True, related_name="+")  # null: everybody
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit"], name="counted_once_a_unit"),
            models.UniqueConstraint(fields=["survey"], condition=Q(unit__isnull=True), name="counted_once"),
        ]
