"""What the doors of the administration share: SYSTEM_ADMINs alone, and that is asked before anything is looked up."""

from typing import Any

from accounts.api.bodies import FileParser
from accounts.services.looking import note_look
from messenger.core.admin_networks import administers
from messenger.core.api import Endpoint
from messenger.core.errors import Forbidden
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, page, record


class AdminDoor(Endpoint):
    """For system admins only (contract 12: 403 for everybody else), from the networks of `ADMIN_ALLOWED`.

    What they are shown of people, which stands below `/admin`, is recorded: one entry an answer.
    """

    shows_people = True

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not administers(request.user):
            raise Forbidden

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        where = request.resolver_match.route.partition("/admin/")[2]
        if self.shows_people and where and request.method == "GET" and answer.status_code == 200:
            rows = answer.data.get("results")
            note_look(
                actor=request.user,
                what=where,
                ids=kwargs,
                count=None if rows is None else len(rows),
                subject_id=answer.data.get("userId"),
                asked=request.query_params.dict(),
            )
        return answer


class SheetParser(FileParser):
    """A sheet of people."""

    limit = "IMPORT_MAX_BYTES"


ANY: Shape = {}
_OBJECT: Shape = {"type": "object"}
_POST = record(orgUnitId=ID, name=TEXT, title=TEXT, roleInOrg=TEXT, isPrimary=FLAG)
PERSON = record(
    userId=ID, loginId=TEXT, name=TEXT, title=TEXT, employeeNo=maybe(TEXT), email=TEXT, phone=TEXT,
    photoUrl=maybe(TEXT), status=one_of("ACTIVE", "PENDING", "DISABLED"), units=array(_POST),
    roles=array(one_of("SYSTEM_ADMIN", "AUDITOR", "USER")), source=TEXT, secondFactor=FLAG, lastSeenAt=maybe(TIME),
    createdAt=TIME,
)  # fmt: skip
PEOPLE = page(PERSON)
MADE = record(person=PERSON, password=maybe(TEXT))
PASSWORD = record(password=TEXT)
PASSWORDS = record(results=array(record(userId=ID, loginId=TEXT, name=TEXT, password=TEXT)))
APPROVAL = record(
    userId=maybe(ID), loginId=TEXT, name=TEXT, employeeNo=maybe(TEXT),
    state=one_of("WAITING", "APPROVED", "REJECTED", "WITHDRAWN"), reason=TEXT, askedAt=TIME, decidedAt=maybe(TIME),
    decidedBy=maybe(ID),
)  # fmt: skip
APPROVALS = page(APPROVAL)
DECIDED = record(results=array(record(userId=ID, code=TEXT, message=TEXT)))
_THING = record(id=ID, name=TEXT, at=maybe(TIME), takers=maybe(array(ID)))
BELONGINGS = record(
    results=array(record(kind=TEXT, label=TEXT, canHandOver=FLAG, canEnd=FLAG, rule=TEXT, items=array(_THING)))
)
HANDED = record(results=array(record(kind=TEXT, id=ID, code=TEXT, text=TEXT)))
_CONFLICT = record(row=WHOLE, loginId=TEXT, code=TEXT, field=TEXT, text=TEXT)
_RESULT = record(row=WHOLE, loginId=TEXT, userId=maybe(ID), state=one_of("applied", "already", "refused"), code=TEXT,
                 text=TEXT)  # fmt: skip
IMPORT = record(
    planId=ID, state=one_of("PLANNED", "APPLYING", "DONE"), fileName=TEXT, createdAt=TIME, appliedAt=maybe(TIME),
    finishedAt=maybe(TIME), entries=WHOLE, unchanged=WHOLE, units=array(TEXT),
    people=array(record(row=WHOLE, loginId=TEXT, name=TEXT, userId=maybe(ID), changes=array(_OBJECT))),
    conflicts=array(_CONFLICT), problems=array(record(line=WHOLE, column=TEXT, text=TEXT)), results=array(_RESULT),
)  # fmt: skip
TRANSFER = record(
    transferId=ID, userId=ID, kind=TEXT, effectiveOn={"type": "string", "format": "date"}, fromUnitId=maybe(ID),
    fromName=TEXT, toUnitId=maybe(ID), toName=TEXT, title=TEXT, roleInOrg=TEXT, note=TEXT,
    state=one_of("PLANNED", "APPLIED", "CANCELLED", "FAILED"), failure=TEXT, plannedAt=TIME, plannedBy=maybe(ID),
    endedAt=maybe(TIME),
)  # fmt: skip
TRANSFERS = page(TRANSFER)
SHEET_OF_TRANSFERS = record(
    entered=FLAG, transfers=array(TRANSFER), problems=array(record(line=WHOLE, column=TEXT, text=TEXT))
)
PREVIEW = record(before=array(_POST), after=array(_POST), title=TEXT, status=TEXT)
POLICY = record(
    name=TEXT, label=TEXT, value=ANY, default=ANY, choices=maybe(_OBJECT), least=maybe(WHOLE), most=maybe(WHOLE),
    changedAt=maybe(TIME), changedBy=maybe(ID),
)  # fmt: skip
POLICIES = record(results=array(POLICY))
