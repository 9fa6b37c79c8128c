"""For each profile, the identity of one product: the values of ``Brand.*`` and ``Properties.*``, as recorded.

Where a profile's recordings lack a value, we chose one; comments mark these values.
"""

from __future__ import annotations

from types import MappingProxyType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_BRAND = ["ProdShortName", "ProdType", "ProdNbr", "ProdVariant", "WebURL"]
_FIRMWARE = ["Firmware.BuildDate", "Firmware.BuildNumber", "FirmwareManagement.Version"]
_SYSTEM = ["System.Architecture", "System.HardwareID", "System.SerialNumber", "System.Soc"]
_NAMES = [*(f"Brand.{name}" for name in _BRAND), *(f"Properties.{name}" for name in (*_FIRMWARE, *_SYSTEM))]
#: Values that all recordings share.
_COMMON = {
    "Brand.Brand": "AXIS",
    "Properties.API.HTTP.AdminPath": "/index.html",
    "Properties.API.Metadata.Metadata": "yes",
    "Properties.API.Metadata.Version": "1.0",
    "Properties.System.Language": "",
}
#: Values of devices with AXIS OS 9.80 or later.
_ANNOUNCED = {
    "Properties.API.Browser.Language": "yes",
    "Properties.API.Browser.RootPwdSetValue": "yes",
    "Properties.API.Browser.UserGroup": "yes",
    "Properties.ApiDiscovery.ApiDiscovery": "yes",
    "Properties.BasicDeviceInfo.BasicDeviceInfo": "yes",
}
_OLD = {
    "Properties.API.HTTP.AdminPath": "/operator/basic.shtml",
    "Properties.System.Language": "English",
    "Properties.System.LanguageType": "default",
}


def _product(brand: str, firmware: str, system: str, more: Mapping[str, str] = _ANNOUNCED) -> Mapping[str, str]:
    """A product's identity, from values separated by ``|`` in the order of ``_NAMES``; ``-`` marks a missing value."""
    values = dict(zip(_NAMES, f"{brand}|{firmware}|{system}".split("|"), strict=True))
    named = {name: value for name, value in values.items() if value != "-"}
    full = {"Brand.ProdFullName": f"{values['Brand.ProdShortName']} {values['Brand.ProdType']}"}
    return MappingProxyType({**_COMMON, **full, **named, **more})


# Recorded from basicdeviceinfo.cgi: architecture, hardware, Soc, URL and date. We chose the rest.
_P3265 = _product(
    "AXIS P3265-V|Dome Camera|P3265-V||https://www.axis.com",
    "Jul 08 2026 12:25|1|1.10",
    "aarch64|931.11|ACCC8E000001|Axis Artpec-8",
)
#: The values, keyed by profile name and then by parameter name without ``root.``.
IDENTITY: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "5.51": _product(
            "AXIS P5512|PTZ Dome Network Camera|P5512|-|http://www.axis.com/",
            "Jul 16 2020 14:38|6|-",
            "crisv32|18C.2|00408CFB6888|-",
            _OLD,
        ),
        "9.80": _product(
            "AXIS Companion Bullet LE|Network Camera|C Bullet LE||http://www.axis.com",
            "Jul 09 2020 08:35|36|1.4",
            "mips|805|ACCC8EF7DE6B|Axis Artpec-5",
        ),
        # For 10.12, only the product name, the values that all recordings share, and the fwmgr version are recorded.
        "10.12": _product(
            "AXIS M3206-LVE|Network Camera|M3206-LVE||http://www.axis.com",
            "Jan 01 2024 00:00|1|1.4",
            "armv7hf|900|ACCC8E000001|",
        ),
        "11.8": _product(
            "AXIS P3268-LVE|Dome Camera|P3268-LVE||http://www.axis.com",
            "Dec 23 2023 00:00|1|1.4",
            "aarch64|968.33|B8A44F785E0C|Axis Artpec-8",
        ),
        "11.11": _product(
            "AXIS P3245-LVE|Network Camera|P3245-LVE|22mm|http://www.axis.com",
            "Jan 17 2026 18:22|1|1.4",
            "armv7hf|92D|ACCC8E000001|Axis Artpec-7",  # the recording masks the serial number
        ),
        "12.9": _product(
            "AXIS D4200-VE|Network Strobe Speaker|D4200-VE||https://www.axis.com",
            "Feb 20 2026 18:19|1|1.8",
            "aarch64|9CF|ACCC8E000001|i.MX8MN",  # the recording masks the serial number
        ),
        "12.11": _P3265,
        "13.0": _P3265,
    }
)
