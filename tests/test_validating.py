"""The recipes in docs/how-to/validate: each page's program runs and does what the page promises.

A recipe is skipped if its library is missing; ``python -m tools.compat validating`` runs all of them.
"""

from __future__ import annotations

import json
import re

import pytest

from tests.support.documents import blocks
from tests.support.paths import DOCS
from tests.support.recipes import recipe
from vapix_proto import ParseError, tz, vapix

FOLDER = DOCS / "how-to" / "validate"
PAGES = {path.stem: f"how-to/validate/{path.name}" for path in FOLDER.glob("*.md") if path.stem != "index"}
GOOD, BAD = "CET-1CEST,M3.5.0,M10.5.0/3", "CET+25"
#: Two problems with the same message.
BLANKS = "CET-1CEST, M3.5.0, M10.5.0/3"
MESSAGE = "hour 25 is out of range: offsets run from 0 to 24"


def test_pydantic() -> None:
    camera = recipe(PAGES["pydantic"], None, "pydantic")["Camera"]
    fields = {"zone": GOOD, "user": "joe", "password": "secret", "axis_os": "11.11", "time_server": "10.0.0.1"}
    made = camera(**fields)
    assert json.loads(made.model_dump_json()) == fields | {"footer": None, "role": "viewer", "password": "********"}
    with pytest.raises(ValueError, match="3 validation errors") as caught:
        camera(**fields | {"zone": BAD, "user": "jo e", "password": "geheim\x07"})
    assert [each["type"] for each in caught.value.errors()] == [  # type: ignore[attr-defined]
        "tz-offset-range",
        "user-character",
        "password-character",
    ]
    assert "geheim" not in str(caught.value)


def test_fastapi() -> None:
    scope = recipe(PAGES["fastapi"], None, "fastapi", "httpx2")
    from fastapi.exceptions import RequestValidationError  # type: ignore[import-not-found,unused-ignore]
    from fastapi.testclient import TestClient  # type: ignore[import-not-found,unused-ignore]

    client = TestClient(scope["app"])
    answer = client.get("/clock", params={"zone": GOOD, "at": 1_784_000_000})
    assert answer.json() == {"zone": GOOD, "utoff": 7200, "designation": "CEST"}
    answer = client.get("/clock", params={"zone": BAD, "at": 0})
    assert answer.status_code == 422
    context = {"start": 4, "end": 6, "hint": None, "fix": None, "message": MESSAGE}
    (problem,) = tz.validate(BAD)
    context["hint"] = problem.hint
    expected = {"type": "tz-offset-range", "loc": ["query", "zone"], "msg": MESSAGE, "ctx": context}
    assert answer.json() == {"detail": [expected]}
    answer = client.post("/users/joe", params={"password": "s3cret", "role": "viewer:ptz"})
    assert answer.json() == {"path": "/axis-cgi/pwdgrp.cgi"}
    answer = client.post("/users/jo-e", params={"password": "s3cret\x07", "role": "root"})
    assert [each["type"] for each in answer.json()["detail"]] == [
        "user-character",
        "password-character",
        "role-unknown-group",
    ]
    assert "s3cret" not in answer.text
    # The error of somebody else's validator has an exception in its context.
    other = {"type": "value_error", "loc": ["body"], "msg": "no", "input": "s3cret", "ctx": {"error": ValueError()}}
    (detail,) = json.loads(scope["refuse"](None, RequestValidationError([other])).body)["detail"]
    assert detail == {"type": "value_error", "loc": ["body"], "msg": "no", "ctx": {"error": {}}}
    parameters = client.get("/openapi.json").json()["paths"]["/clock"]["get"]["parameters"]
    assert parameters[0]["schema"]["pattern"] == tz.json_schema()["pattern"]


def test_django() -> None:
    pytest.importorskip("django")
    import django  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from django.conf import settings  # type: ignore[import-not-found,import-untyped,unused-ignore]

    settings.configure(USE_TZ=True)
    django.setup()
    scope = recipe(PAGES["django"], None)
    form = scope["CameraForm"]({"time_zone": GOOD})
    assert form.is_valid()
    form = scope["CameraForm"]({"time_zone": BAD + ":99"})
    assert not form.is_valid()
    errors = form.errors.as_data()["time_zone"]
    assert [each.code for each in errors] == [str(each.code) for each in tz.validate(BAD + ":99")]
    models = scope["models"]
    meta = type("Meta", (), {"app_label": "cameras"})
    body = {"time_zone": scope["TzStringField"](max_length=100), "Meta": meta, "__module__": "cameras"}
    camera = type("Camera", (models.Model,), body)
    camera(time_zone=GOOD).full_clean()  # type: ignore[call-arg,attr-defined,unused-ignore]
    with pytest.raises(scope["ValidationError"], match="hour 25"):
        camera(time_zone=BAD).full_clean()  # type: ignore[call-arg,attr-defined,unused-ignore]


def test_wtforms() -> None:
    form = recipe(PAGES["wtforms"], None, "wtforms")["CameraForm"]
    assert form(data={"time_zone": GOOD}).validate()
    refused = form(data={"time_zone": BAD})
    assert not refused.validate()
    assert refused.errors["time_zone"][0].startswith(MESSAGE)
    refused = form(data={"time_zone": BLANKS})
    assert not refused.validate()
    assert refused.errors["time_zone"] == [str(tz.validate(BLANKS)[0])]


def test_attrs() -> None:
    camera = recipe(PAGES["attrs"], None, "attrs")["Camera"]
    assert camera(GOOD) == camera(tz.parse(GOOD))
    with pytest.raises(ParseError, match="hour 25"):
        camera(BAD)


def test_msgspec() -> None:
    msgspec = pytest.importorskip("msgspec")
    scope = recipe(PAGES["msgspec"], None)
    data = json.dumps({"zone": GOOD, "role": "viewer", "axis_os": "11.11"}).encode()
    camera = scope["decoder"].decode(data)
    assert (camera.zone, camera.role) == (tz.parse(GOOD), vapix.Role.VIEWER)
    assert json.loads(scope["encoder"].encode(camera)) == json.loads(data)
    with pytest.raises(msgspec.ValidationError, match=r"hour 25[^$]*at `\$\.zone`"):
        scope["decoder"].decode(data.replace(GOOD.encode(), BAD.encode()))
    for order in ("ptz:viewer", "root"):
        with pytest.raises(msgspec.ValidationError, match="role"):
            scope["decoder"].decode(data.replace(b'"viewer"', f'"{order}"'.encode()))
    schema = msgspec.json.schema(scope["Camera"], schema_hook=scope["schema"])
    assert schema["$defs"]["Camera"]["properties"]["zone"] == tz.json_schema()


def test_voluptuous() -> None:
    vol = pytest.importorskip("voluptuous")
    scope = recipe(PAGES["voluptuous"], None)
    config = {"host": "camera.local", "time_zone": GOOD}
    assert scope["CONFIG_SCHEMA"](config) == config
    for bad, message in ((BAD, "hour 25"), (3, "a TZ string must be str or bytes, not int")):
        with pytest.raises(vol.Invalid, match=message) as caught:
            scope["CONFIG_SCHEMA"](config | {"time_zone": bad})
        assert caught.value.path == ["time_zone"]
    assert scope["errors_of"](config) == {}
    assert scope["errors_of"](config | {"time_zone": BAD}) == {"time_zone": "tz_offset_range"}


def test_marshmallow() -> None:
    marshmallow = pytest.importorskip("marshmallow")
    schema = recipe(PAGES["marshmallow"], None)["CameraSchema"]()
    loaded = schema.load({"zone": GOOD})
    assert loaded == {"zone": tz.parse(GOOD)}
    assert schema.dump(loaded) == {"zone": GOOD}
    with pytest.raises(marshmallow.ValidationError) as caught:
        schema.load({"zone": BAD})
    assert caught.value.messages["zone"] == [str(each) for each in tz.validate(BAD)]
    with pytest.raises(marshmallow.ValidationError) as caught:
        schema.load({"zone": BLANKS})
    assert caught.value.messages["zone"] == [str(tz.validate(BLANKS)[0])]
    with pytest.raises(marshmallow.ValidationError, match="Not a valid string"):
        schema.load({"zone": 3})


def test_argparse(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    parser = recipe(PAGES["argparse"], None)["parser"]
    assert parser.parse_args(["--zone", GOOD]).zone == tz.parse(GOOD)
    with pytest.raises(SystemExit):
        parser.parse_args(["--zone", BAD])
    (shown,) = (block for block in blocks(FOLDER / "argparse.md") if block.language == "console")
    assert capsys.readouterr().err == shown.code.partition("\n")[2]


def test_click() -> None:
    scope = recipe(PAGES["click"], None, "click")
    from click.testing import CliRunner

    assert CliRunner().invoke(scope["camera"], ["--zone", GOOD]).output == f"{GOOD}\n"
    refused = CliRunner().invoke(scope["camera"], ["--zone", BAD])
    assert refused.exit_code == 2
    with pytest.raises(ParseError) as caught:
        tz.parse(BAD)
    assert str(caught.value) in refused.output


def test_jsonschema() -> None:
    scope = recipe(PAGES["jsonschema"], None, "jsonschema")
    for checks in (scope["by_pattern"], scope["by_format"]):
        assert checks.is_valid({"zone": GOOD})
        (error,) = checks.iter_errors({"zone": f"{GOOD}\n"})
        assert list(error.path) == ["zone"]
    assert isinstance(error.cause, ParseError)


def test_every_recipe_has_a_test_and_is_in_the_overview() -> None:
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(PAGES) <= tested
    assert {f"({name}.md)" for name in PAGES} <= set(
        re.findall(r"\([\w.]+\)", (FOLDER / "index.md").read_text("utf-8"))
    )
