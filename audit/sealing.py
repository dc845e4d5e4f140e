"""How the chain is made: what each seal is computed from (decision 0029)."""

import hmac

from audit import keys, offline

START = bytes(32)  # the hash before the first


def hash_of(before: bytes, number: int, digest: bytes) -> bytes:
    """The hash of a seal. Who has not the key cannot make one, so nothing before it can be changed unseen."""
    return hmac.digest(keys.of("chain"), before + number.to_bytes(8, "big") + digest, "sha256")


def digest_of(entry_id: int, mark: str, content: bytes) -> bytes:
    """What a seal holds of its entry."""
    return offline.digest_of(entry_id, mark, content)
