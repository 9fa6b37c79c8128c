"""What products call themselves, recorded from one product for each profile of a version."""

from __future__ import annotations

from types import MappingProxyType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["IDENTITY"]

#: Where the recordings are masked: that of the emulator.
_SERIAL_NUMBER = "ACCC8E000001"
_URL = "http://www.axis.com"


def _product(
    name: tuple[str, str], number: str, variant: str, url: str, built: str, system: tuple[str, str, str], serial: str
) -> Mapping[str, str]:
    """The properties by the names of ``basicdeviceinfo.cgi``, in the recorded order, without the version."""
    short, kind = name
    architecture, hardware, soc = system
    return MappingProxyType(
        {
            "Architecture": architecture,
            "ProdNbr": number,
            "HardwareID": hardware,
            "ProdFullName": f"{short} {kind}",
            "ProdType": kind,
            "Soc": soc,
            "Brand": "AXIS",
            "WebURL": url,
            "ProdVariant": variant,
            "SerialNumber": serial,
            "ProdShortName": short,
            "BuildDate": built,
        }
    )


_P5512 = _product(
    ("AXIS P5512", "PTZ Dome Network Camera"),
    "P5512",
    "",
    f"{_URL}/",
    "Jul 16 2020 14:38",
    ("crisv32", "18C.2", ""),
    "00408CFB6888",
)
_COMPANION = _product(
    ("AXIS Companion Bullet LE", "Network Camera"),
    "C Bullet LE",
    "",
    _URL,
    "Jul 09 2020 08:35",
    ("mips", "805", "Axis Artpec-5"),
    "ACCC8EF7DE6B",
)
_P3245 = _product(
    ("AXIS P3245-LVE", "Network Camera"),
    "P3245-LVE",
    "22mm",
    _URL,
    "Jan 17 2026 18:22",
    ("armv7hf", "92D", "Axis Artpec-7"),
    _SERIAL_NUMBER,
)
_D4200 = _product(
    ("AXIS D4200-VE", "Network Strobe Speaker"),
    "D4200-VE",
    "",
    "https://www.axis.com",
    "Feb 20 2026 18:19",
    ("aarch64", "9CF", "i.MX8MN"),
    _SERIAL_NUMBER,
)

#: By the name of the profile. Recorded from 5.51.7, 9.80.2.2, 11.11.192 and 12.9.57; 10.12 and 13.0 have the product of
#: their neighbour, which is our choice.
IDENTITY: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "5.51": _P5512,
        "9.80": _COMPANION,
        "10.12": _COMPANION,
        "11.11": _P3245,
        "12.11": _D4200,
        "13.0": _D4200,
    }
)
