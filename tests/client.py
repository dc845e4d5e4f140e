"""A JSON client that is signed in, for tests."""

import json
import warnings
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from accounts.models import DeviceSession, User
from accounts.services import open_device_session
from accounts.tokens import mint_access

BASE = "/api/v1"


class Api:
    """Calls the API as `user`. Paths begin behind `/api/v1`; answers are Django's, with `.json()`."""

    def __init__(self, user: User | None, device_name: str = "test") -> None:
        self.user = user
        self.session: DeviceSession | None = None
        self.token = ""
        self.device_token = ""
        self._client = Client(raise_request_exception=False)
        if user is not None:
            signed_in = open_device_session(user, device_name=device_name)
            self.session = signed_in.session
            self.device_token = signed_in.token
            self.token = mint_access(signed_in.session.pk).token

    @property
    def headers(self) -> dict[str, str]:
        """What signs a request or a socket in."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def request(self, method: str, path: str, body: Any = None, **extra: Any) -> Any:
        """Any method; `body` goes out as JSON, bytes and strings as they are."""
        headers = {**self.headers, **extra.pop("headers", {})}
        url = path if path.startswith(BASE) else BASE + path
        if body is None:
            return whole(self._client.generic(method, url, headers=headers, **extra))
        raw = body if isinstance(body, bytes | str) else wire_json(body)
        extra.setdefault("content_type", "application/json")
        return whole(self._client.generic(method, url, raw, headers=headers, **extra))

    def get(self, path: str, **query: Any) -> Any:
        return whole(self._client.get(path if path.startswith(BASE) else BASE + path, query, headers=self.headers))

    def post(self, path: str, body: Any = None, **extra: Any) -> Any:
        return self.request("POST", path, {} if body is None else body, **extra)

    def patch(self, path: str, body: Any, **extra: Any) -> Any:
        return self.request("PATCH", path, body, **extra)

    def put(self, path: str, body: Any = None, **extra: Any) -> Any:
        return self.request("PUT", path, body, **extra)

    def delete(self, path: str, body: Any = None, **extra: Any) -> Any:
        return self.request("DELETE", path, body, **extra)


def whole(answer: Any) -> Any:
    """An answer with its `content`; what is streamed is read to its end."""
    if not answer.streaming:
        return answer
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Django regrets that an asynchronous answer is read by a synchronous client
        read = HttpResponse(b"".join(answer), status=answer.status_code, headers=dict(answer.headers))
    return read  # Django's client closed it at its end


def wire_json(value: Any) -> bytes:
    """JSON bytes; UUIDs as strings."""
    return json.dumps(value, ensure_ascii=False, default=lambda v: str(v) if isinstance(v, UUID) else v).encode()
