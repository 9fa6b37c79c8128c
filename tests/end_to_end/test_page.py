"""The page that explains a string, loaded once in a real Chromium. Set VAPIX_PROTO_BROWSER=1 to run these tests."""

from __future__ import annotations

import itertools
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.support.browser import axe, built, chromium, served
from tests.support.paths import DOCS
from vapix_proto import tz

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page

PARIS = "CET-1CEST,M3.5.0,M10.5.0/3"
SIGNED = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
#: Valid: long, with a warning, contested, without daylight saving time. Then invalid strings, zone names and markup.
TEXTS = [
    PARIS,
    "<+0330>-3:30<+0430>,J79/24,J263/24",
    "X" * 90,
    "CET-1CEST,M3.5.0,M10.5.0",
    "EST5EDT",
    "<+0330>-3:30",
    "UTC",
    "Europe/Vienna",
    SIGNED,
    "<i>x</i>",
    "",
]
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
#: How many milliseconds Python in the page may need on a busy machine.
PATIENCE = 90_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, which is below the root of the server."""
    target = built(tmp_path_factory.mktemp("page"))
    with served(target.parents[2]) as origin:
        yield f"{origin}/some/folder/explain/"


@pytest.fixture(scope="module")
def requests() -> list[str]:
    """The addresses of all requests that the page and its worker send."""
    return []


@pytest.fixture(scope="module")
def loaded(
    site: str, browser: Browser, requests: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The page, once it is ready."""
    context = browser.new_context(timezone_id="Asia/Kolkata", permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(path=axe(tmp_path_factory.mktemp("axe")))
    context.on("request", lambda request: requests.append(request.url))
    found = context.new_page()
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    found.goto(f"{site}#{PARIS}")
    found.wait_for_selector("html[data-ready] .band svg", timeout=PATIENCE)
    yield found
    assert faults == []
    context.close()


def is_fault(message: ConsoleMessage) -> bool:
    """Whether a message in the console is an error of the page.

    Chromium fetches the icon again when the address changes, and so reports errors while there is no network.
    """
    offline = message.text.endswith("net::ERR_INTERNET_DISCONNECTED")
    return message.type == "error" and not (offline and message.location["url"].endswith("/icon.svg"))


@pytest.fixture
def page(loaded: Page) -> Page:
    """The page in a wide window, with the light colour scheme and an empty input."""
    loaded.set_viewport_size({"width": 1000, "height": 800})
    loaded.emulate_media(color_scheme="light")
    choose(loaded, "vapix")
    ask(loaded, "")
    return loaded


def ask(page: Page, text: str) -> None:
    """Enters a text all at once, and waits for the answer."""
    page.evaluate("delete document.documentElement.dataset.took")
    page.fill("#text", text)
    if text:
        answered(page)


def answered(page: Page) -> None:
    page.wait_for_selector("html[data-took]", state="attached")


def choose(page: Page, dialect: str) -> None:
    if page.input_value("#dialect") != dialect:
        page.select_option("#dialect", dialect)


def verdict(page: Page) -> str:
    return str(page.inner_text("#verdict-line"))


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def test_each_key_is_answered(page: Page) -> None:
    for end, key in enumerate(PARIS, 1):
        page.evaluate("delete document.documentElement.dataset.took")
        page.locator("#text").press_sequentially(key)
        answered(page)
        assert verdict(page).startswith("✓ Valid") is tz.is_valid(PARIS[:end]), PARIS[:end]
    assert page.inner_text(".sentences") == " ".join(tz.explain(PARIS).sentences)
    assert page.inner_text("#now").startswith("There it is now ")
    picture = "\n".join(page.locator(".band text").all_text_contents())
    assert re.search(r"Sun \d+ Mar, 02:00 → 03:00\s+forward 60 min", picture)
    assert re.search(r"Sun \d+ Oct, 03:00 → 02:00\s+back 60 min", picture)
    assert "today" in picture
    assert page.get_by_role("img", name=f"The clock of {PARIS}").count() == 1
    assert "Europe/Paris" in page.inner_text("#answer")
    assert page.title() == f"{PARIS}: TZ string, explained"


def test_transitions_are_shown_in_the_visitors_time_too(page: Page) -> None:
    ask(page, PARIS)
    rows = page.locator(".transitions li").all_inner_texts()
    assert len(rows) == 4
    # 01:00 UTC is 06:30 in India.
    assert all("your time: " in row and "06:30" in row for row in rows)
    assert "Your time zone is Asia/Kolkata" in page.inner_text("#answer").replace("Calcutta", "Kolkata")


@pytest.mark.parametrize(("text", "fix"), [("UTC", "UTC0"), ("Europe/Vienna", PARIS), ("berlin", PARIS)])
def test_a_fix_is_a_button(page: Page, text: str, fix: str) -> None:
    ask(page, text)
    assert verdict(page) == "✗ Not a valid TZ string"
    assert page.get_attribute("#text", "aria-invalid") == "true"
    page.evaluate("delete document.documentElement.dataset.took")
    button(page, f"Use {fix}").click()
    answered(page)
    assert page.input_value("#text") == fix
    assert verdict(page) == "✓ Valid"
    assert page.get_attribute("#text", "aria-invalid") is None
    assert page.url.endswith(f"#{fix}")
    assert page.evaluate("document.activeElement.id") == "verdict"


@pytest.mark.parametrize(
    ("text", "marked"),
    [("CET-1CEST,M3.5.0,M10.5.0/25", "25"), ("UTC", ""), ("Europe/Vienna", "Europe/Vienna"), ("😀😀UTC0$", "$")],
)
def test_the_position_of_a_fault_is_underlined(page: Page, text: str, marked: str) -> None:
    ask(page, text)
    mark = page.locator("mark").last
    assert mark.inner_text() == marked
    assert page.locator(".place").last.inner_text().strip() == text
    assert mark.evaluate("mark => getComputedStyle(mark).backgroundImage").startswith("conic-gradient")
    box = mark.bounding_box()
    assert box is not None
    assert box["width"] >= 10 * max(1, len(marked))
    assert box["height"] >= 24


@pytest.mark.parametrize(
    "text", [PARIS, "<+0330>-3:30", SIGNED, "CET-1%", "100%25", "A&B=C#D", "Zürich", "a+b c", "<i>"]
)
def test_a_link_leads_to_the_same_text(page: Page, text: str) -> None:
    ask(page, text)
    link = page.url
    ask(page, "UTC0")
    page.goto(link)
    answered(page)
    assert page.input_value("#text") == text
    assert re.fullmatch(r"[\w.~!$&'()*+,;=:@/?%#-]+", link)


@pytest.mark.parametrize(
    ("fragment", "text"),
    [("<+03>-3", "<+03>-3"), ("%3C%2B03%3E-3", "<+03>-3"), (PARIS, PARIS), ("CET-1%", "CET-1%"), ("", "")],
)
def test_fragments_written_by_other_programs_are_read(page: Page, fragment: str, text: str) -> None:
    ask(page, "UTC0")
    page.evaluate("fragment => { location.hash = fragment }", fragment)
    page.wait_for_timeout(50)
    assert page.input_value("#text") == text


def test_the_back_button_works_between_links(page: Page, site: str) -> None:
    page.goto(f"{site}#UTC0")
    page.goto(f"{site}#IST-5:30")
    page.go_back()
    assert page.input_value("#text") == "UTC0"


def test_typing_leaves_no_history(page: Page) -> None:
    before = page.evaluate("history.length")
    for text in ("U", "UT", "UTC", "UTC0"):
        ask(page, text)
    assert page.evaluate("history.length") == before


def test_a_dialect_is_chosen_kept_in_the_link_and_offered(page: Page, site: str) -> None:
    ask(page, SIGNED)
    page.evaluate("delete document.documentElement.dataset.took")
    button(page, "Check against POSIX.1-2024").click()
    answered(page)
    assert verdict(page).startswith("✓ Valid")
    link = page.url
    assert link.endswith("&dialect=posix-2024")
    page.goto(f"{site}#UTC0")
    assert page.input_value("#dialect") == "vapix"
    page.goto(link)
    assert page.input_value("#dialect") == "posix-2024"
    assert page.input_value("#text") == SIGNED
    page.goto(f"{site}#UTC0&dialect=none")
    assert page.input_value("#dialect") == "vapix"


def test_an_older_answer_never_overwrites_a_newer_one(page: Page) -> None:
    seen = page.evaluate(
        """async (texts) => {
          const field = document.getElementById("text"), answer = document.getElementById("answer"), wrong = [];
          const watch = new MutationObserver(() => {
            const shown = answer.querySelector(".band title")?.textContent ?? "";
            if (shown && !shown.includes(`of ${field.value} in`)) wrong.push([field.value, shown]);
          });
          watch.observe(answer, { childList: true });
          for (let turn = 0; turn < 40; turn++) {
            field.value = texts[turn % texts.length];
            field.dispatchEvent(new Event("input"));
            if (turn % 4 === 0) await new Promise((done) => setTimeout(done, 7));
          }
          await new Promise((done) => setTimeout(done, 700));
          return { wrong, last: field.value, shown: answer.querySelector(".band title").textContent };
        }""",
        [PARIS, "UTC0", "EST5EDT,M3.2.0,M11.1.0", "<+0330>-3:30"],
    )
    assert seen["wrong"] == []
    assert f"of {seen['last']} in" in seen["shown"]


def test_a_place_gives_its_string(page: Page) -> None:
    page.fill("#place", "Vienna")
    page.press("#place", "Enter")
    page.wait_for_selector("#place-answer code")
    assert page.input_value("#text") == PARIS
    page.fill("#place", "United States")
    page.press("#place", "Enter")
    page.wait_for_selector("#place-answer button")
    assert page.locator("#place-answer button").count() > 3
    page.fill("#place", "Xyzzy")
    page.press("#place", "Enter")
    page.get_by_text("No place or zone named Xyzzy is known.").wait_for()
    assert page.locator("#zones option").count() > 500
    page.fill("#place", "")
    page.press("#place", "Enter")


def test_copies_reach_the_clipboard_and_the_page_confirms_it(page: Page) -> None:
    ask(page, "<+0330>-3:30")
    for name, copied in (
        ("Copy the string", "<+0330>-3:30"),
        ("Copy the link", page.url),
        ("Copy : Shell", "export TZ='<+0330>-3:30'"),
        ("Copy : Python", 'from vapix_proto import tz\n\nzone = tz.parse("<+0330>-3:30")'),
    ):
        found = page.get_by_role("button", name=re.compile(f"^{name.replace(' :', '.?:')}"))
        found.click()
        page.get_by_role("button", name=re.compile("^Copied")).first.wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == copied
        assert "Copied" in page.inner_text("#status")


def test_copies_need_no_permission(page: Page) -> None:
    ask(page, PARIS)
    page.evaluate("""() => {
      window.write = navigator.clipboard.writeText;
      navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
      window.command = document.execCommand;
    }""")
    copy = page.get_by_role("button", name=re.compile("^(Copy the link|Copied|Not allowed)")).last
    copy.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.evaluate("() => { document.execCommand = () => false }")
    copy.click()
    page.get_by_role("button", name="Not allowed").wait_for()
    page.get_by_text("The browser does not allow this page to copy").wait_for()
    page.evaluate("() => { navigator.clipboard.writeText = window.write; document.execCommand = window.command }")


def test_implementations_are_folded_at_first_and_stay_unfolded(page: Page) -> None:
    ask(page, PARIS)
    page.get_by_text("versions of implementations").click()
    page.get_by_text("Boost 1.74 to 1.83").wait_for()
    ask(page, "GMT0BST,M3.5.0/1,M10.5.0")
    assert page.get_by_text("Boost 1.74 to 1.83").is_visible()
    page.get_by_text("versions of implementations").click()


def test_screen_readers_hear_one_summary_and_not_each_key(page: Page) -> None:
    page.evaluate("""() => {
      window.heard = [];
      new MutationObserver(() => window.heard.push(document.getElementById("status").textContent))
        .observe(document.getElementById("status"), { childList: true });
    }""")
    page.locator("#text").press_sequentially(PARIS, delay=20)
    while not page.evaluate("window.heard.some(Boolean)"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(300)
    heard = [text for text in page.evaluate("window.heard") if text]
    assert len(heard) == 1
    assert heard[0].startswith("Valid. The clock is 1 hour ahead of UTC")
    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 1


@pytest.mark.parametrize(("text", "first"), [("Kathmandu", "options"), ("GMT+3", "problem warning")])
def test_what_to_write_comes_before_errors_and_after_warnings(page: Page, text: str, first: str) -> None:
    ask(page, text)
    assert page.locator("#problems > *").first.get_attribute("class") == first
    assert page.locator("#problems .options button").count() == 1


def test_a_text_is_not_replaced_by_that_of_an_older_place(page: Page) -> None:
    page.fill("#place", "Nuuk")
    page.press("#place", "Enter")
    page.wait_for_selector("#place-answer code")
    choose(page, "posix-2024")
    page.get_by_text(f"{SIGNED}: the clock of America/Nuuk").wait_for()
    assert page.input_value("#text") == SIGNED
    ask(page, "EST5EDT,M3.2.0,M11.1.0")
    choose(page, "vapix")
    page.wait_for_timeout(300)
    assert page.input_value("#text") == "EST5EDT,M3.2.0,M11.1.0"
    assert page.input_value("#place") == page.inner_text("#place-answer") == ""


def test_a_late_answer_does_not_change_the_verdict(page: Page) -> None:
    ask(page, PARIS)
    page.evaluate("""() => {
      window.send = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (...given) { window.held = [this, given]; };
    }""")
    page.fill("#text", "UTC")
    page.get_by_text("Not a valid TZ string").wait_for()
    assert page.inner_text("#answer") == ""
    page.evaluate("""() => {
      Worker.prototype.postMessage = window.send;
      window.held[0].postMessage(...window.held[1]);
    }""")
    button(page, "Use UTC0").wait_for()


def test_a_page_that_stays_open_keeps_counting_down_the_days(page: Page) -> None:
    ask(page, PARIS)
    left = page.locator(".words").first
    days = int(left.inner_text().split()[-2])
    page.evaluate("() => { window.now = Date.now; Date.now = () => window.now.call(Date) + 86_400_000 }")
    page.get_by_text(f"in {days - 1} days", exact=True).wait_for()
    page.evaluate("() => { Date.now = window.now }")


def test_half_a_character_has_an_answer_and_a_link(page: Page) -> None:
    page.evaluate("""() => {
      const field = document.getElementById("text");
      field.value = "UTC0\\ud83d";
      field.dispatchEvent(new Event("input"));
    }""")
    page.wait_for_selector(".problem")
    assert page.url.endswith("#UTC0%EF%BF%BD")


def test_what_is_typed_is_never_markup(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)><b>UTC0</b>")
    assert page.locator("main img, main b >> text=UTC0").count() == 0
    assert "<img src=x" in page.inner_text(".place >> nth=0")


@pytest.mark.parametrize("width", [320, 360, 1000])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for text in TEXTS:
        ask(page, text)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, text
        heights = page.locator(".band text").evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect().height)"
        )
        assert min(heights, default=11) >= 11, text


@pytest.mark.parametrize("text", TEXTS)
def test_axe_finds_nothing(page: Page, text: str) -> None:
    ask(page, text)
    # Only the contrast depends on the colour scheme.
    for scheme in SCHEMES:
        options, least = ({}, 16) if scheme == "light" else ({"runOnly": ["color-contrast"]}, 1)
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("options => axe.run(document, options)", options)
        assert len(found["passes"]) >= least
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == [], scheme


def test_the_page_is_light_or_dark_as_the_visitor_prefers(page: Page) -> None:
    shades = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert shades == ["rgb(255, 255, 255)", "rgb(18, 24, 31)"]


def test_the_position_of_a_fault_is_marked_with_forced_colours_too(page: Page) -> None:
    ask(page, "CET-1CEST,M3.5.0,M10.5.0/25")
    page.emulate_media(forced_colors="active")
    mark = page.locator("mark")
    box = mark.bounding_box()
    assert box is not None
    assert mark.evaluate("mark => getComputedStyle(mark).backgroundImage").startswith("conic-gradient")
    shown = mark.screenshot()
    page.emulate_media(forced_colors="none")
    mark.evaluate("mark => { mark.style.backgroundImage = 'none' }")
    page.emulate_media(forced_colors="active")
    assert mark.screenshot() != shown
    page.emulate_media(forced_colors="none")


def test_the_keyboard_reaches_everything_and_the_focus_is_seen(page: Page) -> None:
    ask(page, "EST5EDT")
    page.focus("#text")
    wanted = page.locator("main :is(button, input, select, summary, a):visible, footer a").count()
    reached = set()
    for place in itertools.count():
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        name = page.evaluate("document.activeElement.id || document.activeElement.textContent")
        if name in reached or place > wanted:
            break
        reached.add(name)
        if page.evaluate("document.activeElement.matches('footer a')"):
            break
        page.keyboard.press("Tab")
    assert len(reached) == wanted
    page.focus(".options button")
    page.evaluate("delete document.documentElement.dataset.took")
    page.keyboard.press("Enter")
    answered(page)
    assert page.input_value("#text") == "EST5EDT,M3.2.0,M11.1.0"


def test_each_pattern_gives_the_verdicts_of_the_library_in_javascript(page: Page) -> None:
    for dialect in tz.DIALECTS.values():
        texts = [*TEXTS, f"{PARIS}\n", "EST5EDT,0/0,J365/23", "AAAAAAA0", "A0", "<A+1>24:59:59", PARIS[:-1], "UTC0UTC"]
        for flags in ("", "u", "v"):
            found = page.evaluate(
                "([pattern, flags, texts]) => texts.map((text) => new RegExp(pattern, flags).test(text))",
                [tz.json_schema(dialect)["pattern"], flags, texts],
            )
            assert found == [tz.is_valid(text, dialect) for text in texts]


def test_without_the_network_it_still_answers(page: Page) -> None:
    page.context.set_offline(True)
    try:
        ask(page, "NZST-12NZDT,M9.5.0,M4.1.0/3")
        assert "Pacific/Auckland" in page.inner_text("#answer")
        ask(page, "Asia/Kathmandu")
        assert button(page, "Use <+0545>-5:45").count() == 1
    finally:
        page.context.set_offline(False)


def test_no_request_leaves_the_folder_of_the_page(page: Page, site: str, requests: list[str]) -> None:
    ask(page, PARIS)
    assert {url.rpartition("/")[2] for url in requests} >= {"page.js", "worker.mjs", "pyodide.asm.wasm", "python.zip"}
    assert [url for url in requests if not url.startswith(site)] == []


@contextmanager
def without(browser: Browser, site: str, file: str, **response: Any) -> Iterator[Page]:
    """The page when one of its files can't be fetched, or has other content."""
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**/{file}", lambda route: route.fulfill(**(response or {"status": 404, "body": ""})))
    page.goto(f"{site}#{PARIS}")
    yield page
    context.close()


@pytest.mark.parametrize("how", ["without JavaScript", "as a file", "without page.js"])
def test_a_page_whose_program_does_not_run_names_what_it_needs(site: str, browser: Browser, how: str) -> None:
    context = browser.new_context(java_script_enabled=how != "without JavaScript")
    page = context.new_page()
    if how == "without page.js":
        page.route("**/page.js", lambda route: route.fulfill(status=404, body=""))
    page.goto((DOCS / "explain" / "index.html").as_uri() if how == "as a file" else site)
    page.wait_for_timeout(1200)
    assert page.inner_text("#notice").startswith("This page needs JavaScript")
    assert "python -m tools.site serve" in page.inner_text("#notice")
    context.close()


@pytest.mark.parametrize("file", ["worker.mjs", "pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "python.zip"])
def test_a_page_that_cannot_load_says_so_and_still_gives_verdicts(site: str, browser: Browser, file: str) -> None:
    with without(browser, site, file) as page:
        page.get_by_text("The explanation could not be loaded").wait_for()
        assert verdict(page) == "✓ Valid"
        page.fill("#text", "UTC")
        assert verdict(page) == "✗ Not a valid TZ string"
        assert page.inner_text("#notice").endswith("Until then, only the verdict is shown.")
        if file not in {"worker.mjs", "pyodide.mjs"}:  # these two are modules, whose status codes no script can see
            assert f"{file} has the status code 404. Check the network" in page.inner_text("#notice")
        page.fill("#place", "Vienna")
        page.press("#place", "Enter")
        assert page.inner_text("#place-answer") == "No place can be looked up until the page is loaded."


@pytest.mark.parametrize(
    ("file", "kind", "reason"),
    [
        ("pyodide.asm.wasm", "text/html", "pyodide.asm.wasm came back as a web page: the network may require a login."),
        ("python.zip", "application/zip", "shutil.ReadError: "),
    ],
)
def test_a_file_that_is_something_else_is_reported(
    site: str, browser: Browser, file: str, kind: str, reason: str
) -> None:
    with without(browser, site, file, content_type=kind, body="<html>") as page:
        page.get_by_text(f"The explanation could not be loaded: {reason}").wait_for(timeout=PATIENCE)
        assert len(page.inner_text("#notice")) < 300


def test_the_policy_keeps_requests_on_the_origin(site: str, browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as elsewhere, without(browser, site, "worker.mjs") as page:
        refused = page.evaluate(
            """async (url) => {
              const refused = [];
              document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
              new Image().src = url;
              await fetch(url).catch(() => {});
              await import(url).catch(() => {});
              await new Promise((done) => setTimeout(done, 50));
              return refused.sort();
            }""",
            elsewhere,
        )
    assert refused == ["connect-src", "img-src", "script-src-elem"]
