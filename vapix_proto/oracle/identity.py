"""Who a device is: the values of ``Brand.*`` and ``Properties.*`` by profile, as recorded from one product of each.

A value whose profile has no recording of it is our choice; those lines are marked.
"""

from __future__ import annotations

from types import MappingProxyType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["IDENTITY"]


def _product(short: str, kind: str, **more: str) -> dict[str, str]:
    """What all recordings have; names have ``__`` for a dot. Short name and type are the halves of the full name."""
    rows = {
        "Brand__Brand": "AXIS",
        "Brand__ProdFullName": f"{short} {kind}",
        "Brand__ProdShortName": short,
        "Brand__ProdType": kind,
        "Properties__API__HTTP__AdminPath": "/index.html",
        "Properties__API__Metadata__Metadata": "yes",
        "Properties__API__Metadata__Version": "1.0",
        "Properties__System__Language": "",
        **more,
    }
    return {name.replace("__", "."): value for name, value in rows.items()}


#: From 9.80 on.
_ANNOUNCED = {
    "Properties__API__Browser__Language": "yes",
    "Properties__API__Browser__RootPwdSetValue": "yes",
    "Properties__API__Browser__UserGroup": "yes",
    "Properties__ApiDiscovery__ApiDiscovery": "yes",
    "Properties__BasicDeviceInfo__BasicDeviceInfo": "yes",
}

_P5512 = _product(
    "AXIS P5512",
    "PTZ Dome Network Camera",
    Brand__ProdNbr="P5512",
    Brand__WebURL="http://www.axis.com/",
    Properties__API__HTTP__AdminPath="/operator/basic.shtml",
    Properties__Firmware__BuildNumber="6",
    Properties__Firmware__BuildDate="Jul 16 2020 14:38",
    Properties__System__Language="English",
    Properties__System__LanguageType="default",
    Properties__System__HardwareID="18C.2",
    Properties__System__SerialNumber="00408CFB6888",
    Properties__System__Architecture="crisv32",
)
_COMPANION = _product(
    "AXIS Companion Bullet LE",
    "Network Camera",
    Brand__ProdNbr="C Bullet LE",
    Brand__ProdVariant="",
    Brand__WebURL="http://www.axis.com",
    Properties__Firmware__BuildDate="Jul 09 2020 08:35",
    Properties__Firmware__BuildNumber="36",
    Properties__FirmwareManagement__Version="1.4",
    Properties__System__Architecture="mips",
    Properties__System__HardwareID="805",
    Properties__System__SerialNumber="ACCC8EF7DE6B",
    Properties__System__Soc="Axis Artpec-5",
    **_ANNOUNCED,
)
# Not recorded for 10.12: all but the name of the product, what is on every device and the version of fwmgr.
_M3206 = _product(
    "AXIS M3206-LVE",
    "Network Camera",
    Brand__ProdNbr="M3206-LVE",
    Brand__ProdVariant="",
    Brand__WebURL="http://www.axis.com",
    Properties__Firmware__BuildDate="Jan 01 2024 00:00",
    Properties__Firmware__BuildNumber="1",
    Properties__FirmwareManagement__Version="1.4",
    Properties__System__Architecture="armv7hf",
    Properties__System__HardwareID="900",
    Properties__System__SerialNumber="ACCC8E000001",
    Properties__System__Soc="",
    **_ANNOUNCED,
)
_P3268 = _product(
    "AXIS P3268-LVE",
    "Dome Camera",
    Brand__ProdNbr="P3268-LVE",
    Brand__ProdVariant="",
    Brand__WebURL="http://www.axis.com",
    Properties__Firmware__BuildDate="Dec 23 2023 00:00",
    Properties__Firmware__BuildNumber="1",
    Properties__FirmwareManagement__Version="1.4",
    Properties__System__Architecture="aarch64",
    Properties__System__HardwareID="968.33",
    Properties__System__SerialNumber="B8A44F785E0C",
    Properties__System__Soc="Axis Artpec-8",
    **_ANNOUNCED,
)
_P3245 = _product(
    "AXIS P3245-LVE",
    "Network Camera",
    Brand__ProdNbr="P3245-LVE",
    Brand__ProdVariant="22mm",
    Brand__WebURL="http://www.axis.com",
    Properties__Firmware__BuildDate="Jan 17 2026 18:22",
    Properties__Firmware__BuildNumber="1",
    Properties__FirmwareManagement__Version="1.4",
    Properties__System__Architecture="armv7hf",
    Properties__System__HardwareID="92D",
    Properties__System__SerialNumber="ACCC8E000001",  # masked in the recording
    Properties__System__Soc="Axis Artpec-7",
    **_ANNOUNCED,
)
_D4200 = _product(
    "AXIS D4200-VE",
    "Network Strobe Speaker",
    Brand__ProdNbr="D4200-VE",
    Brand__ProdVariant="",
    Brand__WebURL="https://www.axis.com",
    Properties__Firmware__BuildDate="Feb 20 2026 18:19",
    Properties__Firmware__BuildNumber="1",
    Properties__FirmwareManagement__Version="1.8",
    Properties__System__Architecture="aarch64",
    Properties__System__HardwareID="9CF",
    Properties__System__SerialNumber="ACCC8E000001",  # masked in the recording
    Properties__System__Soc="i.MX8MN",
    **_ANNOUNCED,
)
# Recorded from basicdeviceinfo.cgi: architecture, hardware, Soc, URL and date. The rest is our choice.
_P3265 = _product(
    "AXIS P3265-V",
    "Dome Camera",
    Brand__ProdNbr="P3265-V",
    Brand__ProdVariant="",
    Brand__WebURL="https://www.axis.com",
    Properties__Firmware__BuildDate="Jul 08 2026 12:25",
    Properties__Firmware__BuildNumber="1",
    Properties__FirmwareManagement__Version="1.10",
    Properties__System__Architecture="aarch64",
    Properties__System__HardwareID="931.11",
    Properties__System__SerialNumber="ACCC8E000001",
    Properties__System__Soc="Axis Artpec-8",
    **_ANNOUNCED,
)

#: By the name of a profile: names without ``root.``, and values.
IDENTITY: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "5.51": MappingProxyType(_P5512),
        "9.80": MappingProxyType(_COMPANION),
        "10.12": MappingProxyType(_M3206),
        "11.8": MappingProxyType(_P3268),
        "11.11": MappingProxyType(_P3245),
        "12.9": MappingProxyType(_D4200),
        "12.11": MappingProxyType(_P3265),
        "13.0": MappingProxyType(_P3265),
    }
)
