"""Who is woken, for what, with which words: the way from a message to a device, with a service that is played."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts import services as accounts
from accounts.models import DeviceSession, User
from chat.models import PushDue, PushToken, Room
from chat.services import editing, following, members, moments, push_tokens, pushing, reading, waking
from chat.services.notifying import notify
from messenger.core import jobs, push
from messenger.core.models import Job
from tests.chat.doors import Rest
from tests.notifications.conftest import Say

pytestmark = pytest.mark.django_db
IOS = "b2" * 32


@pytest.fixture(autouse=True)
def _on(settings: Any) -> None:
    settings.PUSH_APNS_KEY = settings.PUSH_APNS_KEY_ID = settings.PUSH_APNS_TEAM_ID = settings.PUSH_APNS_TOPIC = "x"
    settings.PUSH_WAIT_SECONDS = 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> "Sent":
    """What the service got; it answers as `sent.answers[token]` says, else that it has it."""
    found = Sent()
    monkeypatch.setattr(push, "send", found.take)
    return found


class Sent(list[tuple[str, push.Push]]):
    """Pushes by token."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, push.Outcome] = {}

    def take(self, _platform: str, token: str, notice: push.Push) -> push.Outcome:
        self.append((token, notice))
        return self.answers.get(token, push.Delivered())

    @property
    def bodies(self) -> list[str]:
        return [notice.body for _token, notice in self]


@pytest.fixture
def phone() -> Callable[..., PushToken]:
    """`phone(bob)`: a phone of his that can be woken."""

    def make(user: User, token: str = IOS) -> PushToken:
        device = accounts.open_device_session(user, device_name="phone").session
        return push_tokens.add_token(actor=user, device=device, platform="IOS", token=token)[0]

    return make


def settle() -> None:
    """Let the followers, the clock and the workers do what there is to do."""
    following.catch_up(only="notify")
    moments.ask_for_due()
    jobs.run_all()


def test_a_burst_is_one_push_with_the_newest_and_the_badge(
    alice: User, bob: User, room: Room, say: Say, sent: Sent, phone: Any
) -> None:
    phone(bob)
    for n in range(5):
        last = say(alice, f"{n}번째")
    settle()
    ((token, notice),) = sent
    assert (token, notice.title, notice.body) == (IOS, f"{alice.profile.name} · 회의실", "4번째")
    assert notice.badge == 5
    assert notice.data == {"type": "MESSAGE", "roomId": str(room.pk), "messageId": str(last)}
    settle()
    assert len(sent) == 1
    assert not PushDue.objects.exists()
    assert PushToken.objects.get().used_at is not None


def test_the_sender_the_outsider_and_who_has_no_device_are_not_woken(
    alice: User, bob: User, charlie: User, say: Say, sent: Sent, phone: Any
) -> None:
    phone(alice, "c3" * 32)
    phone(charlie, "d4" * 32)
    say(alice, "안녕하세요")
    settle()
    assert sent == []
    assert not Job.objects.filter(kind=waking.WAKE).exists()


def test_who_reads_it_in_time_is_left_alone(
    alice: User, bob: User, room: Room, say: Say, sent: Sent, phone: Any, settings: Any
) -> None:
    settings.PUSH_WAIT_SECONDS = 60
    phone(bob)
    message = say(alice, "읽을 거예요")
    settle()
    assert sent == []  # not yet
    reading.mark_read(actor=bob, room_id=room.pk, message_id=message)
    PushDue.objects.update(due_at=timezone.now())
    settle()
    assert (sent, PushDue.objects.count()) == ([], 0)


def _delete(w: Any) -> None:
    editing.delete_message(actor=w["alice"], message_id=w["message"])


def _remove(w: Any) -> None:
    members.remove_member(actor=w["bob"], room_id=w["room"].pk, user_id=w["dana"].pk)


def _mute(w: Any) -> None:
    members.change_my_place(actor=w["dana"], room_id=w["room"].pk, notify_level="NOTHING")


def _quiet(w: Any) -> None:
    hours = {"enabled": True, "from": "00:00", "until": "00:00", "days": [1, 2, 3, 4, 5, 6, 7]}
    accounts.update_me(actor=w["dana"], preferences={"quietHours": hours})


def _disable(w: Any) -> None:
    accounts.disable_user(actor=None, user_id=w["dana"].pk)


def _sign_out(w: Any) -> None:
    accounts.revoke_device(actor=w["dana"], session_id=PushToken.objects.get().device_id)


def _too_late(w: Any) -> None:
    PushDue.objects.update(asked_at=timezone.now() - dt.timedelta(days=1))


def _expire(w: Any) -> None:
    DeviceSession.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize("type", ["plain", "mention"])
@pytest.mark.parametrize("then", [_delete, _remove, _mute, _quiet, _disable, _sign_out, _too_late, _expire])
def test_what_changed_meanwhile_holds_when_it_is_sent(
    alice: User, bob: User, dana: User, room: Room, say: Say, sent: Sent, phone: Any, then: Any, type: str
) -> None:
    phone(dana)
    message = say(alice, "하나 님", mentions=(dana.pk,) if type == "mention" else ())
    following.catch_up(only="notify")
    assert PushDue.objects.count() == 1
    then({"alice": alice, "bob": bob, "dana": dana, "room": room, "message": message})
    moments.ask_for_due()
    jobs.run_all()
    assert (sent, PushDue.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("level", "bodies"),
    [("ALL", ["평범한 말", "[멘션] 준호 님"]), ("MENTIONS", ["[멘션] 준호 님"]), ("NOTHING", [])],
)
def test_a_level_wakes_as_it_says(
    alice: User, bob: User, room: Room, say: Say, sent: Sent, phone: Any, level: str, bodies: list[str]
) -> None:
    phone(bob)
    members.change_my_place(actor=bob, room_id=room.pk, notify_level=level)
    say(alice, "평범한 말")
    say(alice, "준호 님", mentions=(bob.pk,))
    settle()
    assert sorted(sent.bodies) == sorted(bodies)


@pytest.mark.parametrize("who", ["person", "company"])
def test_without_a_preview_nothing_is_said(
    alice: User, bob: User, room: Room, say: Say, sent: Sent, phone: Any, who: str, settings: Any, prefer: Any
) -> None:
    if who == "person":
        prefer(bob, notificationPreviews=False)
    else:
        settings.NOTIFICATION_PREVIEWS = False
    phone(bob)
    say(alice, "연봉 협상 건입니다")
    notify([bob.pk], "SURVEY", text="퇴사 이유 설문", target={"kind": "survey", "id": "s1"})
    settle()
    for _token, notice in sent:
        said = f"{notice.title} {notice.body} {notice.thread} {notice.collapse}"
        assert not any(word in said for word in ("연봉", "퇴사", alice.profile.name, "회의실"))
    assert {notice.title for _token, notice in sent} == {settings.PRODUCT_NAME}
    assert len(sent) == 2


def test_a_dead_device_is_asked_no_more_and_the_others_go_on(
    alice: User, bob: User, say: Say, sent: Sent, phone: Any
) -> None:
    dead, alive = phone(bob, "e5" * 32), phone(bob, "f6" * 32)
    sent.answers[dead.token] = push.TokenDead("Unregistered")
    say(alice, "하나")
    settle()
    say(alice, "둘")
    settle()
    assert [token for token, _notice in sent] == [dead.token, alive.token, alive.token]
    shown = {row["pushTokenId"]: row["disabledReason"] for row in Rest(bob).get("push-tokens").body["results"]}
    assert shown == {str(dead.pk): "Unregistered", str(alive.pk): ""}
    phone(bob, dead.token)  # signed up again: it works again
    assert PushToken.objects.get(pk=dead.pk).disabled_at is None


def test_a_service_that_asks_for_time_gets_it(alice: User, bob: User, say: Say, sent: Sent, phone: Any) -> None:
    token = phone(bob).token
    sent.answers[token] = push.TryLater("TooManyRequests", 120)
    say(alice, "안녕하세요")
    settle()
    settle()
    assert len(sent) == 1
    due = PushDue.objects.get()
    assert 110 < (due.due_at - timezone.now()).total_seconds() <= 120
    PushDue.objects.update(due_at=timezone.now())
    del sent.answers[token]
    settle()
    assert (len(sent), PushDue.objects.count()) == (2, 0)


def test_a_silent_service_is_tried_again_and_who_has_it_gets_it_once(
    alice: User, bob: User, say: Say, sent: Sent, phone: Any
) -> None:
    good, bad = phone(bob, "a7" * 32), phone(bob, "a8" * 32)
    sent.answers[bad.token] = push.TryLater("TIMEOUT")
    say(alice, "안녕하세요")
    settle()
    job = Job.objects.get(kind=waking.WAKE)
    assert (job.state, job.cause, job.waiting_for) == (Job.State.QUEUED, "DEPENDENCY_DOWN", "push service")
    del sent.answers[bad.token]
    jobs.run_all(later=True)
    assert [token for token, _notice in sent] == [good.token, bad.token, bad.token]
    assert not PushDue.objects.exists()


def test_a_worker_that_is_killed_wakes_nobody_twice_who_has_it(
    alice: User, bob: User, say: Say, sent: Sent, phone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone(bob, "a7" * 32)
    phone(bob, "a8" * 32)
    say(alice, "안녕하세요")
    following.catch_up(only="notify")
    real = pushing._send
    calls: list[int] = []

    def killed(*args: Any) -> tuple[int, str]:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(pushing, "_send", killed)
    run = _Run()
    with pytest.raises(KeyboardInterrupt):
        pushing.push_to(run, bob.pk)  # type: ignore[arg-type]
    monkeypatch.setattr(pushing, "_send", real)
    moments.ask_for_due()
    jobs.run_all()
    assert sorted(token for token, _notice in sent) == ["a7" * 32, "a8" * 32]


class _Run:
    def step(self) -> None: ...


def test_what_comes_while_it_is_sent_is_not_lost(
    alice: User, bob: User, say: Say, sent: Sent, phone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone(bob)
    say(alice, "하나")
    following.catch_up(only="notify")
    real = pushing._send

    def meanwhile(*args: Any) -> tuple[int, str]:
        found = real(*args)
        monkeypatch.setattr(pushing, "_send", real)
        say(alice, "둘")
        following.catch_up(only="notify")
        return found

    monkeypatch.setattr(pushing, "_send", meanwhile)
    moments.ask_for_due()
    jobs.run_all()
    settle()
    assert sent.bodies == ["하나", "둘"]


def test_nothing_waits_while_no_service_is_configured(
    alice: User, bob: User, say: Say, sent: Sent, phone: Any, settings: Any
) -> None:
    phone(bob)
    settings.PUSH_APNS_KEY = ""
    say(alice, "안녕하세요")
    settle()
    assert (sent, PushDue.objects.count()) == ([], 0)


def test_the_same_device_is_one_row_and_belongs_to_who_signed_in_last(alice: User, bob: User, phone: Any) -> None:
    first, second = phone(alice), phone(bob, IOS.upper())
    assert first.pk == second.pk
    assert PushToken.objects.get().user_id == bob.pk
    assert Rest(alice).get("push-tokens").body["results"] == []


def test_the_door_takes_tells_and_forgets_devices(alice: User, charlie: User, settings: Any) -> None:
    settings.MAX_PUSH_TOKENS = 2
    me = Rest(alice)
    made = [me.post("push-tokens", {"platform": "IOS", "token": f"{n}f" * 32}) for n in (1, 2, 3)]
    assert [answer.status for answer in made] == [201, 201, 201]
    assert me.post("push-tokens", {"platform": "IOS", "token": "3f" * 32}).status == 200
    listed = me.get("push-tokens").body["results"]
    assert len(listed) == 2  # the one silent for longest gave way
    assert "3f3f" not in str(listed)
    kept = listed[0]["pushTokenId"]
    assert Rest(charlie).call("DELETE", f"push-tokens/{kept}").status == 404
    assert me.call("DELETE", f"push-tokens/{kept}").status == 204
    for body in (
        {"platform": "IOS", "token": "x"},
        {"platform": "WEB", "token": "{}"},
        {"platform": "TV", "token": "x"},
    ):
        assert me.post("push-tokens", body).status == 400
    states = {row["platform"]: row for row in me.get("push-providers").body["results"]}
    assert (states["IOS"]["enabled"], states["IOS"]["reason"]) == (True, "")
    assert not states["WEB"]["enabled"]
    assert "푸시 서비스에 연결되어 있지 않아" in states["WEB"]["reason"]


def test_devices_that_are_signed_in_no_more_are_forgotten(alice: User, phone: Any) -> None:
    token = phone(alice)
    accounts.revoke_device(actor=alice, session_id=token.device_id)
    assert push_tokens.forget_ended() == 1
