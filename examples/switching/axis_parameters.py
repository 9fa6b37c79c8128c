"""axis's model of ``param.cgi`` on vapix_proto."""

from typing import Any

from axis.models.parameters.param_cgi import ParamRequest

from vapix_proto import vapix


def params_to_dict(params: str) -> dict[str, Any]:
    """The parameters as nested dictionaries; raises ParseError for a text that is not a listing."""
    tree: dict[str, Any] = {}
    for name, value in vapix.ParameterListing.parse(params).values.items():
        *groups, last = name.split(".")
        inner = tree
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[last] = _converted(value)
    return {"root": tree}


def _converted(value: str) -> bool | int | str:
    if value in ("true", "false", "yes", "no"):
        return value in ("true", "yes")
    return int(value) if value.lstrip("-").isnumeric() else value


def arguments(request: ParamRequest) -> dict[str, str]:
    """The arguments of a list of parameters."""
    groups = (f"root.{request.group}",) if request.group else ()
    return dict(vapix.ListParameters(groups).arguments())
