"""Files of a letter: chosen, dropped, pasted; paused, cancelled, resumed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.person import Person, check_accessibility
from tests.browser.test_writing import ann, begin, write
from tests.builders.files import picture

__all__ = ["ann"]

MEGABYTE = 1 << 20
MAKE_FILES = """(files) => {
    const data = new DataTransfer();
    for (const [name, type, bytes] of files)
        data.items.add(new File([new Uint8Array(bytes)], name, {type}));
    return data;
}"""


def film(folder: Path, size_bytes: int = 12 * MEGABYTE) -> Path:
    """Write a file that no compression makes small."""
    path = folder / "窑 film.mp4"
    path.write_bytes(bytes(range(256)) * (size_bytes // 256))
    return path


def drop(page: Page, target: str, name: str, kind: str, data: bytes) -> None:
    """Drop a file as a desktop does: it enters, is over, and is let go."""
    transfer = page.evaluate_handle(MAKE_FILES, [[name, kind, list(data)]])
    for event in ("dragenter", "dragover"):
        page.dispatch_event("#dock .compose", event, {"dataTransfer": transfer})
    expect(page.locator("#dock [data-dropzone]")).to_be_visible()
    check_accessibility(page)
    page.dispatch_event(f"#dock {target}", "drop", {"dataTransfer": transfer})
    expect(page.locator("#dock [data-dropzone]")).to_be_hidden()


def paste(page: Page, target: str, name: str, kind: str, data: bytes) -> None:
    page.evaluate(
        """([target, name, type, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name, {type}));
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            const pasted = new ClipboardEvent("paste", how);
            document.querySelector(target).dispatchEvent(pasted);
        }""",
        [f"#dock {target}", name, kind, list(data)],
    )


def file_row(letter: Locator, name: str) -> Locator:
    return letter.locator(".file", has_text=name)


@pytest.fixture
def letter(ann: Person, page: Page) -> Locator:
    return begin(page)


def test_chosen_files_are_attached_and_taken_out(letter: Locator, page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        letter.get_by_role("button", name="Attach files").click()
    kind = "text/plain"
    plan = FilePayload(name="计划.txt", mimeType=kind, buffer=b"plan")
    empty = FilePayload(name="empty.txt", mimeType=kind, buffer=b"")
    chooser.value.set_files([plan, empty])
    expect(letter.locator(".file[data-state=done]")).to_have_count(2)
    expect(file_row(letter, "empty.txt")).to_contain_text("Empty file")
    check_accessibility(page)
    expect(letter.locator("[data-saved]")).to_contain_text("Saved")

    letter.get_by_role("button", name="Remove 计划.txt").click()
    expect(letter.locator(".file:visible")).to_have_count(1)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(letter.locator(".file:visible")).to_have_count(2)
    letter.get_by_role("button", name="Remove 计划.txt").click()

    expect(letter.locator(".file:visible")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("计划.txt is removed.")
    page.goto(letter.get_attribute("action") or "")
    expect(page.locator(".file")).to_have_count(1)
    expect(page.locator(".file")).to_contain_text("empty.txt")


def test_docked_letter_leaves_with_its_file(letter: Locator, page: Page) -> None:
    letter.get_by_role("combobox", name="To").fill("wen@remote.test,")
    letter.locator("[name=subject]").fill("Plan")
    write(letter, "The plan is attached.")
    with page.expect_file_chooser() as chooser:
        letter.get_by_role("button", name="Attach files").click()
    chooser.value.set_files(
        FilePayload(name="a.txt", mimeType="text/plain", buffer=b"a")
    )
    expect(letter.locator(".file[data-state=done]")).to_have_count(1)

    letter.get_by_role("button", name="Send", exact=True).click()

    expect(letter).to_have_count(0)
    expect(page.locator(".toast").first).to_be_visible()


def test_dropped_and_pasted_files_are_attached(letter: Locator, page: Page) -> None:
    drop(page, "[data-drop=file]", "dropped.pdf", "application/pdf", b"%PDF")
    paste(page, "[data-body]", "pasted.zip", "application/zip", b"PK")

    expect(file_row(letter, "dropped.pdf")).to_have_attribute("data-state", "done")
    expect(file_row(letter, "pasted.zip")).to_have_attribute("data-state", "done")


def test_pictures_stand_in_the_text_and_are_described(
    letter: Locator, page: Page
) -> None:
    write(letter, "Look: ")
    drop(page, "[data-drop=text]", "kiln.png", "image/png", picture())
    expect(letter.locator("[data-body] img")).to_have_count(1)
    letter.get_by_label("Description").fill("A kiln at night")
    check_accessibility(page)
    letter.get_by_role("button", name="Done").click()
    paste(page, "[data-body]", "second.png", "image/png", picture())
    expect(letter.locator("[data-body] img")).to_have_count(2)
    with page.expect_file_chooser() as chooser:
        letter.locator("[data-body]").press("Control+Home")
        letter.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files(
        {"name": "third.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(letter.locator("[data-body] img")).to_have_count(3)
    expect(letter.locator(".file")).to_have_count(0)
    letter.get_by_role("button", name="Attach as a file").click()
    expect(file_row(letter, "third.png")).to_be_visible()
    expect(letter.locator("[data-body] img")).to_have_count(2)
    page.wait_for_timeout(2500)

    page.goto(letter.get_attribute("action") or "")

    expect(page.locator("[data-body] img")).to_have_count(2)
    expect(page.locator(".file")).to_contain_text("third.png")
    expect(page.get_by_alt_text("A kiln at night")).to_be_visible()


def test_large_file_pauses_offline_and_goes_on_by_itself(
    letter: Locator, page: Page, tmp_path: Path
) -> None:
    seen: list[str] = []

    def cut(route: Route) -> None:
        offset = route.request.headers.get("upload-offset", "")
        if route.request.method != "PATCH":
            return route.continue_()
        seen.append(offset)
        if len(seen) == 3:
            page.context.set_offline(True)
            return route.abort("internetdisconnected")
        return route.continue_()

    page.route("**/uploads/*/", cut)
    letter.locator("[name=files]").set_input_files(film(tmp_path))
    row = file_row(letter, "film.mp4")
    expect(row).to_have_attribute("data-state", "paused", timeout=20_000)
    expect(row).to_contain_text("Waiting for the network")
    check_accessibility(page)

    page.context.set_offline(False)

    expect(row).to_have_attribute("data-state", "done", timeout=20_000)
    assert seen.count("0") == 1
    assert seen.count(str(4 * MEGABYTE)) == 2


def test_large_file_goes_on_after_a_reload(
    letter: Locator, page: Page, tmp_path: Path
) -> None:
    offsets: list[int] = []

    def hold(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        offsets.append(int(route.request.headers["upload-offset"]))
        return None if len(offsets) == 4 else route.continue_()

    page.route("**/uploads/*/", hold)
    page.on("dialog", lambda dialog: dialog.accept())
    path = film(tmp_path)
    url = letter.get_attribute("action") or ""
    letter.locator("[name=files]").set_input_files(path)
    expect(file_row(letter, "film.mp4")).to_contain_text("6", timeout=20_000)
    page.wait_for_timeout(500)
    page.goto(url)
    row = page.locator(".file", has_text="film.mp4")
    expect(row).to_contain_text("Choose the same file again to go on.")
    check_accessibility(page)

    page.locator("[name=files]").set_input_files(path)

    expect(page.locator(".file[data-state=done]")).to_be_visible(timeout=20_000)
    expect(page.locator(".file")).to_have_count(1)
    assert offsets.count(0) == 1
    assert max(offsets) < 12 * MEGABYTE


def test_send_waits_for_files_and_can_be_stopped(
    letter: Locator, page: Page, tmp_path: Path
) -> None:
    held: list[Route] = []
    page.route(
        "**/uploads/*/",
        lambda route: (
            held.append(route) if route.request.method == "PATCH" else route.continue_()
        ),
    )
    letter.locator("[data-field=to] input:visible").fill("friend@remote.test")
    letter.locator("[name=subject]").fill("Film")
    write(letter, "See the film")
    letter.locator("[name=files]").set_input_files(film(tmp_path))
    expect(letter.locator("[data-state=sending]")).to_be_visible()
    letter.get_by_role("button", name="Send", exact=True).click()
    expect(letter.get_by_text("Waiting for a file…")).to_be_visible()
    check_accessibility(page)
    letter.get_by_role("button", name="Do not wait").click()
    expect(letter.get_by_text("Waiting for a file…")).to_be_hidden()

    letter.get_by_role("button", name="Send", exact=True).click()
    letter.get_by_role("button", name="Cancel 窑 film.mp4").click()

    expect(page.locator("#dock > .compose")).to_have_count(0)


def test_failed_file_says_why_and_is_tried_again(letter: Locator, page: Page) -> None:
    page.route(
        "**/uploads/",
        lambda route: route.fulfill(status=422, json={"words": "The kiln is too hot."}),
        times=1,
    )
    letter.locator("[name=files]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"plan"}
    )
    row = file_row(letter, "plan.txt")
    expect(row).to_contain_text("The kiln is too hot.")
    check_accessibility(page)
    letter.get_by_role("button", name="Send", exact=True).click()
    expect(letter.get_by_text("One file is not attached.")).to_be_visible()

    row.get_by_role("button", name="Retry plan.txt").click()

    expect(row).to_have_attribute("data-state", "done")


def test_file_that_is_too_big_is_refused_at_once(
    letter: Locator, page: Page, tmp_path: Path
) -> None:
    letter.locator("[name=files]").set_input_files(film(tmp_path, 60 * MEGABYTE))

    row = file_row(letter, "film.mp4")
    expect(row).to_contain_text("Too big: the files of a letter can be")
    expect(page.locator("#alert")).to_contain_text("film.mp4: Too big")
    row.get_by_role("button", name="Cancel 窑 film.mp4").click()
    expect(letter.locator(".file")).to_have_count(0)


def test_pictures_of_a_letter_that_becomes_plain_go_as_files(
    letter: Locator, page: Page
) -> None:
    paste(page, "[data-body]", "kiln.png", "image/png", picture())
    expect(letter.locator("[data-body] img")).to_have_count(1)

    letter.get_by_role("button", name="Plain text").click()

    expect(file_row(letter, "kiln.png")).to_be_visible()


def test_folder_is_named_and_what_lies_beside_it_attached(
    letter: Locator, page: Page, tmp_path: Path
) -> None:
    (tmp_path / "Photos").mkdir()
    (tmp_path / "plan.txt").write_text("plan")
    paths = [str(tmp_path / name) for name in ("Photos", "plan.txt")]
    box = letter.bounding_box()
    assert box
    hand = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        dragged = {"items": [], "files": paths, "dragOperationsMask": 1}
        at = {"x": box["x"] + 200, "y": box["y"] + 200}
        hand.send("Input.dispatchDragEvent", {"type": kind, "data": dragged, **at})

    expect(letter.get_by_text("“Photos” is a folder.")).to_be_visible()
    expect(letter.locator(".file")).to_have_count(1)
    expect(letter.locator(".file")).to_contain_text("plan.txt")
