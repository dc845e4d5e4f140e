"""Finds a server of the directory that answers, before libldap is let at it.

libldap waits without end for a TLS handshake that never comes (2.5 with GnuTLS, whatever its time limits say). So the
first step is made here, with an end, and goes no further: nothing is said, and the certificate is libldap's to check.
"""

import socket
import ssl
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

from accounts.directory.errors import DirectoryDown

# LDAPMessage 1: ExtendedRequest 1.3.6.1.4.1.1466.20037, StartTLS (RFC 4511, 4.14).
_START_TLS = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x16" + b"1.3.6.1.4.1.1466.20037"
_MOST = 4096


def server() -> str:
    """The first of LDAP_SERVER_URI that answers. Raises `DirectoryDown`; a silent one takes LDAP_SECONDS."""
    last = "SERVER_DOWN"
    for address in settings.LDAP_SERVER_URI.split():
        try:
            _knock(address)
        except OSError as error:  # a time limit and a broken handshake are, too
            last = type(error).__name__
        else:
            return str(address)
    raise DirectoryDown(last)


def _knock(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "ldapi":
        return
    is_encrypted = parts.scheme == "ldaps"
    where = parts.hostname or "", parts.port or (636 if is_encrypted else 389)
    with closing(socket.create_connection(where, timeout=settings.LDAP_SECONDS)) as line:
        if settings.LDAP_START_TLS and not is_encrypted:
            line.sendall(_START_TLS)
            if not line.recv(_MOST):
                raise ConnectionResetError
        if is_encrypted or settings.LDAP_START_TLS:
            _handshake(line, where[0])


def _handshake(line: socket.socket, host: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # see above: this only asks if it answers
    context.wrap_socket(line, server_hostname=host).close()
