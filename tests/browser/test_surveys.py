"""Surveys: made with the keyboard and by dragging, published, answered, read; nothing is lost on the way."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import NO_NETWORK, Desk, Person, until
from tests.browser.surveying import QUESTIONS, in_hours, respond, survey

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


def prompts(page: Page) -> Locator:
    return page.locator(".made-prompt")


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def test_a_survey_is_made_with_the_keyboard_kept_all_the_time_and_published(rest: Rest, desk: Sit) -> None:
    page = desk("demo011").page
    page.keyboard.press("Alt+Digit4")
    expect(page.get_by_role("heading", name="설문", level=1)).to_be_visible()
    button(page, "새 설문").first.click()
    page.get_by_label("제목").fill("사내 동호회 조사")
    prompts(page).fill("어떤 동호회에 관심이 있습니까?")
    first = page.get_by_label("선택지 1", exact=True)
    first.fill("축구")
    first.press("Enter")
    expect(page.get_by_label("선택지 2", exact=True)).to_be_focused()
    page.keyboard.type("등산")
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "회", "selectionStart": 1, "selectionEnd": 1})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})  # while the syllable is being written
    keys.send("Input.insertText", {"text": "회"})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    expect(page.get_by_label("선택지 2", exact=True)).to_have_value("등산회")
    expect(page.get_by_label("선택지 3", exact=True)).to_be_focused()
    paste = """(field, text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
    }"""
    page.get_by_label("선택지 3", exact=True).evaluate(paste, "- 독서\n- 사진\n- 없음")
    choices = page.locator(".made-choice input")
    expect(choices).to_have_count(5)
    expect(page.get_by_label("선택지 5", exact=True)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(choices.nth(3)).to_have_value("없음")
    expect(choices.nth(3)).to_be_focused()

    button(page, "척도").click()
    expect(prompts(page).nth(1)).to_be_focused()
    page.keyboard.type("얼마나 자주 참여하겠습니까?")
    grip = button(page, re.compile("^2번 문항 옮기기"))
    grip.press("ArrowUp")
    expect(prompts(page).first).to_have_value("얼마나 자주 참여하겠습니까?")
    expect(button(page, re.compile("^1번 문항 옮기기"))).to_be_focused()
    expect(page.locator(".survey-bar [role=status]")).to_have_text(re.compile("^저장됨 오[전후] "))
    expect(page).to_have_url(re.compile(r"/surveys/[0-9a-f-]{36}$"))

    page.reload()
    expect(page.locator(".made-choice input").nth(3)).to_have_value("없음")
    expect(prompts(page).first).to_have_value("얼마나 자주 참여하겠습니까?")
    button(page, "지우기").first.click()
    expect(prompts(page)).to_have_count(1)
    button(page, "되돌리기").click()
    expect(prompts(page)).to_have_count(2)

    prompts(page).nth(1).fill(" ")
    button(page, "게시…").click()
    expect(prompts(page).nth(1)).to_be_focused()
    expect(page.locator(".survey-fault")).to_have_text("문항 내용을 적어 주십시오.")
    page.keyboard.type("관심 있는 동호회")
    expect(page.locator(".survey-fault")).to_have_count(0)
    button(page, "미리보기").click()
    expect(page.locator("survey-answer .survey-option")).to_have_count(5)
    button(page, "게시…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("dd")).to_have_text(["전체 직원", "2문항", "바로", "직접 마감할 때", "익명"])
    dialog.get_by_role("button", name="게시", exact=True).click()
    expect(page.locator("survey-answer .survey-question")).to_have_count(2)
    wanted = ("사내 동호회 조사", False, "OPEN")  # the preview looked the same: the server says that it is published

    def newest() -> tuple[str, bool, str]:
        made = rest("demo011").call("GET", "/surveys?box=mine")["results"][0]
        return made["title"], made["isDraft"], made["state"]

    until("it is published", lambda: newest() == wanted)


def test_a_question_is_dragged_and_a_survey_that_waits_for_its_time_can_be_changed(rest: Rest, desk: Sit) -> None:
    me = rest("demo011")
    made = survey(me, "끌어서 옮기기", isDraft=True)
    page = desk("demo011").page
    page.goto(f"/surveys/{made['surveyId']}")
    expect(prompts(page)).to_have_count(4)
    before = [question["prompt"] for question in QUESTIONS]
    page.locator(".made-grip").nth(3).scroll_into_view_if_needed()
    grip = page.locator(".made-grip").nth(3).bounding_box()
    over = page.locator(".made-question").nth(2).bounding_box()
    assert grip and over
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, over["y"] + over["height"] / 2 - 30, steps=4)
    expect(prompts(page).nth(2)).to_have_value(before[3])
    page.mouse.up()
    expect(page.locator(".made-question.dragged")).to_have_count(0)
    path = f"/surveys/{made['surveyId']}"
    wanted = [*before[:2], before[3], before[2]]
    until("it is kept", lambda: [one["prompt"] for one in me.call("GET", path)["questions"]] == wanted)

    page.get_by_label("시작", exact=True).fill("2099-01-02T09:00")
    button(page, "게시…").click()
    page.get_by_role("dialog").get_by_role("button", name="게시", exact=True).click()
    expect(page.locator(".survey-bar p")).to_have_text("2099. 1. 2. 오전 9:00 시작")
    save = button(page, "변경 저장")
    expect(save).to_be_disabled()
    page.get_by_label("제목").fill("끌어서 옮긴 설문")
    expect(page.locator(".survey-bar p")).to_have_text("바뀐 내용을 아직 저장하지 않음")
    save.click()
    assert me.call("GET", path)["title"] == "끌어서 옮기기", "what is published changes only when its author says so"
    page.get_by_role("dialog").get_by_role("button", name="변경 저장").click()
    until("the new title", lambda: me.call("GET", path)["title"] == "끌어서 옮긴 설문")
    expect(save).to_be_disabled()


def test_answers_are_kept_on_the_device_checked_looked_over_and_sent_once(rest: Rest, desk: Sit) -> None:
    sitting = desk("demo013")
    page = sitting.page
    badge = page.locator("app-rail .rail-item", has_text="설문").locator(".badge")
    page.keyboard.press("Alt+Digit4")
    expect(page.locator("survey-list")).to_be_visible()
    page.wait_for_load_state("networkidle")
    waiting = int((badge.text_content() or "0").split()[-1]) if badge.count() else 0
    made = survey(rest("demo003"), "근무 제도 의견", isAnonymous=True, closesAt=in_hours(20))
    expect(badge).to_contain_text(str(waiting + 1))  # without a reload
    page.get_by_role("link", name=re.compile("^근무 제도 의견")).click()
    expect(page.locator(".survey-promise")).to_contain_text("누가 무엇을 답했는지 알 수 없습니다")
    button(page, "응답 확인").click()
    expect(page.locator(".survey-question[aria-invalid]")).to_have_count(2)
    expect(page.get_by_label("하지 않음")).to_be_focused()
    page.get_by_label("주 2일").check()
    expect(page.locator(".survey-question[aria-invalid]")).to_have_count(1)
    page.get_by_label("모니터").check()
    page.get_by_label("통신비").check()
    page.locator(".survey-mark", has_text="4").click()
    page.locator("textarea").fill("회의를 모아 주세요.")
    expect(page.locator(".survey-progress")).to_contain_text("4문항 중 4문항 응답")
    kept = f"""import('/static/app/surveys/keeping.js').then(async ({{keptAnswers}}) =>
      JSON.stringify(await keptAnswers.get('{made["surveyId"]}') ?? null))"""
    until("the answers are on the device", lambda: "회의를 모아" in page.evaluate(kept))
    page.reload()
    expect(page.locator("textarea")).to_have_value("회의를 모아 주세요.")
    button(page, "응답 확인").click()
    review = page.locator(".survey-review")
    expect(review).to_contain_text("모니터, 통신비")
    button(page, "3번 문항 응답 수정").click()
    page.locator(".survey-mark", has_text="5").click()
    button(page, "응답 확인").click()

    sitting.expected = NO_NETWORK
    sitting.context.set_offline(True)
    expect(page.locator(".note.warn")).to_contain_text("연결되면 제출할 수 있습니다")
    expect(button(page, "제출")).to_be_disabled()
    sitting.context.set_offline(False)
    button(page, "제출").click()
    expect(page.get_by_role("heading", name="감사합니다. 응답이 제출되었습니다.")).to_be_visible()
    assert page.evaluate(kept) == "null", "nothing stays on the device"
    page.reload()
    expect(page.get_by_role("heading", name="이미 응답한 설문입니다.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^근무 제도 의견"))).to_have_count(0)


def test_a_long_survey_is_answered_in_steps(rest: Rest, desk: Sit) -> None:
    scale = {"type": "SCALE", "required": True, "scaleMin": 0, "scaleMax": 2}
    made = survey(rest("demo003"), "긴 설문", questions=[{**scale, "prompt": f"{n}번째 항목"} for n in range(1, 17)])
    page = desk("demo013", size=(390, 844)).page
    page.goto(f"/surveys/{made['surveyId']}")
    expect(page.locator(".survey-progress")).to_contain_text("2단계 중 1단계")
    for step in range(2):
        expect(page.locator(".survey-question")).to_have_count(8)
        for n in range(8):
            page.locator(".survey-question").nth(n).locator(".survey-mark", has_text="1").click()
        button(page, "응답 확인" if step else "다음").click()
    expect(page.locator(".survey-review > div")).to_have_count(16)
    button(page, "이전").click()
    expect(page.locator(".survey-prompt").first).to_have_text("9번째 항목")
    button(page, "응답 확인").click()
    button(page, "제출").click()
    expect(page.get_by_role("heading", name="감사합니다. 응답이 제출되었습니다.")).to_be_visible()
    page.locator(".survey-shut").get_by_role("button").click()
    expect(page.locator("survey-list")).to_be_visible()


def test_the_author_reads_reminds_shares_and_closes(rest: Rest, desk: Sit) -> None:
    me = rest("demo014")
    open_one = survey(me, "기명 조사", closesAt=in_hours(1))
    respond(open_one, *(rest(f"demo{n:03}") for n in range(3, 9)))
    page = desk("demo014").page
    page.goto(f"/surveys/{open_one['surveyId']}")
    page.get_by_role("tab", name="결과").click()
    expect(page.locator(".result-rate")).to_contain_text(re.compile(r"\d명 중 6명 응답"))
    row = page.get_by_role("row", name=re.compile("^주 1일"))
    expect(row).to_contain_text("%")
    expect(page.locator(".result-columns > div")).to_have_count(5)
    button(page, "표로 보기").click()
    expect(page.locator(".result-table.plain")).to_have_count(3)
    expect(page.locator(".result-columns")).to_have_count(0)
    page.get_by_text("미응답자", exact=True).click()
    missing = len(me.call("GET", f"/surveys/{open_one['surveyId']}/progress")["missing"])
    expect(page.locator(".result-missing .chip")).to_have_count(missing)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="CSV").click()
    assert downloading.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
    button(page, f"미응답자 {missing}명에게 알리기").click()
    page.get_by_role("dialog").get_by_role("button", name="알리기").click()
    expect(page.locator(".toast", has_text=f"{missing}명에게 알림을 보냈습니다.")).to_be_visible()
    expect(page.locator(".result-summary")).to_contain_text("마지막 알림: 오늘")
    button(page, "공유").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill(rest("demo015").name)
    page.get_by_role("dialog").locator(".pick", has_text=rest("demo015").name).first.click()
    page.get_by_role("dialog").get_by_role("button", name="공유").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    shared = rest("demo015").call("GET", "/surveys?box=shared")["results"]
    assert [one["surveyId"] for one in shared] == [open_one["surveyId"]]
    button(page, "마감 미루기").click()
    page.get_by_role("dialog").get_by_label("마감").fill("2099-01-02T18:00")
    page.get_by_role("dialog").get_by_role("button", name="미루기").click()
    expect(page.locator(".survey-bar p")).to_contain_text("2099. 1. 2.")
    button(page, "지금 마감").click()
    page.get_by_role("dialog").get_by_role("button", name="지금 마감").click()
    expect(page.locator(".survey-bar p")).to_contain_text("마감됨")


def test_an_anonymous_survey_shows_nothing_early_and_nothing_of_few(rest: Rest, desk: Sit) -> None:
    me = rest("demo014")
    few = survey(me, "적은 응답", isAnonymous=True)
    respond(few, rest("demo005"), rest("demo006"))
    page = desk("demo014").page
    page.goto(f"/surveys/{few['surveyId']}")
    page.get_by_role("tab", name="결과").click()
    expect(page.locator("survey-results")).to_contain_text("응답이 5건 이상 모이면 볼 수 있습니다")
    expect(page.locator(".result-missing, .result, [download]")).to_have_count(0)
    button(page, "지금 마감").click()
    page.get_by_role("dialog").get_by_role("button", name="지금 마감").click()
    expect(page.locator("survey-results")).to_contain_text("응답이 5명보다 적습니다")
    many = survey(me, "많은 응답", isAnonymous=True)
    respond(many, *(rest(f"demo{n:03}") for n in range(3, 10)))
    me.call("POST", f"/surveys/{many['surveyId']}/close")
    page.goto(f"/surveys/{many['surveyId']}")
    expect(page.locator(".result-rate")).to_contain_text(re.compile(r"\d명 중 7명 응답"))
    expect(page.locator(".result").nth(3)).to_contain_text("이 문항은 응답이 10명보다 적거나")
    expect(page.locator(".result-texts")).to_have_count(0)
