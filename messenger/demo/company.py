"""Who works where in the demo company. Person number n is the same one whatever the company's size."""

from dataclasses import dataclass

COMPANY = "한빛테크"
DIVISIONS: dict[str, tuple[str, ...]] = {
    "경영지원본부": ("인사팀", "재무팀", "총무팀", "법무팀"),
    "개발본부": ("플랫폼팀", "서비스개발팀", "인프라팀", "품질보증팀"),
    "영업본부": ("국내영업팀", "해외영업팀", "영업기획팀"),
    "마케팅본부": ("브랜드팀", "콘텐츠팀", "홍보팀"),
    "고객지원본부": ("고객상담팀", "기술지원팀", "교육팀"),
    "생산본부": ("생산관리팀", "구매팀", "물류팀"),
}
_CORE_TEAMS = tuple(teams[0] for teams in DIVISIONS.values())  # where the first people work
_ALL_TEAMS = tuple(team for teams in DIVISIONS.values() for team in teams)
_CORE_PEOPLE = 24  # so many share the core teams; from then on all teams fill up
_HEADS = dict(zip(range(_CORE_PEOPLE, _CORE_PEOPLE + len(DIVISIONS)), DIVISIONS, strict=True))
_DIRECTOR = 2

_COMMON = "김" * 20 + "이" * 14 + "박" * 8 + "최" * 5 + "정" * 4 + "강조윤장임" * 2
_SURNAMES = _COMMON + "강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방"
_GIVEN = (  # noqa: SIM905  (a hundred quotation marks less)
    "민수 지영 서준 하늘 은주 도윤 예린 현우 수빈 태형 유진 재현 소연 동욱 미경 성호 나래 준혁 가영 상민 "
    "혜진 지훈 다은 영호 보라 승현 아름 경민 채원 우진 정아 기범 수정 민재 윤서 철수 지원 태양 은비 광수 "
    "세영 진우 하린 병철 주희 인성 슬기 명훈 서연 건우 효정 재원 미나 찬호 유나 규현 소희 대현 지은 용준 "
    "예진 석진 하영 종현 민지 원석 수아 형준 은지 시우 나연 창민 가은 두현 연우 희정 도현 선영 강민 로운"
).split()
_RANKS = ("부장", "차장", "과장", "과장", "대리", "대리", "대리", "주임", "사원", "사원", "사원")


@dataclass(frozen=True, slots=True)
class Post:
    """A place in the chart: the unit's name, the rank there and what one is in charge of."""

    unit: str
    title: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Everything the company knows of somebody; the first post is the primary one."""

    login: str
    name: str
    employee_no: str
    phone: str
    posts: tuple[Post, ...]

    @property
    def email(self) -> str:
        return f"{self.login}@hanbit.example"


def person(number: int) -> DemoPerson:
    """Person `number` of the company, from 1."""
    index = number - 1
    return DemoPerson(
        login=login_of(number),
        name=_SURNAMES[_scattered(index, len(_SURNAMES))] + _GIVEN[(index * 7 + index // len(_GIVEN)) % len(_GIVEN)],
        employee_no=f"HB{2008 + index * 3 % 18}{number:04d}",
        phone=f"010-{2000 + index * 37 % 8000:04d}-{1000 + index * 7919 % 9000:04d}",
        posts=_posts(index),
    )


def login_of(number: int) -> str:
    """`demo001`, …, `demo1000`."""
    return f"demo{number:03d}"


def _scattered(index: int, size: int) -> int:
    """A number below `size` that looks like chance and is the same on every run."""
    return (index * 2654435761 % 2**32 >> 8) % size


def _posts(index: int) -> tuple[Post, ...]:
    if index == _DIRECTOR:
        return (Post(COMPANY, "대표이사", "대표이사"),)
    if index in _HEADS:
        return (Post(_HEADS[index], "상무", "본부장"),)
    team, rank = _team(index), _RANKS[index * 3 % len(_RANKS)]
    leads = index == _first_of(team)
    main = Post(team, "부장" if leads else rank, "팀장" if leads else "")
    second = _team(index + 4)
    if index % 17 == 5 and second != team:  # a concurrent post
        return main, Post(second, rank, "겸직")
    return (main,)


def _team(index: int) -> str:
    teams = _CORE_TEAMS if index < _CORE_PEOPLE else _ALL_TEAMS
    return teams[index % len(teams)]


def _first_of(team: str) -> int:
    index = 0
    while index == _DIRECTOR or index in _HEADS or _team(index) != team:
        index += 1
    return index
