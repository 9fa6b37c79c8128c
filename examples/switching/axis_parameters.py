"""axis's model of ``param.cgi`` on vapix_proto."""

from typing import Any

from axis.models.parameters.param_cgi import ParamRequest

from vapix_proto import vapix


def params_to_dict(params: str) -> dict[str, Any]:
    """The parameters as nested dictionaries; raises ParseError for a text that is not a listing."""
    return {"root": _converted(vapix.ParameterListing.parse(params).tree)}


def _converted(tree: dict[str, Any]) -> dict[str, Any]:
    return {name: _converted(value) if isinstance(value, dict) else _value(value) for name, value in tree.items()}


def _value(text: str) -> bool | int | str:
    if text in ("true", "false", "yes", "no"):
        return text in ("true", "yes")
    return int(text) if text.lstrip("-").isnumeric() else text


def arguments(request: ParamRequest) -> dict[str, str]:
    """The arguments of a list of parameters."""
    groups = (f"root.{request.group}",) if request.group else ()
    return dict(vapix.ListParameters(groups).arguments())
