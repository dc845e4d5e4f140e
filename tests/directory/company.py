"""A small company as its directory has it, and how Maru is told of it."""

from typing import Any

from tests.services.slapd import READER, READER_PASSWORD, SUFFIX, Slapd, entry

PASSWORD = "directory-pw-2026"
PEOPLE, GROUPS = f"ou=people,{SUFFIX}", f"ou=groups,{SUFFIX}"
MINJI, JUNHO, SEOYEON = (f"uid={login},{PEOPLE}" for login in ("minji.kim", "junho.park", "seoyeon.choi"))
ADMINS, AUDITORS, STAFF, GONE = (f"cn={name},{GROUPS}" for name in ("admins", "auditors", "staff", "gone"))


def person(login: str, name: str, **more: Any) -> str:
    """An entry of somebody who can sign in with `PASSWORD`."""
    said: dict[str, Any] = {"objectClass": ["inetOrgPerson"], "uid": login, "cn": name, "sn": name[:1]}
    said |= {"userPassword": PASSWORD, **more}
    return entry(f"uid={login},{PEOPLE}", **said)


def group(dn: str, *members: str) -> str:
    return entry(dn, objectClass="groupOfNames", cn=dn.split(",")[0].removeprefix("cn="), member=list(members))


def open_company(directory: Slapd) -> None:
    """The tree, the name that may read, and three people."""
    units = [entry(f"ou={name},{SUFFIX}", objectClass="organizationalUnit", ou=name) for name in ("people", "groups")]
    directory.add(
        entry(SUFFIX, objectClass=["dcObject", "organization"], dc="maru", o="마루"),
        *units,
        entry(f"ou=services,{SUFFIX}", objectClass="organizationalUnit", ou="services"),
        entry(READER, objectClass=["organizationalRole", "simpleSecurityObject"], userPassword=READER_PASSWORD),
    )
    hire(directory)


def hire(directory: Slapd) -> None:
    """The three, as they are at the beginning of each test."""
    directory.add(
        person(
            "minji.kim",
            "김민지",
            title="대리",
            employeeNumber="D210",
            mail="minji@maru.example",
            telephoneNumber="02-1234-5678",
            ou=["영업본부/영업1팀", "신사업추진단"],
        ),
        person("junho.park", "박준호", title="팀장", employeeNumber="D110", ou="경영지원실"),
        person("seoyeon.choi", "최서연", ou="경영지원실"),
    )


def settings_of(directory: Slapd) -> dict[str, Any]:
    """The settings by their names."""
    return {
        "LDAP_SERVER_URI": directory.uri,
        "LDAP_BIND_DN": READER,
        "LDAP_BIND_PASSWORD": READER_PASSWORD,
        "LDAP_USER_BASE": PEOPLE,
        "LDAP_GROUP_BASE": GROUPS,
    }
