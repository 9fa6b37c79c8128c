"""Our types as pydantic fields: values, errors with our messages, JSON, JSON Schema, and passwords that stay hidden."""

from __future__ import annotations

import json
import traceback
from typing import Annotated, Any

import pydantic
import pytest

from tests.test_architecture import loaded
from vapix_proto import tz, vapix

SECRET = "s3cretäpass"


class Camera(pydantic.BaseModel):
    zone: tz.PosixTimeZone
    wide: Annotated[tz.PosixTimeZone, tz.POSIX_2024] | None = None
    user: vapix.UserName = vapix.UserName("root")
    role: vapix.Role = vapix.Role.VIEWER
    axis_os: vapix.AxisOs = vapix.AxisOs((11, 11))
    ntp: Annotated[str, vapix.PARAMETERS["Time.NTP.Server"]] = "0.0.0.0"
    size: Annotated[str, vapix.PARAMETERS["Log.Access.MaxSize"]] = "40000"


class Login(pydantic.BaseModel):
    pwd: vapix.Password


TEXTS = {
    "zone": "CET-1CEST,M3.5.0,M10.5.0/3",
    "wide": "<far-from-home>-24:00:01",
    "user": "joe",
    "role": "ptz:viewer",
    "axis_os": "11.5",
    "ntp": "time.example.org",
    "size": "1000",
}


def errors_of(model: type[pydantic.BaseModel], **fields: object) -> list[dict[str, Any]]:
    with pytest.raises(pydantic.ValidationError) as caught:
        model(**fields)
    return [{**error} for error in caught.value.errors(include_url=False)]


def test_texts_become_values_and_go_back_to_json_as_texts() -> None:
    camera = Camera.model_validate_json(json.dumps(TEXTS))
    assert camera.zone == tz.parse(TEXTS["zone"])
    assert camera.wide == tz.parse(TEXTS["wide"], tz.POSIX_2024)
    assert (camera.user, type(camera.user)) == ("joe", vapix.UserName)
    assert camera.role is vapix.Role.VIEWER_PTZ
    assert camera.axis_os == vapix.AxisOs((11, 5))
    assert camera.ntp == TEXTS["ntp"]
    assert json.loads(camera.model_dump_json()) == TEXTS | {"role": "viewer:ptz", "wide": "<far-from-home>-24:00:01"}
    assert camera.model_dump()["zone"] is camera.zone
    assert Camera(**camera.model_dump()) == camera, "values are accepted, too"
    assert Camera.model_validate(camera.model_dump(mode="json"), strict=True) == camera


def test_zones_as_keys_and_in_lists() -> None:
    fleet = pydantic.TypeAdapter(dict[tz.PosixTimeZone, list[vapix.Role]])
    assert fleet.dump_json(fleet.validate_python({"UTC0": ["viewer"]})) == b'{"UTC0":["viewer"]}'


def test_every_problem_is_an_error_with_our_code_message_hint_fix_and_place() -> None:
    problems = tz.validate("CET+25:99")
    errors = errors_of(Camera, zone="CET+25:99")
    assert [error["type"] for error in errors] == [str(problem.code) for problem in problems]
    assert len(errors) == 2
    for error, problem in zip(errors, problems, strict=True):
        assert error["loc"] == ("zone",)
        assert error["msg"] == problem.message
        assert error["input"] == "CET+25:99"
        context = {"start": problem.span.start, "end": problem.span.end, "hint": problem.hint, "fix": problem.fix}
        assert error["ctx"] == {**context, "message": problem.message}
    (curly,) = errors_of(Camera, zone='{"hint"')[:1]
    assert curly["msg"] == tz.validate('{"hint"')[0].message
    (error,) = errors_of(Camera, zone="CET\u22121")
    assert (error["type"], error["ctx"]["fix"]) == ("tz-character", "CET-1")
    (error,) = errors_of(Camera, zone=3600)
    assert error["type"] == "string_type"


def test_the_dialect_of_a_field_counts_for_values_too() -> None:
    wide = tz.parse("<far-from-home>1", tz.POSIX_2024)
    assert Camera.model_validate({"zone": "UTC0", "wide": wide}).wide == wide
    (error,) = errors_of(Camera, zone=wide)
    assert error["type"] == "tz-designation-long"


@pytest.mark.parametrize(
    ("field", "text", "code", "hint"),
    [
        ("user", "jo e", "user-character", "write joe"),
        ("role", "operator", "role-incomplete", "write operator:viewer"),
        ("axis_os", "eleven", "axis-os", "write numbers with dots between them, such as 11.11"),
        ("ntp", "[::1]", "param-host", "write ::1"),
        ("size", "+1000", "param-value", "write 1000"),
    ],
)
def test_errors_of_system_settings(field: str, text: str, code: str, hint: str | None) -> None:
    (error,) = errors_of(Camera, zone="UTC0", **{field: text})
    assert (error["type"], error["ctx"]["hint"], error["loc"]) == (code, hint, (field,))


def test_all_problems_of_a_user_name() -> None:
    codes = [error["type"] for error in errors_of(Camera, zone="UTC0", user="joe joe joe joe joe")]
    assert sorted(set(codes)) == ["user-character", "user-long"]


def test_a_parameter_needs_a_text_field() -> None:
    with pytest.raises(TypeError, match=r"Annotated\[str, vapix.PARAMETERS\['Log.Access.MaxSize'\]\]"):
        pydantic.TypeAdapter(Annotated[int, vapix.PARAMETERS["Log.Access.MaxSize"]])


Wide = Annotated[
    tz.PosixTimeZone,
    pydantic.BeforeValidator(str.strip),
    pydantic.AfterValidator(lambda zone: zone.replace(std=zone.std.replace(designation="XXX"))),
    pydantic.PlainSerializer(lambda zone: f"TZ={zone}"),
    pydantic.Field(description="inside"),
    tz.POSIX_2024,
    pydantic.AfterValidator(lambda zone: zone.replace(std=zone.std.replace(utoff=-zone.std.utoff))),
]


@pytest.mark.parametrize(("kind", "dialect"), [(Wide, tz.POSIX_2024), (Annotated[Wide, tz.TZIF_V3], tz.TZIF_V3)])
def test_a_dialect_keeps_the_other_annotations(kind: Any, dialect: tz.Dialect) -> None:
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(kind)
    zone = adapter.validate_python(" <far-from-home>-24 ")
    assert zone == tz.parse("XXX24")
    assert adapter.dump_python(zone) == "TZ=XXX24"
    assert adapter.json_schema()["description"] == "inside"
    assert adapter.json_schema()["pattern"] == tz.json_schema(dialect)["pattern"]
    with pytest.raises(pydantic.ValidationError) as caught:
        adapter.validate_python("<far_home>1")
    assert [each["type"] for each in caught.value.errors()] == ["tz-designation-character"]


@pytest.mark.parametrize(
    "kind",
    [
        str,
        int,
        tz.PosixTimeZone | None,
        list[tz.PosixTimeZone],
        Annotated[tz.PosixTimeZone, pydantic.PlainValidator(lambda given: given)],
    ],
)
def test_a_dialect_annotates_zones_only(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"Annotated\[tz\.PosixTimeZone, tz\.VAPIX\]"):
        pydantic.TypeAdapter(Annotated[kind, tz.VAPIX])


def test_a_parameter_keeps_the_other_annotations() -> None:
    parameter = vapix.PARAMETERS["Log.Access.MaxSize"]
    kind = Annotated[
        str,
        pydantic.Field(max_length=4, description="inside"),
        pydantic.BeforeValidator(str.strip),
        parameter,
        pydantic.AfterValidator(lambda size: f"{size}0"),
    ]
    adapter = pydantic.TypeAdapter(kind)
    assert adapter.validate_python(" 9999 ") == "99990"
    assert adapter.json_schema()["description"] == "inside"
    assert adapter.json_schema()["maxLength"] == 4
    assert adapter.json_schema()["pattern"] == vapix.json_schema("Log.Access.MaxSize")["pattern"]
    for text, error in (("10000", "string_too_long"), ("x", "param-value")):
        with pytest.raises(pydantic.ValidationError) as caught:
            adapter.validate_python(text)
        assert [each["type"] for each in caught.value.errors()] == [error]


def test_a_dialect_and_a_parameter_may_be_fields_like_any_other_type() -> None:
    class Rule(pydantic.BaseModel, arbitrary_types_allowed=True):
        dialect: tz.Dialect
        parameter: vapix.Parameter

    rule = Rule(dialect=tz.VAPIX, parameter=vapix.PARAMETERS["Time.NTP.Server"])
    assert rule.dialect is tz.VAPIX
    with pytest.raises(pydantic.ValidationError, match="instance of Dialect"):
        Rule.model_validate({"dialect": "vapix", "parameter": rule.parameter})


def test_json_schemas_are_those_of_the_library() -> None:
    properties = Camera.model_json_schema()["properties"]
    assert {**tz.json_schema("vapix"), "title": "Zone"} == properties["zone"]
    assert properties["wide"]["anyOf"][0] == tz.json_schema("posix-2024")
    for field, name in (("user", "user"), ("role", "sgrp"), ("axis_os", "axis-os"), ("ntp", "Time.NTP.Server")):
        assert vapix.json_schema(name).items() <= properties[field].items()
    assert vapix.json_schema("pwd").items() <= Login.model_json_schema()["properties"]["pwd"].items()


def test_a_serialization_schema_shows_the_mask_of_a_password() -> None:
    schema = Login.model_json_schema(mode="serialization")["properties"]["pwd"]
    shown = json.loads(Login(pwd=vapix.Password("s3cret")).model_dump_json())["pwd"]
    assert schema == {"type": "string", "format": "password", "const": shown, "title": "Pwd"}


def test_no_password_is_shown() -> None:
    login = Login.model_validate({"pwd": "pass w0rd"})
    assert login.pwd == vapix.Password("pass w0rd")
    assert Login(pwd=login.pwd) == login
    assert login.model_dump_json() == '{"pwd":"********"}'
    for shown in (repr(login), str(login), str(login.model_dump()), str(login.model_dump(mode="json"))):
        assert "w0rd" not in shown
    with pytest.raises(pydantic.ValidationError) as caught:
        Login.model_validate({"pwd": SECRET})
    error = caught.value
    for shown in (str(error), repr(error), error.json(), str(error.errors()), *traceback.format_exception(error)[-1:]):
        assert SECRET not in shown
        assert "ä" not in shown
    assert error.errors()[0]["input"] == "**********"
    assert [each["type"] for each in error.errors()] == ["password-character"]
    assert error.errors()[0]["ctx"]["start"] == SECRET.index("ä")
    assert error.__context__ is None
    (other,) = errors_of(Login, pwd=12345678)
    assert (other["type"], other["input"]) == ("string_type", "**********")
    (masked,) = errors_of(Login, pwd="**********")
    assert masked["type"] == "password-masked"


def test_pydantic_is_not_loaded_before_it_asks_for_a_schema() -> None:
    names = loaded(
        "from vapix_proto import tz, vapix; tz.parse('UTC0'); vapix.Password('x'); vapix.Role.parse('viewer')"
    )
    assert not {name for name in names if name.split(".")[-1].startswith(("pydantic", "_pydantic", "schemas"))}
