"""For ``time.cgi`` and ``time/v2``: zone names, verdicts on zones and times, and the state after a zone is set."""

from __future__ import annotations

from vapix_proto.oracle.responses.json_documents import LAST_SECOND, is_zone_name, local_text, utc_of, utc_text
from vapix_proto.oracle.rules.allowed import Verdict, tz_string
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED
from vapix_proto.oracle.rules.tz_strings import WIDE, zone_of
from vapix_proto.oracle.time_zone import DST, by_hand, by_name, with_zone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vapix_proto.oracle.rules.outcomes import Ask
    from vapix_proto.oracle.state import State
    from vapix_proto.oracle.time_zone import TimeZone

#: The time zones that AXIS OS 12.11.77 offered in a recording, by area: the zones of zone1970.tab in tzdata.
_AREAS = {
    "Africa": """Abidjan Algiers Bissau Cairo Casablanca Ceuta El_Aaiun Johannesburg Juba Khartoum Lagos Maputo
        Monrovia Nairobi Ndjamena Sao_Tome Tripoli Tunis Windhoek""",
    "America": """Adak Anchorage Araguaina Argentina/Buenos_Aires Argentina/Catamarca Argentina/Cordoba
        Argentina/Jujuy Argentina/La_Rioja Argentina/Mendoza Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan
        Argentina/San_Luis Argentina/Tucuman Argentina/Ushuaia Asuncion Bahia Bahia_Banderas Barbados Belem Belize
        Boa_Vista Bogota Boise Cambridge_Bay Campo_Grande Cancun Caracas Cayenne Chicago Chihuahua Ciudad_Juarez
        Costa_Rica Coyhaique Cuiaba Danmarkshavn Dawson Dawson_Creek Denver Detroit Edmonton Eirunepe El_Salvador
        Fort_Nelson Fortaleza Glace_Bay Goose_Bay Grand_Turk Guatemala Guayaquil Guyana Halifax Havana Hermosillo
        Indiana/Indianapolis Indiana/Knox Indiana/Marengo Indiana/Petersburg Indiana/Tell_City Indiana/Vevay
        Indiana/Vincennes Indiana/Winamac Inuvik Iqaluit Jamaica Juneau Kentucky/Louisville Kentucky/Monticello La_Paz
        Lima Los_Angeles Maceio Managua Manaus Martinique Matamoros Mazatlan Menominee Merida Metlakatla Mexico_City
        Miquelon Moncton Monterrey Montevideo New_York Nome Noronha North_Dakota/Beulah North_Dakota/Center
        North_Dakota/New_Salem Nuuk Ojinaga Panama Paramaribo Phoenix Port-au-Prince Porto_Velho Puerto_Rico
        Punta_Arenas Rankin_Inlet Recife Regina Resolute Rio_Branco Santarem Santiago Santo_Domingo Sao_Paulo
        Scoresbysund Sitka St_Johns Swift_Current Tegucigalpa Thule Tijuana Toronto Vancouver Whitehorse Winnipeg
        Yakutat""",
    "Antarctica": "Casey Davis Macquarie Mawson Palmer Rothera Troll Vostok",
    "Asia": """Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Atyrau Baghdad Baku Bangkok Barnaul Beirut Bishkek Chita
        Colombo Damascus Dhaka Dili Dubai Dushanbe Famagusta Gaza Hebron Ho_Chi_Minh Hong_Kong Hovd Irkutsk Jakarta
        Jayapura Jerusalem Kabul Kamchatka Karachi Kathmandu Khandyga Kolkata Krasnoyarsk Kuching Macau Magadan
        Makassar Manila Nicosia Novokuznetsk Novosibirsk Omsk Oral Pontianak Pyongyang Qatar Qostanay Qyzylorda Riyadh
        Sakhalin Samarkand Seoul Shanghai Singapore Srednekolymsk Taipei Tashkent Tbilisi Tehran Thimphu Tokyo Tomsk
        Ulaanbaatar Urumqi Ust-Nera Vladivostok Yakutsk Yangon Yekaterinburg Yerevan""",
    "Atlantic": "Azores Bermuda Canary Cape_Verde Faroe Madeira South_Georgia Stanley",
    "Australia": "Adelaide Brisbane Broken_Hill Darwin Eucla Hobart Lindeman Lord_Howe Melbourne Perth Sydney",
    "Europe": """Andorra Astrakhan Athens Belgrade Berlin Brussels Bucharest Budapest Chisinau Dublin Gibraltar
        Helsinki Istanbul Kaliningrad Kirov Kyiv Lisbon London Madrid Malta Minsk Moscow Paris Prague Riga Rome Samara
        Saratov Simferopol Sofia Tallinn Tirane Ulyanovsk Vienna Vilnius Volgograd Warsaw Zurich""",
    "Indian": "Chagos Maldives Mauritius",
    "Pacific": """Apia Auckland Bougainville Chatham Easter Efate Fakaofo Fiji Galapagos Gambier Guadalcanal Guam
        Honolulu Kanton Kiritimati Kosrae Kwajalein Marquesas Nauru Niue Norfolk Noumea Pago_Pago Palau Pitcairn
        Port_Moresby Rarotonga Tahiti Tarawa Tongatapu""",
}
#: All 313 names, in recorded order, with UTC last.
ZONE_NAMES: tuple[str, ...] = (*(f"{area}/{name}" for area in _AREAS for name in _AREAS[area].split()), "UTC")

#: Names from the documentation's examples; in tzdata they are links, and devices list no links.
_EXAMPLES = frozenset({"Africa/Accra", "Europe/Copenhagen", "Europe/Stockholm"})
_LISTED = frozenset(ZONE_NAMES)


def judge_name(value: object) -> Verdict:
    """The verdict on an IANA zone name.

    It is unsettled for well-formed names outside ``ZONE_NAMES``, because releases of the time zone database differ
    in the names that they contain.
    """
    if not is_zone_name(value):
        return Verdict.REFUSED
    if value in _LISTED:
        return Verdict.TAKEN
    return Verdict.TAKEN_FIRST if value in _EXAMPLES else Verdict.REFUSED_FIRST


def judge_posix(value: object) -> Verdict:
    """The verdict on a POSIX string, judged by the rules for ``param.cgi``.

    Whether ``time.cgi`` and ``time/v2`` accept more strings is not settled.
    """
    if not isinstance(value, str):
        return Verdict.REFUSED
    verdict = tz_string(value)
    return Verdict.REFUSED_FIRST if verdict is Verdict.REFUSED and WIDE.match(value) else verdict


def judge_date_time(value: object) -> Verdict:
    """The verdict on a new time, which must be in UTC and lie in the years 1970 to 2069."""
    instant = utc_of(value) if isinstance(value, str) else None
    return Verdict.TAKEN if instant is not None and 0 <= instant <= LAST_SECOND else Verdict.REFUSED


def clock(ask: Ask) -> dict[str, str]:
    """The UTC and local times in a response. They are computed from the request's ``now``, even if a time was set."""
    zone, now, offset = ask.state.time_zone, min(max(ask.now, 0), LAST_SECOND), 0
    if zone.rule is not None:
        known = zone_of(zone.rule)
        offset = (known.at(now) if zone.dst else known.std).utoff
    return {"dateTime": utc_text(now), "localDateTime": local_text(now, offset)}


def without_default(zone: TimeZone) -> TimeZone:
    """A copy of ``zone`` with an unknown default. While the default is in force, any UTC offset counts as correct."""
    return zone.replace(default="")


def named(ask: Ask, name: str) -> State:
    """The state after an IANA zone is set: the POSIX zone is removed, and no zone from DHCP is used."""
    return after(ask, by_name(name), "set timeZone")


def written(ask: Ask, text: str, *, dst: bool) -> State:
    """The state after a POSIX zone is set: the IANA zone is removed, and no zone from DHCP is used."""
    return after(ask, by_hand(text, dst=dst), "set posixTimeZone")


def reset(ask: Ask) -> Iterator[tuple[State, str]]:
    """The possible states after the IANA and POSIX zones are cleared, each with a prefix for ``Acceptable.source``."""
    first = after(ask, {}, "reset the time zone")
    yield first, ""
    kept = after(ask, {DST: "yes" if ask.state.time_zone.dst else "no"}, "reset the time zone")
    if kept.essence != first.essence:
        yield kept, f"{NOT_SETTLED}: whether daylight saving time is reset, too; "


def after(ask: Ask, chosen: Mapping[str, str], what: str) -> State:
    """The state after a zone is set or cleared, including the line that this adds to the system log."""
    state = ask.state.replace(settings=with_zone(ask.state.settings, chosen))
    return ask.noted(state, "Informational", f"time: {what}")
