"""axis's models of ``pwdgrp.cgi`` on vapix_proto: its classes stay, what they read and write goes."""

from axis.models.pwdgrp_cgi import (
    CreateUserRequest,
    DeleteUserRequest,
    GetUsersRequest,
    GetUsersResponse,
    ModifyUserRequest,
    SecondaryGroup,
    User,
)

from vapix_proto import vapix


def privileges(user: User) -> SecondaryGroup:
    """The role of a user; both libraries name the roles alike."""
    role = vapix.Role.of_groups(group for group in vapix.ACCESS_GROUPS if getattr(user, group))
    return SecondaryGroup.UNKNOWN if role is None else SecondaryGroup[role.name]


def users(response: type[GetUsersResponse], body: bytes) -> GetUsersResponse:
    """The members of the access groups; raises ParseError for a body that is not a listing."""
    if not body:
        return response({})
    groups = vapix.AccountListing.parse(body).groups
    access = [groups.get(group, ()) for group in vapix.ACCESS_GROUPS]
    names = dict.fromkeys(name for members in access for name in members)
    return response({name: User(name, *(name in members for members in access)) for name in names})


def get(request: GetUsersRequest) -> dict[str, str]:
    """The arguments of a list of users."""
    return dict(vapix.GetUsers().arguments())


def create(request: CreateUserRequest) -> dict[str, str]:
    """The arguments of a new account; raises ParseError for a name or password that no device accepts."""
    role = vapix.Role.parse(request.sgrp)
    return dict(vapix.AddUser(request.user, request.pwd, role, comment=request.comment).arguments())


def modify(request: ModifyUserRequest) -> dict[str, str]:
    """The arguments of a change; raises ParseError for a change of nothing, too."""
    role = request.sgrp and vapix.Role.parse(request.sgrp)
    return dict(vapix.UpdateUser(request.user, request.pwd, role, comment=request.comment).arguments())


def delete(request: DeleteUserRequest) -> dict[str, str]:
    """The arguments of a removal."""
    return dict(vapix.RemoveUser(request.user).arguments())
