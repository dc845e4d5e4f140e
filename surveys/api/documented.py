"""The shapes of the surveys' answers for the OpenAPI document (contract 7, 12)."""

from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, optional, page, record

_TYPE = one_of("SINGLE", "MULTI", "TEXT", "SCALE")
_STATE = one_of("DRAFT", "OPEN", "CLOSED")
_NUMBER: Shape = {"type": "number"}
_COUNTS: Shape = {"type": "object", "additionalProperties": WHOLE}
_QUESTION = record(
    questionId=ID,
    type=_TYPE,
    prompt=TEXT,
    required=FLAG,
    orderNo=WHOLE,
    choices=array(record(choiceId=ID, text=TEXT, orderNo=WHOLE)),
    scaleMin=maybe(WHOLE),
    scaleMax=maybe(WHOLE),
)
SURVEY = optional(
    record(
        surveyId=ID,
        title=TEXT,
        description=TEXT,
        isAnonymous=FLAG,
        opensAt=maybe(TIME),
        closesAt=maybe(TIME),
        targetOrgUnitId=maybe(ID),
        createdBy=maybe(ID),
        createdAt=TIME,
        state=_STATE,
        isDraft=FLAG,
        answered=FLAG,
        canAnswer=FLAG,
        canEdit=FLAG,
        canSeeResults=FLAG,
        threshold=maybe(WHOLE),
        textThreshold=maybe(WHOLE),
        questions=array(_QUESTION),
    ),
    sharedWith=array(ID),
    remindedAt=maybe(TIME),
)
SURVEYS = page(SURVEY)
PROGRESS = record(
    surveyId=ID, state=_STATE, targetCount=WHOLE, responseCount=WHOLE, missing=maybe(array(ID)), next=maybe(TEXT)
)
REMINDED = record(reminded=WHOLE, remindedAt=TIME)
_FIGURES = optional(
    record(questionId=ID, type=_TYPE, prompt=TEXT, orderNo=WHOLE, answered=maybe(WHOLE), suppressed=FLAG),
    choices=array(record(choiceId=ID, text=TEXT, count=WHOLE)),
    scale=record(min=WHOLE, max=WHOLE, mean=maybe(_NUMBER), counts=_COUNTS),
    texts=array(TEXT),
    partial=FLAG,
)
RESULTS = record(
    surveyId=ID,
    orgUnitId=maybe(ID),
    state=_STATE,
    isAnonymous=FLAG,
    responseCount=maybe(WHOLE),
    targetCount=WHOLE,
    suppressed=FLAG,
    questions=array(_FIGURES),
    units=array(record(orgUnitId=ID, name=TEXT, parentId=maybe(ID), responseCount=WHOLE, targetCount=WHOLE)),
)
CSV: Shape = {"type": "string"}
