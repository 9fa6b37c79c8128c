"""Suggestions for what a text was meant to be. They depend on the tzdata package and on a fixed date."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.growth import assert_linear
from tests.support.paths import ROOT
from tests.support.tzif_files import tzif_file
from tests.tz.test_laws import SHAPES
from vapix_proto import Code, tz
from vapix_proto.tz.advice._data import abbreviations, known_names, regions, windows_zones
from vapix_proto.tz.advice._suggestion import KINDS
from vapix_proto.tz.advice.review import CODES

tzdata = pytest.importorskip("tzdata")

FOLDER = Path(str(resources.files("tzdata") / "zoneinfo"))
DATABASE = tz.database(FOLDER)
NOW = 1_795_737_600  # 2026-11-27
VIENNA, NEW_YORK, SYDNEY = "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "AEST-10AEDT,M10.1.0,M4.1.0/3"
DUBLIN = "GMT0IST,M3.5.0/1,M10.5.0"
ATHENS, NUUK = "EET-2EEST,M3.5.0/3,M10.5.0/4", "<-02>2<-01>,M3.5.0/0,M10.5.0/0"
LONDON, INDIA = "GMT0BST,M3.5.0/1,M10.5.0", "IST-5:30"


def suggest(text: str | bytes, dialect: str = "vapix", at: int = NOW) -> tuple[tz.Suggestion, ...]:
    return tz.suggest(text, dialect, at=at, database=DATABASE)


def texts(text: str, dialect: str = "vapix") -> list[str]:
    return [each.text for each in suggest(text, dialect)]


# A time zone in an iCalendar file; an identifier without a slash comes from Windows.
VTIMEZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:{}\r\nBEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"
    "DTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
    "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)

# -- what is meant


@pytest.mark.parametrize(
    ("text", "meant", "kind"),
    [
        # The fix that a diagnosis gives.
        ("TZ='PST8PDT,M3.2.0,M11.1.0'", "PST8PDT,M3.2.0,M11.1.0", "repair"),
        ("utc time", "UTC0", None),
        ("EST5EDT,M3.2.0/02.00.00,M11.1.0/02.00.00", NEW_YORK, "notation"),
        # Zone names, in any spelling.
        ("Europe/Vienna", VIENNA, "zone"),
        ("europe/vienna", VIENNA, "zone"),
        ("Europe/Vienna\r\n", VIENNA, "zone"),
        ("  America/New York ", NEW_YORK, "zone"),
        ("Europe\\Vienna", VIENNA, "zone"),
        ("TZ=:Europe/Vienna", VIENNA, "zone"),
        (":/usr/share/zoneinfo/right/Europe/Vienna", VIENNA, "zone"),
        ("posix/Europe/Vienna", VIENNA, "zone"),
        ("Asia/Calcutta", INDIA, "zone"),
        ("Etc/GMT-3", "<+03>-3", "zone"),
        ("zone=Europe/Vienna,1", VIENNA, "zone"),
        ("TZ_Etc_UTC", "UTC0", "zone"),
        ("#define MYTZ TZ_America_Sao_Paulo", "<-03>3", "zone"),
        ("setenv('TZ', 'europe/vienna', 1)", VIENNA, "zone"),
        # The value of a setting.
        ("option zonename 'Asia/Kuala Lumpur'", "<+08>-8", "zone"),
        ("option zonename 'America/Port of Spain'", "AST4", "zone"),
        ("timezone = New York", NEW_YORK, "zone"),
        ("timezone: Australia/Sidney", SYDNEY, "zone"),
        ("table.NTP.TimeZoneDesc=Berlin", VIENNA, "zone"),
        ('"timeZone": "W. Europe Standard Time"', VIENNA, "zone"),
        (VTIMEZONE.format("W. Europe Standard Time"), VIENNA, "zone"),
        (VTIMEZONE.format("Europe/Vienna\r\nX-LIC-LOCATION:Europe/Vienna"), VIENNA, "zone"),
        ("local_time.time_zone_name = United States-Eastern Time", NEW_YORK, "zone"),
        ("SERVER_TIMEZONE=Europe/Germany", VIENNA, "zone"),
        ("timezone: CET", VIENNA, "abbreviation"),
        ('#define MY_TZ "CET"', VIENNA, "abbreviation"),
        ("option timezone 'UTC'", "UTC0", "notation"),
        ('setenv("TZ", "GMT", 1);', "GMT0", "notation"),
        ("<tt:TimeZone><tt:TZ>UTC</tt:TZ></tt:TimeZone>", "UTC0", "notation"),
        ("<TZ>GMT</TZ>", "GMT0", "notation"),
        ("<posixTZ>CET</posixTZ>", VIENNA, "abbreviation"),
        ("local_time.time_zone = +5", "<+05>-5", "sign"),
        ('configTzTime("JST-9", "ntp.nict.jp");', "JST-9", "notation"),
        ('configTzTime("MST7MDT", "pool.ntp.org");', "MST7MDT,M3.2.0,M11.1.0", "rules"),
        ("option zonename 'MST7MDT'", "MST7MDT,M3.2.0,M11.1.0", "rules"),
        ("option timezone 'IST-5.30'", INDIA, "notation"),
        ("option timezone 'CET-1CEST,M3.5.0'", VIENNA, "rules"),
        ("uci set system.@system[0].zonename='Vienna'", VIENNA, "zone"),
        ("/system clock set time-zone-name=CET", VIENNA, "abbreviation"),
        ("timedatectl set-timezone Vienna", VIENNA, "zone"),
        ("option timezone EST5EDT", NEW_YORK, "rules"),
        ("setenv('TZ', 'Vienna', 1)", VIENNA, "zone"),
        ('configTzTime("Vienna", "pool.ntp.org");', VIENNA, "zone"),
        ('configTzTime("Asia/Kolkatta", "pool.ntp.org");', INDIA, "zone"),
        ('configTzTime("CET", "pool.ntp.org");', VIENNA, "abbreviation"),
        ('configTzTime(CET, "pool.ntp.org");', VIENNA, "abbreviation"),
        ('configTime("UTC+5.5", "pool.ntp.org");', "<+0530>-5:30", "sign"),
        ('#define MY_TZ "CET"\nconfigTime(MY_TZ, "pool.ntp.org");', VIENNA, "abbreviation"),
        ('#define MYTZ "CET"\nconfigTzTime(MYTZ, "pool.ntp.org");', VIENNA, "abbreviation"),
        ('myTZ.setLocation("Vienna")', VIENNA, "zone"),
        ('myTZ.setPosix("CET")', VIENNA, "abbreviation"),
        ('myTZ.setPosix(F("CET"))', VIENNA, "abbreviation"),
        ('myTZ.setPosix("New York")', NEW_YORK, "zone"),
        ('setTimezone(\\"CET-1CEST\\")', VIENNA, "rules"),
        ('ZoneId.of("CET")', VIENNA, "abbreviation"),
        ('tzutil /s "W. Europe Standard Time"', VIENNA, "zone"),
        ("Set-TimeZone -Id 'W. Europe Standard Time'", VIENNA, "zone"),
        ("SET TIME ZONE TO 'New York';", NEW_YORK, "zone"),
        ('"timezone": "CET",', VIENNA, "abbreviation"),
        ("timezone: CET,", VIENNA, "abbreviation"),
        ("pytz.timezone('CET')", VIENNA, "abbreviation"),
        ('echo "CET-1" > /etc/TZ', "CET-1", "notation"),
        ('#define MY_TZ "MSK-3"', "MSK-3", "notation"),
        # Misspelt names.
        ("Europe/Viena", VIENNA, "zone"),
        ("Amercia/New_York", NEW_YORK, "zone"),
        ("Germny", VIENNA, "zone"),
        ("Pacfic Standard Tme", "PST8PDT,M3.2.0,M11.1.0", "zone"),
        ("SA Easetrn Standard Time", "<-03>3", "zone"),
        ("Wes Asia Standard Time", "<+05>-5", "zone"),
        # East that has lost a letter, even if the rest is an abbreviation.
        ("Brazil/Eat", "<-03>3", "zone"),
        ("US/Est-Indiana", NEW_YORK, "zone"),
        ("AUS Estern Standard Time", SYDNEY, "zone"),
        # Places and countries.
        ("Vienna", VIENNA, "zone"),
        ("Vienna, Austria", VIENNA, "zone"),
        ("Sydney, Australia", SYDNEY, "zone"),
        ("Saigon", "<+07>-7", "zone"),
        ("Norfolk, Virginia", NEW_YORK, "zone"),
        ("Norfolk Island", "<+11>-11<+12>,M10.1.0,M4.1.0/3", "zone"),
        ("São Paulo", "<-03>3", "zone"),
        ("Mumbai", INDIA, "zone"),
        ("UK", LONDON, "zone"),
        ("Europe/UK", LONDON, "zone"),
        ("europe/Germany", VIENNA, "zone"),
        ("Asia/China", "CST-8", "zone"),
        ("Germany/Berlin", VIENNA, "zone"),
        ("USA/Chicago", "CST6CDT,M3.2.0,M11.1.0", "zone"),
        ("USA/Eastern", NEW_YORK, "zone"),
        ("UK/London", LONDON, "zone"),
        ("India/Mumbai", INDIA, "zone"),
        ("India/Calcutta", INDIA, "zone"),
        ("Calcutta, India", INDIA, "zone"),
        ("Georgia/Tbilisi", "<+04>-4", "zone"),
        ("Georgia/Atlanta", NEW_YORK, "zone"),
        ("Moscow/Russia", "MSK-3", "zone"),
        ("TZ=Europe/Germany/Berlin", VIENNA, "zone"),
        ("Pacific/NZ", "NZST-12NZDT,M9.5.0,M4.1.0/3", "zone"),
        ("Oslo and Stockholm", VIENNA, "zone"),
        ("US, Canada", NEW_YORK, "zone"),
        ("America/Canada", NEW_YORK, "zone"),
        ("Asia/Yuzhno-Sakhalinsk", "<+11>-11", "zone"),
        ("Genève", VIENNA, "zone"),
        ("Нью-Йорк", NEW_YORK, "zone"),
        ("United States-Eastern Time", NEW_YORK, "zone"),
        ("Eastern time zone", NEW_YORK, "zone"),
        ("Berlin time", VIENNA, "zone"),
        ("New York time zone", NEW_YORK, "zone"),
        ("CET timezone", VIENNA, "abbreviation"),
        ("United Kingdom", LONDON, "zone"),
        ("South Korea", "KST-9", "zone"),
        ("Osterreich", VIENNA, "zone"),
        ("Bosnia", VIENNA, "zone"),
        ("Bosnia and Herzegovina", VIENNA, "zone"),
        ("Trinidad", "AST4", "zone"),
        ("Saint Kitts", "AST4", "zone"),
        ("St. Petersburg", "MSK-3", "zone"),
        ("The Gambia", "GMT0", "zone"),
        ("Lisbon", "WET0WEST,M3.5.0/1,M10.5.0", "zone"),
        ("Hong Kong", "HKT-8", "zone"),
        ("Astana", "<+05>-5", "zone"),
        ("America/Monterey", "CST6", "zone"),
        ("America/St_John", "NST3:30NDT,M3.2.0,M11.1.0", "zone"),
        ("London, Ontario", NEW_YORK, "zone"),
        ("London, Canada", NEW_YORK, "zone"),
        ("St. Petersburg, Russia", "MSK-3", "zone"),
        ("Cordoba, Spain", VIENNA, "zone"),
        ("Birmingham, Alabama", "CST6CDT,M3.2.0,M11.1.0", "zone"),
        # Countries in languages where they look like other places.
        ("Grækenland", "EET-2EEST,M3.5.0/3,M10.5.0/4", "zone"),
        ("Griekenland", "EET-2EEST,M3.5.0/3,M10.5.0/4", "zone"),
        ("Gambie", "GMT0", "zone"),
        ("Saint-Marin", VIENNA, "zone"),
        ("Berlin GMT+1", VIENNA, "zone"),
        ("CET (Berlin)", VIENNA, "zone"),
        ("Rumänien", "EET-2EEST,M3.5.0/3,M10.5.0/4", "zone"),
        ("GMT+0100 (Mitteleuropäische Normalzeit)", VIENNA, "zone"),
        ("MEZ/MESZ", VIENNA, "abbreviation"),
        ("мск", "MSK-3", "abbreviation"),
        ("UTC+3 мск", "MSK-3", "abbreviation"),
        ("(UTC+03:00) Москва, Санкт-Петербург", "MSK-3", "zone"),
        ("BRT/BRST", "<-03>3", "abbreviation"),
        ("(UTC+99:00) EST", "EST5EDT,M3.2.0,M11.1.0", "abbreviation"),
        ("UTC (GMT+99)", "UTC0", "zone"),
        # The offset of standard time is given twice.
        ("CET-1CEST-1", VIENNA, "rules"),
        ("PST8PDT8", "PST8PDT,M3.2.0,M11.1.0", "rules"),
        ("MST7MST7", "MST7", "rules"),
        ("<+02>-2<+02>", "<+02>-2", "rules"),
        # Only daylight saving time has these designations.
        ("EDT5EDT", "EST5EDT,M3.2.0,M11.1.0", "rules"),
        ("CEST-1CEST", VIENNA, "rules"),
        ("CEST-2CEST", VIENNA, "rules"),
        ("CET-1 CEST", VIENNA, "rules"),
        ("(UTC+01:00)", "<+01>-1", "sign"),
        ("<tt:TZ>&lt;-03&gt;3</tt:TZ>", "<-03>3", "notation"),
        ("Manama", "<+03>-3", "zone"),
        ("Pacific", "PST8PDT,M3.2.0,M11.1.0", "zone"),
        ("Central", "CST6CDT,M3.2.0,M11.1.0", "zone"),
        ("Praia", "<-01>1", "zone"),
        ("Panama City", "EST5", "zone"),
        ("Greenwich Mean Time", "GMT0", "zone"),
        ("Mountain Daylight Time", "MST7MDT,M3.2.0,M11.1.0", "zone"),
        # The offset in a label shows which of several zones is meant.
        ("(UTC-02:00) Greenland", "<-02>2<-01>,M3.5.0/0,M10.5.0/0", "zone"),
        ("(UTC+13:00) Samoa", "<+13>-13", "zone"),
        ("(GMT-11:00) Midway Island, Samoa", "SST11", "zone"),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", LONDON, "zone"),
        ("(GMT-08:00) Pacific Time (US & Canada); Tijuana", "PST8PDT,M3.2.0,M11.1.0", "zone"),
        # It may be older than a law.
        ("(GMT-03:00) Greenland", NUUK, "zone"),
        ("(GMT+02:00) Athens, Istanbul, Minsk", ATHENS, "zone"),
        ("UTC+3 Ukraine", ATHENS, "zone"),
        ("(UTC+05:00) Astana", "<+05>-5", "zone"),
        ("GMT-07:00 (Mountain Standard Time)", "MST7MDT,M3.2.0,M11.1.0", "zone"),
        # The clock of most people in a country comes first.
        ("United States", NEW_YORK, "zone"),
        ("Russia", "MSK-3", "zone"),
        ("Chile", "<-04>4<-03>,M9.1.6/24,M4.1.6/24", "zone"),
        ("Greenland", "<-02>2<-01>,M3.5.0/0,M10.5.0/0", "zone"),
        # Dublin's daylight saving time is behind standard time, which not all programs can read.
        ("Dublin", DUBLIN, "zone"),
        ("Europe/Dublin", DUBLIN, "zone"),
        ("Ireland", DUBLIN, "zone"),
        # Names from Windows and browsers.
        ("W. Europe Standard Time", VIENNA, "zone"),
        ("Pacific Daylight Time", "PST8PDT,M3.2.0,M11.1.0", "zone"),
        ("GMT Standard Time", LONDON, "zone"),
        ("(GMT+01:00) Amsterdam, Berlin", VIENNA, "zone"),
        ("(UTC-05:00) Eastern Time (US & Canada)", NEW_YORK, "zone"),
        ("GMT+0100 (Central European Summer Time)", VIENNA, "zone"),
        ("UTC+3 Moscow", "MSK-3", "zone"),
        ("Moscow (UTC+3)", "MSK-3", "zone"),
        # Abbreviations.
        ("CEST", VIENNA, "abbreviation"),
        ("CET (CEST)", VIENNA, "abbreviation"),
        ("CET or CEST", VIENNA, "abbreviation"),
        ("AEST/AEDT (UTC+10:00)", SYDNEY, "abbreviation"),
        ("EST (-05:00)", NEW_YORK, "abbreviation"),
        ("US/EST", NEW_YORK, "zone"),
        ("CST (China)", "CST-8", "zone"),
        ("IST/India", INDIA, "zone"),
        ("EET/Cairo", "EET-2EEST,M4.5.5/0,M10.5.4/24", "zone"),
        ("GMT/Ghana", "GMT0", "zone"),
        # The database does not use these designations; the places keep their time.
        ("ICT Vietnam", "<+07>-7", "zone"),
        ("ART Cordoba", "<-03>3", "zone"),
        ("IST - India Standard Time", INDIA, "zone"),
        ("Eastern Standard Time (EST)", NEW_YORK, "zone"),
        ("EST Panama", "EST5", "zone"),
        ("Москва (мск)", "MSK-3", "zone"),
        ("UTC/GMT", "UTC0", "notation"),
        ("Asia/CST", "CST-8", "zone"),
        ("Asia/SGT", "<+08>-8", "zone"),
        ("Australia/AEST", SYDNEY, "zone"),
        ("nzdt", "NZST-12NZDT,M9.5.0,M4.1.0/3", "abbreviation"),
        ("MSD", "MSK-3", "abbreviation"),
        ("SGT", "<+08>-8", "abbreviation"),
        ("EST -0500", NEW_YORK, "abbreviation"),
        ("PST-0800", "PST8PDT,M3.2.0,M11.1.0", "abbreviation"),
        ("gmt +5", "<+05>-5", "sign"),
        # Daylight saving time with the offset of standard time.
        ("CEST-1", VIENNA, "abbreviation"),
        ("CEST+1", VIENNA, "abbreviation"),
        ("EDT5", NEW_YORK, "abbreviation"),
        ("BST0", LONDON, "abbreviation"),
        # Wrong signs.
        ("UTC-0500", "<-05>5", "sign"),
        ("UTC\u22125", "<-05>5", "sign"),
        ("GMT +1", "<+01>-1", "sign"),
        ("+08", "<+08>-8", "sign"),
        ("+5.5", "<+0530>-5:30", "sign"),
        ("+5:30 UTC", "<+0530>-5:30", "sign"),
        ("UTC+5.75", "<+0545>-5:45", "sign"),
        ("GMT-+05:30", "<+0530>-5:30", "sign"),
        ("UTC--5", "<-05>5", "sign"),
        ("UTC/GMT +5:30 hours", "<+0530>-5:30", "sign"),
        ("UTC+5h30", "<+0530>-5:30", "sign"),
        ("+05:30:00", "<+0530>-5:30", "sign"),
        ("gmt+3", "<+03>-3", "sign"),
        ("UTC-05:00", "<-05>5", "sign"),
        # A space may have been a plus sign.
        ("GMT 5:30", "<+0530>-5:30", "sign"),
        ("UTC 5", "<+05>-5", "sign"),
        ("TZ=gmt 8", "<+08>-8", "sign"),
        ("Etc/GMT 5", "<-05>5", "zone"),
        ("(UTC 01:00) Amsterdam", VIENNA, "zone"),
        ("IST 5:30", INDIA, "abbreviation"),
        ("CET 1", VIENNA, "abbreviation"),
        ("EST 5", "EST5", "repair"),
        ("<GMT+2>2", "<+02>-2", "sign"),
        ("<+0530>-5", "<+0530>-5:30", "sign"),
        ("EST-5", "EST5", "sign"),
        ("NZST+12NZDT,M9.5.0,M4.1.0/3", "NZST-12NZDT,M9.5.0,M4.1.0/3", "sign"),
        ("AEST+10AEDT+11,M10.1.0,M4.1.0/3", SYDNEY, "sign"),
        ("PST-8PDT,M3.2.0,M11.1.0", "PST8PDT,M3.2.0,M11.1.0", "sign"),
        # One of the two offsets is wrong.
        ("CET-1CEST2,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("CET1CEST-2,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("CET-1CEST-1,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("CET-1CEST0,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("<+1030>10:30<+11>-11,M10.1.0,M4.1.0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "sign"),
        ("<+01>-1<+02>2,M3.5.0,M10.5.0/3", "<+01>-1<+02>,M3.5.0,M10.5.0/3", "sign"),
        ("IST1GMT2,M10.5.0,M3.5.0/1", DUBLIN, "sign"),
        ("EST5EDT6,M3.2.0,M11.1.0", NEW_YORK, "sign"),
        ("GMT0BST1,M3.5.0/1,M10.5.0", LONDON, "sign"),
        # A video recorder writes CST for every zone.
        ("CST-5:30:00", "<+0530>-5:30", "sign"),
        ("CST+8:00:00", "<-08>8", "sign"),
        ("<timeZone>CST-10:00:00</timeZone>", "<+10>-10", "sign"),
        # After UTC or GMT, the DST designation and the rules decide.
        ("GMT+1CEST,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("GMT-3CEST,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("UTC+1CEST,M3.5.0,M10.5.0/3", VIENNA, "sign"),
        ("GMT-5EDT,M3.2.0,M11.1.0", NEW_YORK, "sign"),
        ("GMT-3EEST,M3.5.0/3,M10.5.0/4", "EET-2EEST,M3.5.0/3,M10.5.0/4", "sign"),
        # The literal repair, and the zones that have this designation at this offset.
        ("CET+1", "CET-1", "sign"),
        ("CEST+2", VIENNA, "abbreviation"),
        ("CET +1", VIENNA, "abbreviation"),
        ("CEST (UTC+2)", VIENNA, "abbreviation"),
        ("UTC+5:30 IST", INDIA, "abbreviation"),
        # The offset is that of the other season.
        ("EST (UTC-4)", NEW_YORK, "abbreviation"),
        ("EST-0400", NEW_YORK, "abbreviation"),
        ("PST (GMT-7)", "PST8PDT,M3.2.0,M11.1.0", "abbreviation"),
        ("AEST (UTC+11)", SYDNEY, "abbreviation"),
        ("CEST (UTC+1)", VIENNA, "abbreviation"),
        ("JST0900", "JST-9", "abbreviation"),
        ("-0500 (EST)", NEW_YORK, "abbreviation"),
        ("+0800 (CST)", "CST-8", "abbreviation"),
        ("+01:00 CET", VIENNA, "abbreviation"),
        ("NPT0545", "<+0545>-5:45", "abbreviation"),
        # Rules left out.
        ("CET-1CEST", VIENNA, "rules"),
        ("EST5EDT4", NEW_YORK, "rules"),
        ("CET-1DST", VIENNA, "rules"),
        ("UTC-10DST", SYDNEY, "rules"),
        ("CST7CDT", "CST6CDT,M3.2.0,M11.1.0", "rules"),
        ("UTC-10DST_1", SYDNEY, "rules"),
        ("CET+1CEST", VIENNA, "rules"),
        ("MSK-3MSD", "MSK-3", "rules"),
        ("BRT3BRST", "<-03>3", "rules"),
        ("KST-9KDT-9", "KST-9", "rules"),
        ("<+1030>-10:30<+11>", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "rules"),
        # Numeric designations fit any zone with these offsets, even if it has no daylight saving time any more.
        ("<+00>0<+01>", LONDON, "rules"),
        ("<+01>-1<+02>", VIENNA, "rules"),
        ("<+01>-1DST", VIENNA, "rules"),
        ("<+02>-2<+03>", ATHENS, "rules"),
        ("<+10>-10<+11>", SYDNEY, "rules"),
        ("<-05>5<-04>", NEW_YORK, "rules"),
        ("<-03>3<-02>", "<-03>3", "rules"),
        ("<-03>-3<-02>", "<-03>3", "rules"),
        ("UTC3DST", "<-03>3", "rules"),
        ("UTC+5DST", NEW_YORK, "rules"),
        # Designations that the database does not use any more.
        ("WGT3WGST", NUUK, "rules"),
        ("EGT1EGST", NUUK, "rules"),
        ("ACT5ACST", "<-05>5", "rules"),
        ("NCT-11NCST", "<+11>-11", "rules"),
        ("BRST", "<-03>3", "abbreviation"),
        ("WGT3", NUUK, "abbreviation"),
        ("TRT-2TRST,M3.5.0/3,M10.5.0/4", "<+03>-3", "abbreviation"),
        ("YEKT-5YEKST,M3.5.0,M10.5.0/3", "<+05>-5", "rules"),
        # The string that was meant is out of date itself.
        ("CST-2:00:00DST01:00:00,M3.5.5/00:00:00,M10.5.5/00:00:00", "<+03>-3", "notation"),
        ("CST+6:00:00DST01:00:00,M4.1.0/02:00:00,M10.5.0/02:00:00", "CST6", "notation"),
        ("CST-10:00:00DST01:00:00,M10.1.0/02:00:00,M4.1.0/02:00:00", SYDNEY, "notation"),
        ("CST+3:00:00DST01:00:00,M10.3.0/00:00:00,M2.3.0/00:00:00", "<-03>3", "notation"),
        ("MSK-4MSD,M3.5.0,M10.5.0/3", "MSK-3", "sign"),
        (
            "clock timezone CET -1 0\nclock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00",
            VIENNA,
            "sign",
        ),
        ("clock timezone EST 5 0\nclock summer-time EDT recurring", NEW_YORK, "sign"),
        ("clock timezone GMT 1\nclock summer-time BST recurring last Sun Mar 1:00 last Sun Oct 2:00", LONDON, "sign"),
        *(
            (
                f"clock timezone TRT {given}\nclock summer-time TRST recurring last Sun Mar 3:00 last Sun Oct 4:00",
                "<+03>-3",
                "notation",
            )
            for given in ("2 0", "-2 0")
        ),
        *(
            (
                f'{{"TRST", Last, Sun, Mar, 3, {sign}180}}; {{"TRT", Last, Sun, Oct, 4, {sign}120}};',
                "<+03>-3",
                "notation",
            )
            for sign in ("", "-")
        ),
        # A designation belongs to one zone, and the offset is old, has the wrong sign, or belongs to other zones.
        ("VET-4.5", "<-04>4", "notation"),
        ("VET4.5", "<-04>4", "notation"),
        ("VET-4:30", "<-04>4", "abbreviation"),
        ("VET -4:30", "<-04>4", "abbreviation"),
        ("TRT +2", "<+03>-3", "abbreviation"),
        ("PHT-10PHT", "PST-8", "rules"),
        ("ART-10ART", "<-03>3", "rules"),
        ("PYT4PYT", "<-03>3", "rules"),
        ("TRT+2TRST", "<+03>-3", "rules"),
        ("SGT-8SGT", "SGT-8", "rules"),
        ("TRT-2TRST,M3-5-0/3,M10-5-0/4", "<+03>-3", "notation"),
        # No zone with these offsets has daylight saving time.
        ("WST-8WDT", "WST-8", "rules"),
        ("HKT-8HKST", "HKT-8", "rules"),
        ("THAIST-7THAIDT", "THAIST-7", "rules"),
        ("PAKST-5PAKDT", "PAKST-5", "rules"),
        ("<+08>-8WDT", "<+08>-8", "rules"),
        # Two letters are swapped, or both designations.
        ("SCT6CDT", "CST6CDT,M3.2.0,M11.1.0", "rules"),
        ("CTE-1CEST", VIENNA, "rules"),
        ("ECT-1ECST", VIENNA, "rules"),
        ("MST5EDT", NEW_YORK, "rules"),
        ("BST-1GMT", LONDON, "rules"),
        ("BST0GMT", LONDON, "rules"),
        ("EDT4EST", NEW_YORK, "rules"),
        ("CEST-2CET", VIENNA, "rules"),
        # One designation twice.
        ("UTC0UTC", "UTC0", "rules"),
        ("EST5EST", NEW_YORK, "rules"),
        # The offset is wrong, or the designations are.
        ("PST5PDT", "PST8PDT,M3.2.0,M11.1.0", "rules"),
        ("CET-2CEST", VIENNA, "rules"),
        ("EET-1EEST", "EET-2EEST,M3.5.0/3,M10.5.0/4", "rules"),
        ("EST3EDT", NEW_YORK, "rules"),
        ("GMT-1BST", LONDON, "rules"),
        ("NZST-10NZDT", "NZST-12NZDT,M9.5.0,M4.1.0/3", "rules"),
        ("EST-10EDT", SYDNEY, "rules"),
        ("EST+10EDT", SYDNEY, "rules"),
        ("EST+10EDT,M10.1.0,M4.1.0/3", "EST-10EDT,M10.1.0,M4.1.0/3", "sign"),
        ("NST+5:45", "<+0545>-5:45", "sign"),
        ("GMT0IST", DUBLIN, "rules"),
        ("AEST-10AEDT,M10.1.0,M4.1", SYDNEY, "rules"),
        ("CET-1CEST,M3.5.0/02:00:00", VIENNA, "rules"),
        ("PST8PDT,M3.2.0,M1", "PST8PDT,M3.2.0,M11.1.0", "rules"),
        *((f"CET-1CEST{rest}", VIENNA, "rules") for rest in ("...", ",...", ",M3.5.0,...", ",M3.5.0,\u2026")),
        # Other notations.
        ("<UTC+5:30>-5:30", "<+0530>-5:30", "notation"),
        ("<+5:30>-5:30", "<+0530>-5:30", "notation"),
        ("<-04:30>4:30", "<-0430>4:30", "repair"),
        ("<UTC+08:00>-8", "<+08>-8", "notation"),
        ("<GMT-05:00>+05:00:00DST+04:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00", "<-05>5DST,M3.2.0,M11.1.0", "notation"),
        ("US/Pacific-New", "PST8PDT,M3.2.0,M11.1.0", "zone"),
        ("Z", "UTC0", "notation"),
        ("CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00", NEW_YORK, "notation"),
        ("CST+6:00:00DST00:30:00,M3.2.0,M11.1.0", "CST6DST5:30,M3.2.0,M11.1.0", "notation"),
        ("CET-1:00:00DST01:00:00", VIENNA, "notation"),
        (f'setenv("TZ", "{SYDNEY}", 1);', SYDNEY, "notation"),
        ("$ TZ=UTC0 date", "UTC0", "notation"),
        ('{"posixTimeZone": "UTC0"}', "UTC0", "notation"),
        ('setenv("TZ", "JST-9", 1); tzset();', "JST-9", "notation"),
        ('os.environ["TZ"] = "<+03>-3"', "<+03>-3", "notation"),
        ("option timezone 'JST-9'", "JST-9", "notation"),
        ("export TZ=CET-1CEST; date", VIENNA, "rules"),
        ("UTC+1, last Sunday March 2:00 to last Sunday October 3:00", VIENNA, "notation"),
        ("UTC-5: 2nd Sun of Mar at 2, 1st Sun of Nov at 2", NEW_YORK, "notation"),
        ("UTC+1, last Sunday March 1:00 UTC to last Sunday October 1:00 UTC", VIENNA, "notation"),
        ("UTC+1, last Sunday March 1:00Z to last Sunday October 1:00 (GMT)", VIENNA, "notation"),
        ("UTC+1, last Sunday March 2:00 to last Sunday October 2:00 standard time", VIENNA, "notation"),
        (
            "UTC+1, last Sunday March 2 PM to last Sunday October 3:00PM",
            "<+01>-1<+02>,M3.5.0/14,M10.5.0/15",
            "notation",
        ),
        (
            "UTC-5, 2nd Sunday March 12:00 am to 1st Sunday Nov 12:30 a.m.",
            "<-05>5<-04>,M3.2.0/0,M11.1.0/0:30",
            "notation",
        ),
        (
            "UTC+1 (DST from the last Sunday in March at 2:00 until the last Sunday in October at 3:00)",
            VIENNA,
            "notation",
        ),
        ("UTC+1: DST starts last Sunday March 2:00, DST ends last Sunday October 3:00.", VIENNA, "notation"),
        ('{"EDT", Second, Sun, Mar, 2, -240}; {"EST", First, Sun, Nov, 2, -300};', NEW_YORK, "notation"),
        ('{"CEST", Last, Sun, Mar, 2, 120}; {"CET", Last, Sun, Oct, 3, 60};', VIENNA, "notation"),
        # Minutes west of UTC.
        ('{"EDT", Second, Sun, Mar, 2, 240}; {"EST", First, Sun, Nov, 2, 300};', NEW_YORK, "notation"),
        ('{"CEST", Last, Sun, Mar, 2, -120}; {"CET", Last, Sun, Oct, 3, -60};', VIENNA, "notation"),
        ('{"MYDT", Second, Sun, Mar, 2, 240}; {"MYST", First, Sun, Nov, 2, 300};', NEW_YORK, "notation"),
        ('configTime(3600, 3600, "pool.ntp.org")', VIENNA, "notation"),
        ('configTime(-5 * 3600, 3600, "pool.ntp.org");', NEW_YORK, "notation"),
        ('configTime(3600, 0, "pool.ntp.org");', "<+01>-1", "notation"),
        ('configTime(5.5 * 3600, 0, "pool.ntp.org");', "<+0530>-5:30", "notation"),
        ('configTime(5 * 3600 + 30 * 60, 0, "pool.ntp.org");', "<+0530>-5:30", "notation"),
        ("configTime(-3*3600-1800, 3600, server);", "NST3:30NDT,M3.2.0,M11.1.0", "notation"),
        ("configTime(+3600, 0, server);", "<+01>-1", "notation"),
        ("configTime(-5L * 3600L, 3600, server);", NEW_YORK, "notation"),
        ("UTC+5h30m", "<+0530>-5:30", "sign"),
        ("const long gmtOffset_sec = 36000;\nconst int daylightOffset_sec = 3600;", SYDNEY, "notation"),
        # Fractions of an hour.
        ("IST-5.5", INDIA, "notation"),
        ("IST-5,5", INDIA, "notation"),
        ("IST5.5", INDIA, "sign"),
        ("NST3.5NDT", "NST3:30NDT,M3.2.0,M11.1.0", "rules"),
        ("ACST-9.5ACDT-10.5,M10.1.0,M4.1.0/3", "ACST-9:30ACDT,M10.1.0,M4.1.0/3", "notation"),
        ("UTC+5,5", "<+0530>-5:30", "sign"),
        ("CET-1.0CEST-2.0,M3.5.0,M10.5.0/3", VIENNA, "notation"),
        *((text, "<+0530>-5:30", "sign") for text in ("timezone: +5.5", "timezone: 5.5", '"time_zone": 5.5,', "5.5")),
        ("India (UTC+5.5)", INDIA, "zone"),
        ("UTC+9.5 Adelaide", "ACST-9:30ACDT,M10.1.0,M4.1.0/3", "zone"),
        # A point in place of a colon.
        ("IST-5.30", INDIA, "notation"),
        ("<+0530>-5.30", "<+0530>-5:30", "notation"),
        ("NST3.30NDT", "NST3:30NDT,M3.2.0,M11.1.0", "rules"),
        ("ACST-9,30ACDT", "ACST-9:30ACDT,M10.1.0,M4.1.0/3", "rules"),
        ("+5.45", "<+0545>-5:45", "sign"),
        ("GMT+05.30 hrs", "<+0530>-5:30", "sign"),
        ("(GMT+5.30) Kolkata", INDIA, "zone"),
        ("IST 5.30", INDIA, "abbreviation"),
        # Other names of a setting.
        *((f"{name}: +05:30", "<+0530>-5:30", "sign") for name in ("gmt-offset", "utc_offset", "timezone-offset")),
        # A comma is missing.
        ("CET-1CESTM3.5.0,M10.5.0/3", VIENNA, "notation"),
        ("EST5EDT,M3.2.0M11.1.0", NEW_YORK, "notation"),
        ("CET-1CESTM3.5.0M10.5.0/3", VIENNA, "notation"),
        # Rules with other separators, names, the last week as L or 6, and times with units.
        ("CET-1CEST,M3.5.0,M10.5.0,3", VIENNA, "notation"),
        ("CET-1CEST,M3-5-0,M10-5-0/3", VIENNA, "notation"),
        ("CET-1CEST,M3,5,0,M10,5,0/3", VIENNA, "notation"),
        ("CET-1CEST;M3/5/0;M10/5/0/3", VIENNA, "notation"),
        ("CET-1CEST,M3.5.0,M10.5.03", VIENNA, "notation"),
        ("CET-1CEST,M3.L.0,M10.L.0/3", VIENNA, "notation"),
        ("CET-1CEST,M3.6.0,M10.6.0/3", VIENNA, "notation"),
        ("CET-1CEST,M3.0.0,M10.0.0/3", VIENNA, "notation"),
        ("CET-1CEST,M3.5.Sun,M10.5.Sunday/3", VIENNA, "notation"),
        ("CET-1CEST,Mar.5.0,Oct.5.0/3", VIENNA, "notation"),
        ("CET-1CEST,March.last.Sun/2h,M10.5.0/3h", VIENNA, "notation"),
        ("CET-1CEST,M3.5.0/2 AM,M10.5.0/3 AM", VIENNA, "notation"),
        ("AEST-10AEDT,M10.1.00,M4.1.03", SYDNEY, "notation"),
        # Minutes with one digit, as some cameras write them.
        ("CET-1CEST,M3.5.0/2:3,M10.5.0/3:2", VIENNA, "notation"),
        ("EST5EDT,M3.2.0/2:0,M11.1.0/2:0", NEW_YORK, "notation"),
        ("\u2039+05\u203a-5", "<+05>-5", "notation"),
        # What surrounds a string, and letters for digits.
        ("EST5EDT4,M3.2.0/02:00:00,M11.1.0/02:00:00\\", NEW_YORK, "notation"),
        ("<EST5EDT,M3.2.0,M11.1.0>", NEW_YORK, "notation"),
        ("[EST5EDT,M3.2.0,M11.1.0]", NEW_YORK, "notation"),
        ("[UTC0]", "UTC0", "notation"),
        ("[CET1]", "CET-1", "sign"),
        ("[UTC+08:00] Beijing", "CST-8", "zone"),
        # A colon is missing.
        ("IST-530", INDIA, "notation"),
        ("IST530", INDIA, "sign"),
        ("NST330NDT", "NST3:30NDT,M3.2.0,M11.1.0", "rules"),
        ("<+0530>-530", "<+0530>-5:30", "notation"),
        # An offset with a remark, and + before the word DST.
        ("-06:00 No DST", "<-06>6", "sign"),
        ("UTC+3 (no DST)", "<+03>-3", "sign"),
        ("GMT-5, without daylight saving time", "<-05>5", "sign"),
        ("CET1+DST", VIENNA, "rules"),
        ("EST5+DST", NEW_YORK, "rules"),
        # Other designations of UTC.
        ("CUT+3", "<+03>-3", "sign"),
        ("UCT+3", "<+03>-3", "sign"),
        ("ESTSEDT,M3.2.0,M11.1.0", NEW_YORK, "notation"),
        ("CET-lCEST,M3.5.0,M10.5.0/3", VIENNA, "notation"),
        ("CET-1\u0421EST,M3.5.0,M10.5.0/3", VIENNA, "notation"),
        ("GMTOBST,M3.5.0/1,M10.5.0", LONDON, "notation"),
        # The same twice, and designations with colons.
        ("%253C-03%253E3", "<-03>3", "repair"),
        ("<+05:30>-5:30", "<+0530>-5:30", "repair"),
        ("+05:30-5:30", "<+0530>-5:30", "repair"),
        ("<+12:45>-12:45<+13:45>,M9.5.0/2:45,M4.1.0/3:45", "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "repair"),
        ("<+0330>-3:3", "<+0330>-3:30", "notation"),
        ("03-3", "<+03>-3", "notation"),
        # Bytes, as in DHCP option 100.
        ("45:45:54:2d:32", "EET-2", "notation"),
        ("4545542d32", "EET-2", "notation"),
        ("0x4545542D32", "EET-2", "notation"),
        ("option 100 hex 4545.542d.32", "EET-2", "notation"),
        ("43:45:54:2d:31:43:45:53:54", VIENNA, "rules"),
        ("55:54:43:2b:33", "<+03>-3", "sign"),
        ("4575726f70652f4265726c696e00", VIENNA, "zone"),
        # Text that is still encoded.
        ("Europe%2FVienna", VIENNA, "zone"),
        ("TZ=America%2FNew%20York", NEW_YORK, "zone"),
        ("timezone=America%252FNew_York&dst=yes", NEW_YORK, "zone"),
        ("S%C3%A3o%20Paulo", "<-03>3", "zone"),
        ("Europe&#47;Vienna", VIENNA, "zone"),
        ("Europe\\u002fVienna", VIENNA, "zone"),
        ('"{\\"tz\\": \\"CET\\"}"', VIENNA, "abbreviation"),
        ("%2B05%3A30", "<+0530>-5:30", "sign"),
        ("GMT%2B5.30", "<+0530>-5:30", "sign"),
        ("EST%205", "EST5", "notation"),
        ("CST6CDT Mexico", "CST6", "zone"),
        ("Etc/GMT%2D3", "<+03>-3", "zone"),
        ("&amp;lt;+03&amp;gt;-3", "<+03>-3", "notation"),
        ("IST%2D5.30", INDIA, "notation"),
        ("CET-1CEST%2CM3-5-0%2CM10-5-0%2F3", VIENNA, "notation"),
        # Phones of Grandstream and Cisco; the day 8 is in the second week, and -1 means the last.
        ("3,2,7,2,0;11,1,7,2,0;60", NEW_YORK, "notation"),
        ("03,-1,7,02,00;10,-1,7,03,00;60", VIENNA, "notation"),
        ("start=3/8/7/2:0:0;end=11/1/7/2:0:0;save=1", NEW_YORK, "notation"),
        ("start=3/-1/7/2;end=10/-1/7/3;save=1;", VIENNA, "notation"),
        ("3/-1/7/1;end=10/-1/7/2;save=1:00", LONDON, "notation"),
        ("Start=10/1/7/2;End=4/1/7/3;Save=1", SYDNEY, "notation"),
        # Two Cisco commands, however they are joined, or one of them.
        (
            "clock timezone CET 1 0; clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00",
            VIENNA,
            "notation",
        ),
        ("clock timezone EST -5\n!\nclock summer-time EDT recurring\n", NEW_YORK, "notation"),
        ("clock summer-time EDT recurring 2 Sun Mar 2:00 1 Sun Nov 2:00", NEW_YORK, "notation"),
        ("clock summer-time CEST 5 Sun Mar 02:00 5 Sun Oct 03:00 60", VIENNA, "notation"),
        ("clock summer-time AEDT recurring 1 Sun Oct 2:00 1 Sun Apr 3:00", SYDNEY, "notation"),
        # Tasmota, and structures without names.
        ("TimeStd 0,0,10,1,3,60; TimeDst 0,0,3,1,2,120", VIENNA, "notation"),
        ("Backlog Timezone 99; TimeDst 0,2,3,1,2,-240; TimeStd 0,1,11,1,2,-300", NEW_YORK, "notation"),
        ("TimeStd 1,1,4,1,3,600\nTimeDst 1,1,10,1,2,660", SYDNEY, "notation"),
        ("{Second, Sun, Mar, 2, -240}; {First, Sun, Nov, 2, -300}", NEW_YORK, "notation"),
        # Without braces: definitions for Tasmota, calls of the library NTP, and members of a structure.
        (
            "#define TIME_DST Last, Sun, Mar, 2, +120 // Last Sunday in March at 02:00\n"
            "#define TIME_STD Last, Sun, Oct, 3, +60  // Last Sunday in October at 03:00",
            VIENNA,
            "notation",
        ),
        (
            "#define TIME_DST  South, First, Sun, Oct, 2, +660\n#define TIME_STD  South, First, Sun, Apr, 3, +600",
            SYDNEY,
            "notation",
        ),
        (
            "#define TIME_STD  North,First,Sun,Nov,2,-300\n#define TIME_DST  North,Second,Sun,Mar,2,-240",
            NEW_YORK,
            "notation",
        ),
        (
            'timeClient.ruleSTD("NZDT", Last, Sun, Sep, 2, 780);\ntimeClient.ruleDST("NZST", First, Sun, Apr, 3, 720);',
            "NZST-12NZDT,M9.5.0,M4.1.0/3",
            "notation",
        ),
        ('"CEST", Last, Sun, Mar, 2, 120\n"CET", Last, Sun, Oct, 3, 60', VIENNA, "notation"),
        # The offset comes last, or nowhere.
        ("DST Start: Second Sunday March 02:00 End: First Sunday November 02:00 UTC-5", NEW_YORK, "notation"),
        ("M3.5.0/2,M10.5.0/3", VIENNA, "notation"),
        (",M10.1.0,M4.1.0/3", SYDNEY, "notation"),
        ("M3.5.0, M10.5.0/3", VIENNA, "notation"),
        # One of the two designations is missing.
        ("DST-02:00,M3.5.0/02:00:00,M10.5.0/03:00:00", VIENNA, "notation"),
        ("DST5,M3.2.0,M11.1.0", "CST6CDT,M3.2.0,M11.1.0", "notation"),
        ("CEST-2, M3.5.0, M10.5.0/3", VIENNA, "notation"),
        ("CET-1,M3.5.0,M10.5.0/3", VIENNA, "notation"),
        ("EST5,M3.2.0,M11.1.0", NEW_YORK, "notation"),
        ("szTime=+6 szStart=3/5/7/2 szEnd=10/5/7/3 szOffset=30", "<+06>-6<+0630>-6:30,M3.5.0,M10.5.0/3", "notation"),
    ],
)
def test_what_was_meant_comes_first(text: str, meant: str, kind: str | None) -> None:
    found = suggest(text)
    if kind is None:
        assert found == ()
        return
    assert (found[0].text, found[0].kind) == (meant, kind)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("CST", {"CST6CDT,M3.2.0,M11.1.0", "CST-8", "CST6"}),
        ("IST", {INDIA, "IST-1GMT0,M10.5.0,M3.5.0/1"}),
        ("BST", {LONDON, "<+06>-6", "<+11>-11"}),
        ("EST", {NEW_YORK, "EST5"}),
        ("Australia", {SYDNEY, "ACST-9:30ACDT,M10.1.0,M4.1.0/3", "AEST-10", "AWST-8"}),
        ("Georgia", {"<+04>-4", NEW_YORK}),
        ("La Paz", {"<-04>4", "MST7"}),
        ("Dublin", {DUBLIN, "IST-1GMT0,M10.5.0,M3.5.0/1"}),
        (
            "US",
            {NEW_YORK, "CST6CDT,M3.2.0,M11.1.0", "MST7MDT,M3.2.0,M11.1.0", "PST8PDT,M3.2.0,M11.1.0", "MST7", "HST10"},
        ),
        (
            "EET-2EEST",
            {"EET-2EEST,M3.5.0/3,M10.5.0/4", "EET-2EEST,M3.5.0/0,M10.5.0/0", "EET-2EEST,M4.5.5/0,M10.5.4/24"},
        ),
        ("Greenwich Mean Time", {"GMT0", LONDON}),
        ("Mountain Standard Time", {"MST7MDT,M3.2.0,M11.1.0", "MST7"}),
        ("Granada", {"CET-1CEST,M3.5.0,M10.5.0/3", "CST6"}),
        ("Labrador", {"NST3:30NDT,M3.2.0,M11.1.0", "AST4ADT,M3.2.0,M11.1.0"}),
        ("Victoria", {SYDNEY, "<+04>-4"}),
        ("Norfolk", {NEW_YORK, LONDON, "<+11>-11<+12>,M10.1.0,M4.1.0/3"}),
        ("CET+1", {"CET-1", VIENNA}),
        ("WET+1", {"WET0", "WET0WEST,M3.5.0/1,M10.5.0"}),
        ("EST+4", {"EST5", NEW_YORK, "<-04>4"}),
        ("EST (UTC-4)", {NEW_YORK, "EST5", "<-04>4"}),
        ("JST (UTC+8)", {"JST-9", "<+08>-8"}),
        ("UTC (GMT-4)", {"<-04>4", "UTC0"}),
        ("CST -0500", {"CST6CDT,M3.2.0,M11.1.0"}),
        ("EST5EST", {NEW_YORK, "EST5"}),
        ("<-03>3<-02>", {"<-03>3", NUUK}),
        ("<-06>6<-05>", {"CST6CDT,M3.2.0,M11.1.0", "CST6"}),
        ("<+02>-2<+03>", {ATHENS, "<+03>-3"}),
        ("<+10>-10<+11>", {SYDNEY, "<+10>-10"}),
        ("NOVT-6NOVST,M3.5.0,M10.5.0/3", {"<+07>-7"}),
        ("EST-05:00", {"EST5", NEW_YORK}),
        ("PST5PDT", {"PST8PDT,M3.2.0,M11.1.0", NEW_YORK}),
        ("EST-10EDT", {SYDNEY, NEW_YORK}),
        ("UTC+2 DST", {"EET-2EEST,M3.5.0/3,M10.5.0/4", "<-02>2<-01>,M3.5.0/0,M10.5.0/0"}),
        ("IST-3:30", {"IST-2", "IST-5:30", "<+0330>-3:30"}),
        ("GMT+0300 (Arabian Standard Time)", {"<+03>-3", "<+04>-4"}),
        ("IST-1GMT", {DUBLIN, "IST-1GMT0,M10.5.0,M3.5.0/1"}),
        ('static const char TZ[] = "UTC-3";', {"UTC-3", "<-03>3"}),
        ("UTC-0500", {"<-05>5", "<+05>-5"}),
        ("CUT +12", {"<+12>-12", "<-12>12"}),
        ("<+0530>-5", {"<+0530>-5:30", "<+05>-5"}),
    ],
)
def test_where_nothing_decides_the_candidates_are_named(text: str, candidates: set[str]) -> None:
    assert candidates <= set(texts(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "QQT",
        "Atlantis/Poseidonis",
        "nowhere5really",
        # Places or words that differ from the known names that they resemble.
        *("Lina", "Maira", "Kenia", "Burna", "South", "Western", "Dutch", "worth", "param", "faster"),
        *("Iberia", "Olivia"),
        # Each part is spelt correctly.
        "Austria/North",
        # East is no misspelling of West, and codes and abbreviations are not misspelt at all.
        *("Australia East", "Eastern Australia", "Estern Australia", "Eastern Samoa", "Australia/East"),
        *("Australia EST", "Australia CST", "australia cst", "Brazil EST", "Australia/Est", "Australia/Cst"),
        # Places that are not in the country or area.
        *("Australia/NZ", "Australia/CST", "Germany/Paris", "Spain/Santiago", "Europe/Tokyo"),
        "TZ=UTC0 or TZ=JST-9",
        *("100%25", "%2525", "%FF%2F", "AT&amp;T", "&nosuch;"),
        "room ABC12",
        "CET-1 UTC0",
        *("WEST Africa", "EAST Africa", "Summer time", "Est time", "GMT time"),
        "UTC+",
        "+",
        "GMT-##",
        # Values that may count minutes, that name no zone, or that differ.
        *("timezone: -300", "utc_offset: -18000", "UTC+330", "UTC-300", "GMT+60", "timezone: 5", "5.50", "3.2", "2.5"),
        *("timezone: auto", "timezone: system", "timezone: default", "timezone: automatic", "timezone: unknown"),
        "TZNAME:CEST",
        *('getenv("TZ")', "configTzTime(MYTZ, server);", "configTzTime(server);", 'setTimezone("%s")', "time zone(s)"),
        "tz: CET, timezone: 'EST'",
        "local_time.time_zone_name = Russia(Xanadu)",
        "echo hello > /etc/TZ",
        "East",
        "5",
        # Each part is known, but the whole is not.
        "EST5EDT,M13.2.0,M11.1.0",
        "GMT0GMT-1,M3.5.0,M5.3.0/3,M6.4.0,M10.4.6/0",
        "UTC+30, last Sunday March 2:00 to last Sunday October 3:00",
        # Words around the rules, and signs in them, that change their meaning.
        "UTC+1, second last Sunday March 2:00 to last Sunday October 3:00",
        "UTC+2, Friday before last Sunday March 2:00 to last Sunday October 2:00",
        "UTC+1, DST ends last Sunday October 3:00, DST starts last Sunday March 2:00",
        "UTC+1, until last Sunday October 3:00 from last Sunday March 2:00",
        "UTC+1, winter from last Sunday October 3:00 to last Sunday March 2:00",
        "CEST UTC+2 last Sunday March 2:00 to last Sunday October 3:00",
        "UTC+2 from last Sunday March 2:00 to last Sunday October 3:00, UTC+1 otherwise",
        "UTC+1, no DST (formerly last Sunday March 2:00 to last Sunday October 3:00)",
        "UTC+1, last Sunday March 2:00 to last Sunday October 3:00, shift 2 hours",
        "UTC+1, last Sunday March -1:00 to last Sunday October 0:00",
        "UTC+1, last Sunday March 13:00 pm to last Sunday October 3:00",
        "clock timezone CET 1 clock summer-time CEST recurring not last Sun Mar 2:00 last Sun Oct 3:00",
        "3,2,7,2,0;11,1,7,2,0;45",
        # Rules that no zone follows now, a date, a day that is in no week of its own, and an advance of 60 hours.
        "start=4/1/7;end=10/-1/7;save=1",
        "04,01,7,02,00;10,-1,7,02,00;60",
        "start=10/4/0/2:0:0;end=4/4/0/3:0:0;save=1",
        "3,2,0,2,0;11,1,0,2,0;60",
        "start=3/9/7/2;end=11/2/7/2;save=1",
        "start=3/8/7/2;end=11/1/7/2;save=60",
        "clock summer-time CEST date 29 Mar 2026 2:00 25 Oct 2026 3:00",
        "clock summer-time CEST recurring 2 Sun Mar 2:00 1 Sun Nov 2:00",
        "clock summer-time EDT recurring 2 Sun Mar 2:00 1 Sun Nov 2:00 30",
        "TimeStd 0,0,10,1,3,60",
        "TimeStd 0,5,10,1,3,60; TimeDst 0,0,3,1,2,120",
        "TimeStd 0,0,10,1,3,60; TimeDst 0,0,3,1,2,999",
        "UTC+1, last Sunday March 2:00 to last Sunday October 3:00 UTC+2",
        "M3.2.0/3,M11.2.0",
        # A designation alone, and offsets that no zone with these rules has.
        *("DST,M3.5.0/1,M10.5.0", "DST-5,M3.5.0,M10.5.0/3", "CET-2,M3.5.0,M10.5.0/3", "XYZ-1,M3.5.0,M10.5.0/3"),
        # No zone has these offsets, or the numbers are not offsets.
        "configTime(19800, 3600, server);",
        "configTime(99999, 0, server);",
        "configTime(1, 0, server);",
        "configTime(3600, offset3600, server);",
        '{"EST", Last, Sun, Mar, 2, 0}; {"CET", Last, Sun, Oct, 3, -60};',
        '{"CEST", Last, Sun, Mar, 2, 9999}; {"CET", Last, Sun, Oct, 3, 9939};',
        'TimeChangeRule edt("EDT", Second, Sun, Mar, 2, -4*60), est("EST", First, Sun, Nov, 2, -5*60)',
        # An M may belong to the designation; a fraction may be minutes; and bytes that spell nothing.
        *(
            "CET-1CEST,M3-2-0,M11-1-0",
            "EST5EDT,M3.6.0,M11.6.0",
            "CET-1CEST,M3.5.0/2x,M10.5.0",
            "EST5EDT,M3.2.0,M11.1.09",
        ),
        *(
            "CET-1CEST,2026-03-29,2026-10-25",
            "2026-11-28",
            "03-5",
            "<+1>-14",
            "IST-5:1",
            "<+1245>-12:45<+1345>,M9.5.0/2:4,M4.1.0/3:4",
            "CETSCEST,M3.5.0,M10.5.0/3",
            "CET-l",
        ),
        *(
            "CET-1CEST,M3.5.0,M10.5.0,3,1",
            "CET-1CEST,M3.5.0,M10.5.0|20",
            "CET-1CEST,M3.5.0/-1,M10-5-0/3",
            "AAA-1\\;BBB",
        ),
        *("CET-1CESTM,3.5.0,M10.5.0/3", "IST-5.3", "00:11:22:33:44:55", "1234567890", "20:20:20:20"),
        "13,2,7,2,0;11,1,7,2,0;60",
        # Strings that are already valid.
        *(VIENNA, NEW_YORK, SYDNEY, LONDON, INDIA, "UTC0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "PST-8"),
    ],
)
def test_where_nothing_is_known_nothing_is_named(text: str) -> None:
    assert suggest(text) == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("+08", "<-08>8"),
        ("UTC\u22125", "<+05>-5"),
        ("CET+1CEST", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"),
        ("AEST+10AEDT", "HST10HDT,M3.2.0,M11.1.0"),
        ("Dublin", LONDON),
        ("London, Paris", NEW_YORK),
        ("UK/Birmingham", "CST6CDT,M3.2.0,M11.1.0"),
        ("Canada/London", LONDON),
        ("London and Paris", NEW_YORK),
        ("Asia/China", "<+09>-9"),
        ("CET-1CEST2,M3.5.0,M10.5.0/3", "CET-1CEST-3,M3.5.0,M10.5.0/3"),
        ("CET-1CEST2,M3.4.0,M10.4.0/3", "CET-1CEST-3,M3.4.0,M10.4.0/3"),
        ("CET1CEST-2,M3.5.0,M10.5.0/3", "CET-1CEST2,M3.5.0,M10.5.0/3"),
        ("IST1GMT0,M10.5.0,M3.5.0/1", "IST-1GMT,M10.5.0,M3.5.0/1"),
        ("EST5EDT6,M3.2.0,M11.1.0", "EST5"),
        ('CET-1CEST,M3.5.0,M10.5.0/3"', "MET-1MEST,M3.5.0,M10.5.0/3"),
        ("GMT-1BST,M3.5.0/1,M10.5.0", "<-01>1BST,M3.5.0/1,M10.5.0"),
        ("option zonename 'America/Bahia Banderas'", "<-03>3"),
        ("UTC-1CEST,M3.5.0,M10.5.0/3", "<-01>1CEST,M3.5.0,M10.5.0/3"),
        ("UTC-1CEST,M3.5.0,M10.5.0/3", "<-01>1<+00>,M3.5.0,M10.5.0/3"),
        ("GMT-1GMT-2,M3.5.0,M10.5.0/3", "<-01>1<+00>,M3.5.0,M10.5.0/3"),
        ("US", "AST4"),
        ("GMT+8 China", "<+06>-6"),
        ("GMT-6 Mexico", "PST8PDT,M3.2.0,M11.1.0"),
        ("US/EST", "EST5"),
        ("$ TZ=UTC0 date", LONDON),
        ("PST (New York)", "PST8PDT,M3.2.0,M11.1.0"),
        ("US/PST", "PST-8"),
        ("Mountain Daylight Time", "MST7"),
        ("CET-1CEST", "CET-1CEST,M3.2.0,M11.1.0"),
        ("BRT3BRST", "<-03>3<-02>,M3.2.0,M11.1.0"),
        ("GMT", LONDON),
        ("GMT +1", LONDON),
        ("(GMT-04:00) Caracas, La Paz", "MST7"),
        ("UTC6DST", NEW_YORK),
        ("(GMT+03:00) Moscow, St. Petersburg, Volgograd", NEW_YORK),
        ("SCT6CDT", "<+04>-4"),
        ("SCT6CDT,M3.2.0,M11.1.0", "<+04>-4"),
        ("<+01>-1<+02>", "<+01>-1"),
        ("<+01>-1<+02>", "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3"),
        ("<-03>-3", "<-04>4<-03>,M9.1.6/24,M4.1.6/24"),
        ("WGT3WGST", "<-03>3<-02>,M3.2.0,M11.1.0"),
        ("EGT1EGST", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"),
        ("NOVT-6NOVST,M3.5.0,M10.5.0/3", "<+06>-6"),
        ("SAMT-4SAMST,M3.5.0,M10.5.0/3", "<+05>-5"),
        ("CST+6:00:00DST01:00:00,M4.1.0/02:00:00,M10.5.0/02:00:00", "CST6DST,M4.1.0,M10.5.0"),
        ("MSK-4MSD,M3.5.0,M10.5.0/3", "<+04>-4"),
        ("CST-10DST,M10.1.0,M4.1.0", "CST-8DST,M10.1.0,M4.1.0"),
        ("EET-2EEST,M3.5.0/3,M10.5.0", "<+03>-3"),
        ("<+01>-1<+02>,M3.5.0,M10.5.0", "<+01>-1"),
        ("BST-1GMT", DUBLIN),
        ("GMT/BST", DUBLIN),
        ("CET/CEST (UTC+5)", VIENNA),
        ("EST, CST", NEW_YORK),
        ("EST/BST", "EST5EDT,M3.2.0,M11.1.0"),
        ("EDT-6EDT", "EDT-6"),
        ("BST0GMT", DUBLIN),
        ("UTC0UTC", LONDON),
        ("SCT6", "<+04>-4"),
        ("ECT-1", "<-05>5"),
        ("IST5.5", "IST5:30"),
        ("55:54:43:2b:33", "UTC3"),
        ("configTime(3600, 3600, server);", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"),
        ("GMT+1CEST,M3.5.0,M10.5.0/3", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"),
        ("GMT-2CEST,M3.5.0,M10.5.0/3", "EET-2EEST,M3.5.0/3,M10.5.0/4"),
        ("CST6CDT,M3.2.0/0,M11.1.0/1", "CDT4"),
        ("VET-4.5", "VET-4:30"),
        ("TZ=CST+6:00:00DST01:00:00,M4.1.0/02:00:00,M10.5.0/02:00:00", "CST6DST,M4.1.0,M10.5.0"),
        ("TZ=CST6DST1,M4.1.0,M10.5.0", "CST6DST,M4.1.0,M10.5.0"),
        ("UTC-5: 1st Sun of Apr at 2, last Sun of Oct at 2", "<-05>5<-04>,M4.1.0,M10.5.0"),
        ("ART-10ART", "ART-10"),
        ("TRT+2TRST", NUUK),
        ("CDT-8CDST", "CDT-8"),
        ("CET+2", "<-02>2"),
        *((f"Etc/GMT{sign}", "GMT0") for sign in ("%2B5", "%2D3", "&#43;5", "\\u002b5", "%2B99")),
        ("AAA5BBB3", "AAA5"),
        ("AAA-3:45BBB", "AAA-3:45"),
    ],
)
def test_no_string_is_named_that_is_known_to_be_wrong(text: str, wrong: str) -> None:
    assert wrong not in texts(text)


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        ("Saint John", "America/Moncton", ["America/St_Johns", "America/St_Thomas"]),
        ("St. John's", "America/St_Johns", ["America/Antigua"]),
        ("Santa Cruz", "America/La_Paz", ["America/Los_Angeles", "Atlantic/Canary", "America/Argentina/Rio_Gallegos"]),
        ("Birmingham", "Europe/London", ["America/Chicago"]),
        ("Córdoba", "America/Argentina/Cordoba", ["Europe/Madrid", "America/Mexico_City"]),
        ("Kingston", "America/Jamaica", ["America/Toronto", "Pacific/Norfolk"]),
        ("Mérida", "America/Merida", ["America/Caracas", "Europe/Madrid"]),
        ("St. Petersburg", "Europe/Moscow", ["America/New_York"]),
        ("Petersburg", "Europe/Moscow", ["America/New_York"]),
        ("Salvador", "America/Bahia", ["America/El_Salvador"]),
        ("San José", "America/Los_Angeles", ["America/Costa_Rica"]),
        ("San Juan", "America/Puerto_Rico", ["America/Argentina/San_Juan"]),
        ("London", "Europe/London", ["America/Toronto"]),
        ("Granada", "Europe/Madrid", ["America/Managua", "America/Grenada"]),
        ("Monterey", "America/Los_Angeles", ["America/Monterrey"]),
        ("America/Monterey", "America/Monterrey", ["America/Los_Angeles"]),
        ("Timor", "Asia/Dili", ["Asia/Makassar"]),
    ],
)
def test_namesakes_are_all_named(text: str, first: str, others: list[str]) -> None:
    found = suggest(text)
    assert f"the clock of {first}" in found[0].reason
    assert [place for place in others if not any(place in each.zones for each in found)] == []


def test_a_name_with_its_area_means_that_zone_and_none_of_its_namesakes() -> None:
    for text in ("America/St_Johns", "america/st johns", "Europe/London", "America/Merida", "Europe/Granada"):
        assert len(texts(text)) == 1
    # Windows lists Bern with the clock of Berlin; but Switzerland has its own zone.
    assert [each.reason for each in suggest("Bern")] == ["the clock of Europe/Zurich"]


def test_reasons_name_the_zones_and_what_is_not_the_whole_truth() -> None:
    (jerusalem,) = suggest("Asia/Jerusalem")
    assert jerusalem.zones == ()
    assert "the nearest string in the dialect vapix to IST-2IDT,M3.4.4/26,M10.5.0" in jerusalem.reason
    (exact,) = suggest("Asia/Jerusalem", "posix-2024")
    assert (exact.text, exact.zones[0]) == ("IST-2IDT,M3.4.4/26,M10.5.0", "Asia/Jerusalem")
    assert "if Europe/Viena stands for Europe/Vienna" in suggest("Europe/Viena")[0].reason
    assert suggest("Gemany")[0].reason == "the clock of Europe/Berlin and Europe/Busingen, if Gemany stands for Germany"
    assert "if Pacfic Standard Tme stands for the Windows name Pacific" in suggest("Pacfic Standard Tme")[0].reason
    assert suggest("Indian Standard Time")[0].reason == "Indian Standard Time: the clock of Asia/Kolkata"
    assert "another name for Asia/Kolkata" in suggest("Asia/Calcutta")[0].reason
    assert "Windows name" in suggest("W. Europe Standard Time")[0].reason
    assert "5 hours behind UTC" in suggest("Etc/GMT+5")[0].reason
    assert "cut off" in suggest("PST8PDT,M3.2.0,M1")[0].reason
    assert "with daylight saving time 1 hour behind, not 1 hour ahead" in suggest("IST-1GMT")[1].reason
    assert "where PDT is 7 hours behind UTC" in suggest("PST5PDT")[0].reason
    assert "which have these offsets but other designations" in suggest("PST5PDT")[1].reason
    assert "with daylight saving time 1 hour ahead, not 1 hour 30 minutes" in suggest("NST3:30NDT2")[0].reason
    assert "two signs" in suggest("UTC+-04:00")[0].reason
    for text in ("IST-5,30", "IST-5.5", "CET-1.0CEST,M3.5.0,M10.5.0/3"):
        assert "with the offset in hours and minutes" in suggest(text)[0].reason
    # The command line prints the zones after a colon.
    assert not any(":" in each.reason for text in ("GMT+3", "EST+10", "UTC+05", "CET1") for each in suggest(text))


def test_a_zone_may_be_on_daylight_saving_time_all_year(tmp_path: Path) -> None:
    # In Havana, it began in March 2026 and will end in November 2027, with no rules until then.
    std, dst, rules = (-18000, False, "CST"), (-14400, True, "CDT"), "CST5CDT,M3.2.0/0,M11.1.0/1"
    changes = {"2025-03-09T05:00": dst, "2025-11-02T05:00": std, "2026-03-08T05:00": dst, "2027-11-07T05:00": std}
    files = {"Havana": tzif_file(rules, changes, before=std), "New_York": tzif_file(NEW_YORK)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (havana,) = tz.suggest(rules, at=NOW, database=tmp_path)
    assert (havana.text, havana.kind) == ("CDT4", "rules")
    assert "these rules" not in havana.reason
    found = tz.suggest("CST5EST", at=NOW, database=tmp_path)
    assert {"CDT4", NEW_YORK} <= {each.text for each in found}
    assert not any("no daylight saving time" in each.reason for each in found)


def test_reasons_do_not_claim_what_is_not_so_now() -> None:
    assert "no daylight saving time now" in suggest("BRT3BRST")[0].reason
    assert "with the designation CEST and these rules" in suggest("GMT+1CEST,M3.5.0,M10.5.0/3")[0].reason


def test_a_string_that_holds_for_some_time_says_until_when() -> None:
    ramadan = suggest("Asia/Gaza", at=NOW)[0]
    assert ramadan.zones == ()
    assert "though only until 20" in ramadan.reason


def test_the_instant_counts() -> None:
    assert suggest("America/Sao_Paulo", at=1_500_000_000)[0].text == "<-03>3<-02>,M10.3.0/0,M2.3.6/24"
    assert suggest("America/Sao_Paulo")[0].text == "<-03>3"
    now = tz.suggest("Japan", database=DATABASE)
    assert now[0].text == "JST-9"


def test_what_is_asked_first_is_not_suggested() -> None:
    assert [each.text for each in suggest("CST-8CDT-8")] == ["CST-8"]
    assert "GMT+3" not in texts("GMT+3")


def test_an_offset_that_can_be_no_advance_is_none() -> None:
    assert [each.kind for each in suggest("AAA-24BBB2,J1,J60")] == []


def test_bytes_are_read_as_text() -> None:
    assert suggest(b"Europe/Vienna") == suggest("Europe/Vienna")


def test_dialects_answer_with_what_they_can_write() -> None:
    assert texts("CET-1CEST", "tzif-v3") == [VIENNA]
    assert texts("gmt+3", "tzif-v2") == ["<+03>-3"]
    assert texts("America/Nuuk", "tzif-v3") == ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0"]


def test_without_a_database_offsets_and_repairs_are_left(tmp_path: Path) -> None:
    def without(text: str) -> list[tuple[str, tuple[str, ...]]]:
        return [(each.text, each.zones) for each in tz.suggest(text, at=NOW, database=tmp_path)]

    assert without("UTC-0500") == [("<-05>5", ()), ("<+05>-5", ())]
    assert without("TZ=JST-9") == [("JST-9", ())]
    assert without("Europe/Vienna") == without("CEST") == without("CET-1CEST") == without("Germany") == []


def test_what_is_no_question_is_refused() -> None:
    with pytest.raises(TypeError, match="str or bytes"):
        tz.suggest(5, database=DATABASE)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="dialect"):
        tz.suggest("CST", "latin", database=DATABASE)
    with pytest.raises(TypeError, match="database"):
        tz.suggest("CST", database=5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="kind"):
        tz.Suggestion("UTC0", "because", "guess")


OUT_OF_DATE = [
    f"{zone}{offset}{other}{rules}"
    for zone, offset, other in (
        ("CST", "-2:00:00", "DST01:00:00"),
        ("CST", "+6:00:00", "DST01:00:00"),
        ("CST", "+3:00:00", "DST01:00:00"),
        ("CST", "-10:00:00", "DST01:00:00"),
        ("MSK", "-4", "MSD"),
        ("AEST", "10", "AEDT"),
    )
    for rules in (
        ",M3.5.0,M10.5.0/3",
        ",M4.1.0,M10.5.0",
        ",M10.3.0/0,M2.3.0/0",
        ",M10.1.0,M4.1.0",
        ",M3.5.5/0,M10.5.5/0",
    )
]


@pytest.mark.parametrize("text", OUT_OF_DATE)
def test_no_suggestion_is_out_of_date(text: str) -> None:
    for each in suggest(text):
        found = tz.review(each.text, at=NOW, database=DATABASE)
        assert Code.TZ_RULE_STALE not in [problem.code for problem in found], each


def test_a_suggestion_is_a_json_object() -> None:
    (found,) = suggest("Asia/Kathmandu")
    assert found.to_json() == {
        "text": "<+0545>-5:45",
        "reason": "the clock of Asia/Kathmandu",
        "kind": "zone",
        "zones": ["Asia/Kathmandu", "Asia/Katmandu"],
    }


# -- the data


def test_every_name_of_the_database_is_found_in_other_letters() -> None:
    assert DATABASE is not None
    for name in DATABASE.names():
        if name != "Factory" and not tz.is_valid(name):
            found = suggest(name.upper().replace("_", " ") if "/" in name else name)
            named = [zone for each in found for zone in each.zones] + [each.reason for each in found]
            assert any(name in each for each in named), name


def test_every_windows_zone_is_found_by_its_name_and_by_its_places() -> None:
    assert DATABASE is not None
    for name, zone, places in windows_zones():
        assert zone in DATABASE.names(), name
        for text in filter(None, (name, f"(GMT+00:00) {places}" if places else "")):
            assert suggest(zone)[0].text in texts(text) or tz.is_valid(text), text


def test_every_country_is_found() -> None:
    listed = {line.split("\t")[0] for line in lines("zone.tab")}
    for code, country in (line.split("\t")[:2] for line in lines("iso3166.tab")):
        assert not listed & {code} or suggest(country), country


#: Slips in all places of a string at once: a pattern, and what is written in its place.
SLIPS = {
    "dashes": (r"(?<=[0-9])\.", "-"),
    "commas": (r"(?<=[0-9])\.", ","),
    "no commas": (",", ""),
    "comma before the time": ("/", ","),
    "no stroke": (r"(\.[0-6])/", r"\1"),
    "names": (r"\.0(?=[,/]|$)", ".Sun"),
    "last": (r"\.5\.", ".L."),
    "sixth": (r"\.5\.", ".6."),
    "hours": (r"(/[0-9]+)(?=,|$)", r"\1h"),
    "seventh": (r"\.0(?=[,/]|$)", ".7"),
    "around": ("^(.*)$", r"[\1]"),
    "bar": ("$", "|"),
    "colon": (r"<([+-]\d\d)>", r"<\1:00>"),
    "UTC": (r"<([+-]\d\d)>", r"<UTC\1:00>"),
    "five": ("(?<=[A-Z])5", "S"),
    "one": ("-1(?![0-9])", "-l"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_no_slip_in_the_string_of_a_zone_is_read_as_another_clock(slip: str) -> None:
    assert DATABASE is not None
    strings = {str(tz.iana_rule(name, NOW, database=DATABASE).zone) for name in DATABASE.names()}
    damaged = {re.sub(*SLIPS[slip], text): text for text in strings}
    right = 0
    for spelt, text in damaged.items():
        if not tz.is_valid(spelt) and (found := suggest(spelt)):
            assert tz.same_clock(found[0].text, text), (spelt, text, found)
            right += 1
    assert right


def lines(table: str) -> list[str]:
    return [line for line in (FOLDER / table).read_text("utf-8").splitlines() if line and line[0] != "#"]


def test_known_names_are_of_zones_and_countries_and_not_those_of_the_database() -> None:
    assert DATABASE is not None
    names = set(DATABASE.names())
    for kind, name, zones in known_names():
        assert kind in ("place", "city", "country", "territory", "time", "abbreviation", "daylight"), name
        assert set(zones) <= names or (kind == "country" and suggest(zones[0])), name
        assert suggest(name), name
    for designation, zones in abbreviations().items():
        for zone in zones:
            assert designation not in suggest(zone)[0].text, (designation, zone)


# -- properties

PIECES = [
    *("UTC", "GMT", "CET", "CEST", "EST", "EDT", "DST", "NZST", "AEST", "gmt", "Z", "<+05>", "<-03>", "+", "-"),
    *("0", "1", "5", "10", "05:30", ":00", "00", ".5", ",", "M3.5.0", "M10.1.0", "M1", "M3.2", "/3", "/26", "_1"),
    *("Europe", "Berlin", "New York", "posix/", "zoneinfo/", "Standard Time", "(", ")", '"', "TZ=", ";", "\n", " "),
    *("last Sunday", "\u2212", "/"),
]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.binary(max_size=20),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
)


@settings(max_examples=150)
@given(text=TEXTS, dialect=st.sampled_from(sorted(tz.DIALECTS)))
def test_suggestions_are_complete_true_and_different(text: str | bytes, dialect: str) -> None:
    found = suggest(text, dialect)
    assert len({each.text for each in found}) == len(found)
    for each in found:
        assert str(tz.parse(each.text, dialect)) == each.text
        assert each.reason
        assert not (each.kind == "repair" and tz.is_valid(text, dialect))
        assert each.text != text
        assert all(shows(each.text, name) for name in each.zones[:4])


@cache
def shows(text: str, name: str) -> bool:
    """Whether a string shows the clock of a zone for twelve years, according to Python's zoneinfo."""
    with (FOLDER / name).open("rb") as file:
        zone = zoneinfo.ZoneInfo.from_file(file)
    instants = range(NOW, NOW + 12 * 366 * 86400, 5 * 86400)
    clock = tz.parse(text, "posix-2024")
    return all(
        timedelta(seconds=clock.at(t).utoff) == datetime.fromtimestamp(t, UTC).astimezone(zone).utcoffset()
        for t in instants
    )


@pytest.mark.parametrize("shape", [*SHAPES.values(), "last Sunday March 2 ", "(UTC", "zoneinfo/"])
def test_work_grows_with_the_length_of_a_text(shape: str, thorough: bool) -> None:
    size = 300 if thorough else 120
    assert_linear(lambda n: shape * n, suggest, size)
    assert_linear(lambda n: f"{shape * n}Europe/Vienna", suggest, size)


# -- the document


PAGE = (ROOT / "docs" / "explanation/suggestions.md").read_text("utf-8")


@pytest.mark.parametrize("row", re.findall(r"^\| `(\w+)` \| .* \| `(.*)` \| `(.*)` \|$", PAGE, re.MULTILINE))
def test_the_examples_of_the_document_are_right(row: tuple[str, str, str]) -> None:
    kind, text, first = row
    assert (suggest(text)[0].kind, suggest(text)[0].text) == (kind, first)


def test_the_document_has_every_kind() -> None:
    assert set(re.findall(r"^\| `(\w+)` \| .* \| `.*` \| `.*` \|$", PAGE, re.MULTILINE)) == set(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        # Names that browsers write, and that differ from other names in two letters.
        "Chile Standard Time",
        "Irkutsk Standard Time",
        "Samara Standard Time",
        "Iraq Standard Time",
        "Eastern Indonesia Time",
        "Ora di Vostok",
        *("Pacifis Standard Time", "Ceh. Australia Standard Time"),
        # The names of zones contain no minutes.
        *("Etc/GMT-", "Etc/GMT-x", "Etc/GMT+x"),
        "Etc/GMT-5:30",
        "Etc/GMT+5.5",
        "Etc/GMT+5.30",
        # Labels whose designation belongs to another offset.
        "UTC+3 DST",
        "GMT+3MSK",
        "UTC+05:30IST",
        # No zone that uses the designation is behind UTC, and Russians count hours from Moscow.
        *("MSK+2", "option timezone 'MSK+2'", "option timezone 'MSK2'", "MSK+5", "JST+8", "CET+3", "IST+4", "NZST+11"),
        # Places outside the country.
        "Tahiti, France",
        # Towns that are not known, in countries with many clocks.
        *("Xanadu, US", "Xanadu, Russia", "Xanadu USA"),
        # Parts of countries, and names that resemble those of countries.
        *("Eastern Samoa", "Papua Guinea", "New England", "Nuevo Mexico", "Gulf of Mexico"),
        *("Papúa Nueva Guinea", "Päiväntasaajan Guinea", "Franska Guyana", "Karibische Niederlande", "Ny Jersey"),
        *("Francia Guyana", "WST Samoa", "Ciudad Victoria", "San Luis Río Colorado", "La Trinidad", "Georgetown, USA"),
        # Names that resemble those of large cities.
        *("Europe/Baku", "America/Rio"),
        "Tahiti, FR",
        "Hamilton, UK",
        "Hamilton UK",
        "rome me",
        "CET, Japan",
        "CST (Japan)",
        "UTC+5, Japan",
    ],
)
def test_the_nearest_name_or_offset_is_not_guessed(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UTC+5\u00bd", "<+0530>-5:30"),
        ("GMT+9\u00bd", "<+0930>-9:30"),
        ("AST-3", "<+03>-3"),
        ("EST-10", "<+10>-10"),
        ("SST-8", "<+08>-8"),
        ("NST-5:45", "<+0545>-5:45"),
        # The designation and the sign contradict the offset: Sydney and Adelaide use AEST and ACST.
        ("EST+10", "<+10>-10"),
        ("CST+9:30", "<+0930>-9:30"),
        ("clock timezone EST -10 0", "<+10>-10"),
        ("CST+9:30CDT", "ACST-9:30ACDT,M10.1.0,M4.1.0/3"),
        ("UTC-9 DST", "AKST9AKDT,M3.2.0,M11.1.0"),
        # Arabian time, not Atlantic Standard Time; and Singapore's, not Samoa's.
        ("AST UTC+3", "<+03>-3"),
        ("SST (UTC+8)", "<+08>-8"),
    ],
)
def test_the_offset_of_a_text_counts(text: str, expected: str) -> None:
    assert texts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EET-2EEST Istanbul", ["<+03>-3"]),
        ("EET-2EEST (Istanbul)", ["<+03>-3"]),
        ("EET-2EEST # Turkey", ["<+03>-3"]),
        ("EET-2EEST Athens", [ATHENS]),
        ("AEST-10AEDT Brisbane", ["AEST-10"]),
        ("EST5EDT London", [NEW_YORK]),  # in Ontario
        ("EST-5EDT New York", [NEW_YORK]),
        ("EST5EDT Berlin", []),
        ("CET-1CEST nowhere", [VIENNA]),
    ],
)
def test_a_place_after_two_designations_decides(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "мск-3",
            "<мск-3>",
            "мск+3",
            "\u0421\u0415\u0422-1",
            "\u0395\u0395\u03a4-2",
            "Θεσσαλονίκη-2",
            "🇩🇪-1",
            "😀-3",
        ),
        *("мск -3", "timezone: мск-3", "мск UTC-3"),
    ],
)
def test_in_any_script_letters_before_an_offset_are_a_designation(text: str) -> None:
    assert suggest(text) == ()


@pytest.mark.parametrize(
    "wrapper",
    [
        "option timezone '{}'",
        "<tt:TimeZone><tt:TZ>{}</tt:TZ></tt:TimeZone>",
        "timezone: {}",
        'export TZ="{}"',
        'setenv("TZ","{}",1);',
        'configTzTime("{}", "pool.ntp.org");',
        "HEX",
        "URL",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        *(
            "EST-5",
            "CST-6",
            "JST9",
            "MSK-4",
            "UTC-5",
            "CEST2",
            "EDT-4",
            "BST1",
            "NZDT13",
            "BRT-3",
            "VET-4:30",
            "NST3:30",
        ),
        *(
            "EST5EDT,M4.1.0,M10.5.0",
            "CST6CDT5,M4.1.0/2,M10.5.0/2",
            "BRST+3BRDT+2,M10.3.0,M2.3.0",
            "CST5CDT,M3.2.0,M11.1.0",
        ),
        *("PST-8PDT,M3.2.0,M11.1.0", "UTC+3DST", "AEST+10AEDT", "TRT-2TRST,M3.5.0/3,M10.5.0/4"),
    ],
)
def test_a_string_means_the_same_in_other_text(text: str, wrapper: str) -> None:
    alone = texts(text)
    assert alone
    encoded = {"HEX": text.encode().hex(":"), "URL": f"%{text.encode().hex('%')}"}
    wrapped = encoded.get(wrapper) or wrapper.format(text)
    assert [each for each in texts(wrapped) if each != str(tz.parse(text))][: len(alone)] == alone
    assert texts(wrapped)[0] == alone[0]


@pytest.mark.parametrize("text", ["PST-8", "IST-2", "CST-8", "<+03>-3"])
def test_an_ordinary_string_keeps_its_meaning_in_other_text(text: str) -> None:
    assert texts(f"TZ={text}") == texts(f"option timezone '{text}'") == [text]


@pytest.mark.parametrize("sign", ["\u2212", "\u2013"])
@pytest.mark.parametrize(
    "text",
    [
        *("BRT-3", "VET-4:30", "EDT-4", "EST-5", "CST-6", "MST-7", "MSK-4", "SGT-8"),
        *("EST-5EDT", "BRT-3BRST,M10.3.0/0,M2.3.0/0"),
    ],
)
def test_a_typeset_minus_sign_is_reviewed_as_an_ascii_one(text: str, sign: str) -> None:
    found = texts(text)
    assert [each for each in texts(text.replace("-", sign)) if each != text][: len(found)] == found
    assert texts(text.replace("-", sign))[0] == [*found, text][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Timezone 99; TimeStd 0,1,11,1,2,300; TimeDst 0,2,3,1,2,240", NEW_YORK),
        ("TimeStd 0,0,10,1,3,-60; TimeDst 0,0,3,1,2,-120", VIENNA),
        ("TimeStd 1,1,4,1,3,-600; TimeDst 1,1,10,1,2,-660", SYDNEY),
        ("#define TIME_DST North, Second, Sun, Mar, 2, 240; #define TIME_STD North, First, Sun, Nov, 2, 300", NEW_YORK),
    ],
)
def test_minutes_with_the_sign_reversed_are_noticed_without_designations(text: str, expected: str) -> None:
    found = suggest(text)
    assert [each.text for each in found] == [expected]
    assert "with the sign of the minutes reversed" in found[0].reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Without rules, with rules that no zone has, with old rules, and with another zone's rules.
        ("HKT8HKST", ["HKT-8"]),
        ("MSK3MSD", ["MSK-3"]),
        ("MSK4MSD", ["MSK-3"]),
        ("JST9JDT,M3.5.0,M10.5.0/3", ["JST-9"]),
        ("MSK3MSD,M3.5.0,M10.5.0/3", ["MSK-3"]),
        ("MSK4MSD,M3-5-0,M10-5-0/3", ["MSK-3"]),
        ("EET2EEST,M3.2.0,M11.1.0", [ATHENS]),
        ("PST-8PDT,M4.1.0,M10.5.0", ["PST8PDT,M3.2.0,M11.1.0"]),
        ("HKT8HKST,M4.1.0,M10.5.0", ["HKT-8"]),
        ("AEST10AEDT,M3.2.0,M11.1.0", [SYDNEY, "HST10HDT,M3.2.0,M11.1.0"]),
        ("HKT8HKST,M3.2.0,M11.1.0", ["HKT-8", "PST8PDT,M3.2.0,M11.1.0"]),
    ],
)
def test_designations_with_the_sign_reversed_mean_the_zones_that_use_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected
    hints = [problem.hint for problem in tz.review(text, at=NOW, database=DATABASE) if problem.code in CODES]
    assert all(hint is not None and hint.startswith(f"write {expected[0]} for ") for hint in hints)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GMT-5:30", ["<+0530>-5:30"]),
        ("UTC-5:45", ["<+0545>-5:45"]),
        ("UTC-14", ["<+14>-14"]),
        # Caracas was 4 hours 30 minutes behind UTC until 2016.
        ("UTC-4:30", ["<+0430>-4:30", "<-04>4"]),
        ("-0430", ["<-04>4"]),
        ("GMT 5:30", ["<+0530>-5:30"]),
        ("GMT+5.30", ["<+0530>-5:30"]),
        ("UTC-5.5", ["<+0530>-5:30"]),
        ("GMT+530", ["<+0530>-5:30"]),
        ("UTC-930", ["<-0930>9:30"]),
        ("UTC+9.50", ["<+0930>-9:30"]),
        ("UTC+5.0", ["<+05>-5"]),
        # In winter, Newfoundland is 3 hours 30 minutes behind UTC.
        ("UTC-3:30", ["<-0330>3:30"]),
        ("UTC-3.5", ["<-0330>3:30"]),
        ("NST-3:30", ["NST3:30NDT,M3.2.0,M11.1.0"]),
        ("NST-3.5", ["NST3:30NDT,M3.2.0,M11.1.0"]),
        ("clock timezone NST 3 30", ["NST3:30NDT,M3.2.0,M11.1.0"]),
        # A valid string in other text comes last, unless its offset has a plus sign and contradicts its designation.
        ('setenv("TZ","UTC+2",1)', ["<+02>-2"]),
        ("option timezone 'UTC2'", ["<+02>-2", "UTC2"]),
        ("GMT%2B1", ["<+01>-1"]),
        # No zone has either offset.
        ("UTC-7:30", ["<-0730>7:30"]),
    ],
)
def test_an_offset_that_no_zone_keeps_gives_way_to_one_that_a_zone_keeps(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


_SANTIAGO = "<-04>4<-03>,M9.1.6/24,M4.1.6/24"
_CISCO = "clock timezone {}\nclock summer-time {} recurring{}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('setenv("TZ","BRST+3BRDT+2,M10.3.0,M2.3.0",1);', ["<-03>3", "BRST3BRDT,M10.3.0,M2.3.0"]),
        (
            _CISCO.format("CLT -4", "CLST", " 1 Sun Sep 0:00 1 Sun Apr 0:00"),
            [_SANTIAGO, "CLT4CLST,M9.1.0/0,M4.1.0/0"],
        ),
        (_CISCO.format("IRST 3 30", "IRDT", ""), ["<+0330>-3:30"]),
        ("BRT3BRST,M10-3-0,M2-3-0", ["<-03>3", "BRT3BRST,M10.3.0,M2.3.0"]),
        ("TRT2TRST,M3-5-0/3,M10-5-0/4", ["<+03>-3"]),
        ("PST-8PDT,M4-1-0,M10-5-0", ["PST8PDT,M3.2.0,M11.1.0"]),
        # As for the string on its own: no zone has ever followed these rules.
        ("$ TZ=EST5EDT,M3.1.0,M11.1.0 date", [NEW_YORK, "EST5EDT,M3.1.0,M11.1.0"]),
        (
            "ACST-9:30ACDT,M10.5.0,M4.1.0/3 and Australia/Adelaide",
            ["ACST-9:30ACDT,M10.1.0,M4.1.0/3", "ACST-9:30ACDT,M10.5.0,M4.1.0/3"],
        ),
    ],
)
def test_a_designation_of_certain_zones_counts_more_than_the_rules_around_it(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clock timezone VET -4 30", ["<-04>4"]),
        ("clock timezone TRT 2", ["<+03>-3", "TRT-2"]),
        ("clock timezone NOVT 6", ["<+07>-7", "NOVT-6"]),
        ("clock timezone CEST 2", [VIENNA, "CEST-2"]),
        ("clock timezone CET 1 0", ["CET-1"]),
        # The sign in the command is wrong; but after UTC, it is sure.
        ("clock timezone CET -1 0", ["CET-1"]),
        ("clock timezone EST 5 0", ["EST5"]),
        ("clock timezone AZT -4", ["<+04>-4"]),
        ("clock timezone UTC 2", ["<+02>-2"]),
        ("clock timezone gmt -1 0", ["<-01>1"]),
        ("clock timezone IST 3 30", ["IST-2", INDIA, "IST-1", "<+0330>-3:30"]),
        ("Timezone +01:00", ["<+01>-1"]),
        ("Timezone -5", ["<-05>5"]),
        ("time zone: +05:30", ["<+0530>-5:30"]),
        ("Timezone UTC+5", ["<+05>-5", "<-05>5"]),
        ("Router(config)#clock timezone EST -5", ["EST5"]),
        ("<HUAWEI> clock timezone beijing add 08:00", ["CST-8", "<+08>-8"]),
        # A Huawei switch; the name is not a designation.
        ("clock timezone beijing add 08:00:00", ["CST-8", "<+08>-8"]),
        ("clock timezone Z5 minus 3:30", ["<-0330>3:30"]),
        ("clock timezone beijing add 99", []),
        ("Timezone 99", []),
        ("Timezone 5", []),
    ],
)
def test_a_command_without_rules_is_reviewed_as_its_string_is(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("EDT 4", [NEW_YORK, "EDT-4"], "EDT in America/New_York"),
        ("CEST -2", [VIENNA, "CEST2"], "CEST in Europe/Paris"),
        ("PDT 7", ["PST8PDT,M3.2.0,M11.1.0", "PDT-7"], "PDT in America/Los_Angeles"),
        ("BST -1", [LONDON, "BST1"], "BST in Europe/London"),
        ("NZDT -13", ["NZST-12NZDT,M9.5.0,M4.1.0/3", "NZDT13"], "NZDT in Pacific/Auckland"),
        ("BRT 3", ["<-03>3"], "BRT for the time in America/Sao_Paulo"),
        ("VET 4 30", ["<-04>4"], "VET for the time in America/Caracas"),
        ("SGT -8", ["<+08>-8"], "SGT for the time in Asia/Singapore"),
        (
            "BRT 3\nclock summer-time BRST recurring 3 Sun Oct 0:00 3 Sun Feb 0:00",
            ["<-03>3"],
            "the command gives 3 hours ahead of UTC and these rules: BRT for the time in America/Sao_Paulo",
        ),
        (
            "EST 5",
            ["EST5"],
            "EST is 5 hours behind UTC, with the sign reversed, because the command counts hours east of Greenwich",
        ),
        (
            "CET -1",
            ["CET-1"],
            "CET is 1 hour ahead of UTC, with the sign reversed, because the command counts hours east of",
        ),
        ("BRT -3", ["BRT3"], "3 hours behind UTC, as in the command"),
    ],
)
def test_the_designation_in_a_command_decides_and_the_reason_is_true(
    text: str, expected: list[str], reason: str
) -> None:
    found = suggest(f"clock timezone {text}")
    assert [each.text for each in found] == expected
    assert found[0].reason.startswith(reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salem, MA", NEW_YORK),
        ("Middletown, DE", NEW_YORK),
        ("Lincoln, CA", "PST8PDT,M3.2.0,M11.1.0"),
        ("Pullman, WA", "PST8PDT,M3.2.0,M11.1.0"),
        ("Vancouver, WA", "PST8PDT,M3.2.0,M11.1.0"),
    ],
)
def test_after_a_city_a_state_comes_before_a_country(text: str, expected: str) -> None:
    found = suggest(text)
    assert found[0].text == expected
    assert len(found) > 1


_CHICAGO, _DENVER = "CST6CDT,M3.2.0,M11.1.0", "MST7MDT,M3.2.0,M11.1.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Towns named after other places, countries or states.
        ("Santiago, Panama", ["EST5"]),
        ("Santiago (Panama)", ["EST5"]),
        ("Santiago, Dominican Republic", ["AST4"]),
        ("Barcelona, Venezuela", ["<-04>4"]),
        ("Victoria, Texas", [_CHICAGO, _DENVER]),
        # These towns do not keep the time of their large namesakes, although a part of the state does.
        ("Birmingham, MI", [NEW_YORK]),
        ("Birmingham Michigan", [NEW_YORK]),
        ("Michigan/Birmingham", [NEW_YORK]),
        ("Austin, Indiana", [NEW_YORK, _CHICAGO]),
        ("Indiana/Austin", [NEW_YORK, _CHICAGO]),
        ("Houston, FL", [NEW_YORK, _CHICAGO]),
        ("St. Louis, MI", [NEW_YORK, _CHICAGO]),
        ("Philadelphia, TN", [_CHICAGO, NEW_YORK, "CET-1"]),
        # Zones of the database in a part of a state, and places that keep the time of a neighbour.
        ("Menominee, Michigan", [_CHICAGO]),
        ("Knox, Indiana", [_CHICAGO]),
        ("Goose Bay, NL", ["AST4ADT,M3.2.0,M11.1.0"]),
        ("Atikokan, Ontario", ["EST5"]),
        ("Bahía de Banderas, Nayarit", ["CST6"]),
        ("Blanc-Sablon, QC", ["AST4"]),
        ("Îles-de-la-Madeleine, QC", ["AST4ADT,M3.2.0,M11.1.0"]),
        ("Lord Howe Island, NSW", ["<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"]),
        ("Coral Harbour, NU", ["EST5"]),
        ("Window Rock, Arizona", [_DENVER]),
        ("Moscow, Idaho, USA", ["PST8PDT,M3.2.0,M11.1.0"]),
        # In a country, a zone of another country with the same clock does not count.
        ("Georgetown, Canada", [NEW_YORK]),
        ("Canada/Georgetown", [NEW_YORK]),
        ("St. Thomas, Canada", [NEW_YORK]),
        ("Saint-Georges, Canada", [NEW_YORK]),
        ("Coral Harbour, Canada", ["EST5"]),
        ("Calcutta, India", [INDIA]),
        # A code may stand for several states and countries; those in which the place is known come first.
        ("Georgetown, KY", [NEW_YORK, "EST5"]),
        ("Paris, KY", [NEW_YORK, _CHICAGO, "EST5"]),
        ("Ontario CA", ["PST8PDT,M3.2.0,M11.1.0", NEW_YORK, "EST5"]),
        ("Tijuana, B.C.", ["PST8PDT,M3.2.0,M11.1.0"]),
        ("Ensenada BC", ["PST8PDT,M3.2.0,M11.1.0"]),
        ("Monterrey, NL", ["CST6"]),
        (
            "Saint John, CA",
            ["AST4ADT,M3.2.0,M11.1.0", "NST3:30NDT,M3.2.0,M11.1.0", "PST8PDT,M3.2.0,M11.1.0"],
        ),
        ("London, CA", [NEW_YORK, "PST8PDT,M3.2.0,M11.1.0"]),
        ("Windsor, CA", ["PST8PDT,M3.2.0,M11.1.0", NEW_YORK]),
        ("Constanța, RO", [ATHENS, "<-04>4"]),
        ("Macao/Macau", ["CST-8"]),
        ("Belém, PA", ["<-03>3"]),
        ("Lagos, PT", ["WET0WEST,M3.5.0/1,M10.5.0", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"]),
        ("Seattle, PT", ["PST8PDT,M3.2.0,M11.1.0", "WET0WEST,M3.5.0/1,M10.5.0", "<-01>1<+00>,M3.5.0/0,M10.5.0/1"]),
        ("Casablanca, MA", ["<+00>0"]),
        # Towns that are not known, in a country with a few clocks.
        ("Santiago, Spain", [VIENNA, "WET0WEST,M3.5.0/1,M10.5.0"]),
        ("Toledo (Spain)", [VIENNA, "WET0WEST,M3.5.0/1,M10.5.0"]),
        ("Porto, Spain", [VIENNA, "WET0WEST,M3.5.0/1,M10.5.0"]),
        ("Spain/Toledo", [VIENNA, "WET0WEST,M3.5.0/1,M10.5.0"]),
        # Large cities that share their name.
        ("Guadalajara, Spain", [VIENNA]),
        ("León Mexico", ["CST6"]),
        ("Portland", ["PST8PDT,M3.2.0,M11.1.0", NEW_YORK]),
        ("Mountain Time (Arizona)", ["MST7", _DENVER]),
        ("Mountain Standard Time - Arizona", ["MST7", _DENVER]),
        # Towns that are not known, without a comma.
        ("Bangor ME", [NEW_YORK]),
        ("Xanadu ME", [NEW_YORK, VIENNA]),
        ("Zanesville Ohio", [NEW_YORK]),
        ("zanesville ohio", [NEW_YORK]),
        ("Newcastle NSW", [SYDNEY]),
        ("Perth Scotland", [LONDON]),
        ("Yantai China", ["CST-8", "<+06>-6"]),
        ("Toledo Spain", [VIENNA, "WET0WEST,M3.5.0/1,M10.5.0"]),
        ("Birmingham, Alabama", [_CHICAGO]),
        ("Perth, WA", ["AWST-8"]),
        ("Victoria, Malta", [VIENNA]),
        ("Victoria, Hong Kong", ["HKT-8"]),
        ("Victoria, Australia", [SYDNEY]),
        ("Lebanon, Pennsylvania", [NEW_YORK]),
        ("Peru, Indiana", [NEW_YORK, _CHICAGO]),
        ("Norway, Maine", [NEW_YORK]),
        ("Turkey, Texas", [_CHICAGO, _DENVER]),
        ("Palestine, Texas", [_CHICAGO, _DENVER]),
        ("China, Maine", [NEW_YORK]),
        ("Poland, Ohio", [NEW_YORK]),
        ("Mexico, Missouri", [_CHICAGO]),
        ("Ontario, California", ["PST8PDT,M3.2.0,M11.1.0"]),
        ("Paris, Texas", [_CHICAGO, _DENVER]),
        ("Perth, Scotland", [LONDON]),
        ("Hyderabad, Pakistan", ["PKT-5"]),
        ("Salem, MA, USA", [NEW_YORK]),
        # Towns that are not known, in a country with a single clock.
        ("Naples, Italy", [VIENNA]),
        ("Mecca, Saudi Arabia", ["<+03>-3"]),
        # Windows lists Quito with the clock of Bogota, and Hanoi with the clock of Bangkok.
        ("Hanoi, Vietnam", ["<+07>-7"]),
        ("Vietnam/Hanoi", ["<+07>-7"]),
        ("Quito, Ecuador", ["<-05>5"]),
        ("Ecuador/Quito", ["<-05>5"]),
        # Territories with a country code of their own.
        ("Puerto Rico, US", ["AST4"]),
        ("Puerto Rico, USA", ["AST4"]),
        ("Puerto Rico - USA", ["AST4"]),
        ("San Juan, Puerto Rico, USA", ["AST4"]),
        ("Guam, USA", ["ChST-10"]),
        ("Guam (USA)", ["ChST-10"]),
        ("USA/Guam", ["ChST-10"]),
        ("American Samoa, USA", ["SST11"]),
        ("Martinique, France", ["AST4"]),
        ("Reunion, France", ["<+04>-4"]),
        ("France/Reunion", ["<+04>-4"]),
        ("Bermuda, UK", ["AST4ADT,M3.2.0,M11.1.0"]),
        ("Gibraltar, UK", [VIENNA]),
        ("Hong Kong, China", ["HKT-8"]),
        ("China/Hong Kong", ["HKT-8"]),
        ("Aruba, Netherlands", ["AST4"]),
        ("Norfolk Island, Australia", ["<+11>-11<+12>,M10.1.0,M4.1.0/3"]),
        # In the country itself and in a territory, or in several territories.
        ("Saint-Denis, France", [VIENNA, "<+04>-4"]),
        ("Saint-Pierre, France", ["<+04>-4", "<-03>3<-02>,M3.2.0,M11.1.0", "AST4"]),
        ("Taiwan, China", ["CST-8"]),
        # States by their code, and places without a comma.
        ("WA, Australia", ["AWST-8", "<+0845>-8:45"]),
        ("TX, USA", [_CHICAGO, _DENVER]),
        ("Washington, US", [NEW_YORK, "PST8PDT,M3.2.0,M11.1.0"]),
        ("Birmingham AL", [_CHICAGO]),
        ("Birmingham UK", [LONDON]),
        ("Hamilton NZ", ["NZST-12NZDT,M9.5.0,M4.1.0/3"]),
        ("Hamilton New Mexico", [_DENVER]),
        ("Australia WA", ["AWST-8", "<+0845>-8:45"]),
        ("Vancouver WA", ["PST8PDT,M3.2.0,M11.1.0", "AWST-8", "<+0845>-8:45"]),
        ("Birmingham GA", [NEW_YORK, "WAT-1"]),
        ("Warsaw Poland", [VIENNA]),
        ("tokyo japan", ["JST-9"]),
        ("Norfolk West Virginia", [NEW_YORK]),
        ("San Juan Puerto Rico", ["AST4"]),
        ("Puerto Rico USA", ["AST4"]),
        ("Paris Texas", [_CHICAGO, _DENVER]),
        # Lists of countries.
        ("Germany, Finland", [ATHENS, VIENNA]),
        ("Liberia, Costa Rica", ["CST6", "GMT0"]),
        ("London and Singapore", [LONDON, "<+08>-8"]),
        ("Armenia, Georgia", [NEW_YORK, "<+04>-4"]),
    ],
)
def test_only_places_in_the_state_or_country_are_meant(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Albi, France", "France, if Albi is not in one of its territories: the clock of Europe/Paris"),
        ("Nowhere - UK", "Britain (UK), if Nowhere is not in one of its territories: the clock of Europe/London"),
        ("Aarhus, DK", "Denmark, if Aarhus is not in one of its territories: the clock of Europe/Copenhagen"),
        # No territory of Finland has another clock.
        ("Turku, Finland", "Finland: the clock of Europe/Helsinki"),
    ],
)
def test_an_unknown_town_may_lie_in_a_territory(text: str, reason: str) -> None:
    assert [each.reason for each in suggest(text)] == [reason]


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            "Philadelphia, Tennessee",
            [
                "the west and middle of Tennessee: the clock of America/Chicago",
                "the east of Tennessee, if Philadelphia is there: the clock of America/New_York",
            ],
        ),
        ("Arizona", [None, "the Navajo Nation in Arizona: the clock of America/Denver"]),
        ("Alabama", ["Alabama: the clock of America/Chicago"]),
        (
            "Paris, KY",
            [
                "the east and north of Kentucky, if KY stands for Kentucky: the clock of",
                "the west of Kentucky, if Paris is there and KY stands for Kentucky: the clock of America/Chicago",
                "Cayman Islands, if KY stands for it: the clock of America/Cayman",
            ],
        ),
        (
            "Armenia, Colombia",
            ["Colombia: the clock of America/Bogota", "Armenia, if this is a list of countries: the"],
        ),
        ("Georgetown, Canada", ["Georgetown in Ontario: the clock of America/Toronto"]),
        (
            "Rome, Georgia",
            [
                "Georgia, if the state is meant: the clock of America/New_York",
                "Georgia, if the country is meant: the clock of Asia/Tbilisi",
            ],
        ),
        ("Seattle, PT", [None, "mainland Portugal and Madeira, if PT stands for it: the clock of Europe/Lisbon", None]),
    ],
)
def test_every_part_of_a_region_has_its_condition(text: str, reasons: list[str | None]) -> None:
    found = suggest(text)
    assert len(found) == len(reasons)
    assert [
        reason for reason, each in zip(reasons, found, strict=True) if not each.reason.startswith(reason or "")
    ] == []


def test_towns_of_regions_lie_in_zones_of_the_database() -> None:
    assert DATABASE is not None
    names = set(DATABASE.names())
    seen: dict[tuple[str, str, str], set[str]] = {}
    for country, code, name, _, zones, towns in regions():
        assert zones, name
        assert set(zones.split()) <= names, name
        listed = [town for town in towns.split(", ") if town]
        already = seen.setdefault((country, code, name), set())
        assert already.isdisjoint(listed), name
        already.update(listed)
        for town in listed:
            first = suggest(f"{town}, {name}")[0].text
            assert any(shows(first, zone) for zone in zones.split()), (town, name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EST5EDT,M4-1-0,M10-5-0", [NEW_YORK, "EST5EDT,M4.1.0,M10.5.0"]),
        ("EST5EDT M4.1.0 M10.5.0", [NEW_YORK, "EST5EDT,M4.1.0,M10.5.0"]),
        ("MSK-3MSD,M3-5-0,M10-5-0/3", ["MSK-3", "MSK-3MSD,M3.5.0,M10.5.0/3"]),
        ("$ TZ=EST5EDT,M4.1.0,M10.5.0 date", [NEW_YORK, "EST5EDT,M4.1.0,M10.5.0"]),
        # The repair is certain.
        ("EST5EDT;M4.1.0;M10.5.0", [NEW_YORK, "EST5EDT,M4.1.0,M10.5.0"]),
        ("EST5EDT,4.1.0,10.5.0", [NEW_YORK, "EST5EDT,M4.1.0,M10.5.0"]),
        ("Time.POSIXTimeZone=EST5EDT,M4.1.0,M10.5.0", [NEW_YORK, "EST5EDT,M4.1.0,M10.5.0"]),
    ],
)
def test_old_rules_with_a_slip_follow_the_present_ones(text: str, expected: list[str]) -> None:
    found = suggest(text)
    assert [each.text for each in found] == expected
    assert "although no zone follows these rules any more" in found[-1].reason
    assert {"CST6CDT,M3.2.0,M11.1.0", "CST6CDT,M4.1.0,M10.5.0"} <= set(texts("CST6CDT M4.1.0 M10.5.0"))


CHICAGO, MANILA = "CST6CDT,M3.2.0,M11.1.0", "PST-8"
LOS_ANGELES = "PST8PDT,M3.2.0,M11.1.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sydney +10", [SYDNEY]),
        ("Sydney 10", [SYDNEY]),
        ("Sydney, +10", [SYDNEY]),
        ("+10 Sydney", [SYDNEY]),
        ("Sydney+10", [SYDNEY]),
        ("Sydney10", [SYDNEY]),
        ('TZ="Sydney+10"', [SYDNEY]),
        ("option timezone 'Sydney+10'", [SYDNEY]),
        # A POSIX sign before the place's own offset.
        ("Sydney -10", [SYDNEY]),
        ("Berlin 1", [VIENNA]),
        ("London +1", [LONDON]),
        ("Tokyo+9", ["JST-9"]),
        ("日本 +9", ["JST-9"]),
        ("日本-9", ["JST-9"]),
        ("India +5:30", [INDIA]),
        ("New York -5", [NEW_YORK]),
        ("America/New_York -5", [NEW_YORK]),
        ("Asia/Tokyo+9", ["JST-9"]),
        ("Brazil -3", ["<-03>3", "<-04>4"]),
        ("Texas-6", [CHICAGO, "MST7MDT,M3.2.0,M11.1.0"]),
        # Neither sign is the place's, or there is no such place.
        *((text, []) for text in ("Sydney +4", "Lyon 03", "Sector 3", "XYZ 5", "Etc/GMT-5:30")),
        # The offset of the place, as in a TZ string.
        *((text, []) for text in ("Sydney-10", "Tokyo-9", "Lima5", "Moscow-3")),
    ],
)
def test_a_place_before_an_offset_means_its_clock(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PST 8", ["PST8", LOS_ANGELES, MANILA]),
        ("BRT 3", ["<-03>3"]),
        ("BRT -3", ["<-03>3"]),
        ("clock timezone PST 8", ["PST8", MANILA]),
        ("clock timezone PST -8", ["PST8"]),
        ("clock timezone EST add 05:00:00", ["EST5"]),
        ("clock timezone ET -5", [NEW_YORK, "<-05>5"]),
        ("clock timezone NewYork -5", [NEW_YORK, "<-05>5"]),
        ("AST-3ADT", ["<+03>-3"]),
        ("Arabia Standard Time", ["<+03>-3"]),
        ("Samoa Standard Time", ["<+13>-13", "SST11"]),
        ("Australian Eastern Daylight Time", [SYDNEY]),
        ("set system time-zone EST5EDT", [NEW_YORK]),
        ("timezone EST5EDT", [NEW_YORK]),
    ],
)
def test_a_designation_before_an_offset_means_all_that_people_mean_by_it(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_arabian_time_is_among_what_ast_means() -> None:
    assert {"AST4", "<+03>-3"} <= {*texts("AST")}
    assert all("<+03>-3" in texts(text) for text in ("AST+3", "AST3", "AST+03:00"))


_HUAWEI = (
    "clock timezone {} add 01:00:00\nclock daylight-saving-time {} repeating 02:00 last Sun Mar 03:00 last Sun Oct {}"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Without rules, the command means the US rules, which nobody with these designations follows.
        ("clock timezone AEST 10\nclock summer-time AEDT recurring", [SYDNEY]),
        ("clock timezone CET 1\nclock summer-time CEST recurring", [VIENNA]),
        ("clock timezone EST -5\nclock summer-time EDT recurring", [NEW_YORK]),
        (
            "clock timezone CET 1\nclock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 2:00",
            [VIENNA, "CET-1CEST,M3.5.0,M10.5.0"],
        ),
        ("clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00\nclock timezone CET 1", [VIENNA]),
        ("clock summer-time EDT recurring 1 Sun Apr 2:00 last Sun Oct 2:00", [NEW_YORK]),
        (_HUAWEI.format("CET", "CEST", "01:00"), [VIENNA]),
        (_HUAWEI.format("bj", "bj", "01:00:00 2020 2030"), ["<+01>-1<+02>,M3.5.0,M10.5.0/3"]),
        (_HUAWEI.format("CET", "CEST", "03:00"), []),
        (_HUAWEI.partition("\n")[2].format("CEST", "01:00"), [VIENNA]),
        ("clock timezone CET 1\nclock timezone EST -5", []),
        ("clock timezone CET 1\nclock set 10:00", []),
    ],
)
def test_commands_of_routers_mean_the_clock_of_a_zone(text: str, expected: list[str]) -> None:
    found = texts(text)
    assert found == expected or (len(found) == len(expected) == 1 and tz.same_clock(found[0], expected[0]))


def test_a_clock_that_no_zone_keeps_is_said_to_be_one() -> None:
    first, *_ = suggest("UTC+1, first Sunday March 1:00 to last Sunday October 2:00")
    assert first.reason.endswith("although no zone keeps this time")
    assert texts("UTC+10:30, first Sunday October 2:00 to first Sunday April 2:00") == [
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AUS Eastern", [SYDNEY]),
        ("AUS/Central", ["ACST-9:30"]),
        ("W. Europe", [VIENNA]),
        # Codes, not misspellings of US, and names in an area that only resemble others there.
        *((text, []) for text in ("AUS Pacific", "aus pacific", "RUS Central")),
        ("America/Monterry", ["CST6"]),
        ("Asia/Tmsk", ["<+07>-7"]),
        ("America/E_Salvador", ["CST6"]),
        ("India/Una", ["IST-5:30"]),
        ("Brazil/Macaé", ["<-03>3", "<-04>4", "<-05>5", "<-02>2"]),
        ("Vitória", ["<-03>3", "CET-1CEST,M3.5.0,M10.5.0/3"]),
        ("Nakuru", ["EAT-3"]),
    ],
)
def test_a_name_that_resembles_another_is_not_misspelt(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("timezone", "zonename", "expected"),
    [
        (VIENNA, "America/New York", [NEW_YORK, VIENNA]),
        ("GMT0", "Europe/London", [LONDON, "GMT0"]),
        ("UTC", "Europe/Berlin", [VIENNA, "UTC0"]),
        (VIENNA, "Europe/Berlin", [VIENNA]),
        (VIENNA, "Amercia/New_York", [NEW_YORK, VIENNA]),
    ],
)
def test_settings_that_contradict_each_other_are_both_read(timezone: str, zonename: str, expected: list[str]) -> None:
    found = suggest(f"config system\n\toption timezone '{timezone}'\n\toption zonename '{zonename}'")
    assert [each.text for each in found] == expected
    assert all(("contradict" in each.reason) is (len(expected) > 1) for each in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UTC+1/UTC+2", VIENNA),
        ("UTC-5/-4", NEW_YORK),
        ("UTC+1 with DST", VIENNA),
        ("UTC+1 (winter) UTC+2 (summer)", VIENNA),
        ("5 hours behind UTC", "<-05>5"),
        ("5h ahead of GMT", "<+05>-5"),
        ("UTC minus 5", "<-05>5"),
        ("Etc/UTC+8", "<+08>-8"),
        ("Tokyo JST-9", "JST-9"),
        ("TimeZoneKeyName=W. Europe Standard Time", VIENNA),
        ('NTPClient timeClient(ntpUDP, "pool.ntp.org", 3600, 60000);', "<+01>-1"),
        ("CEST-2CET,M10.5.0/3,M3.5.0", VIENNA),
    ],
)
def test_descriptions_in_words(text: str, expected: str) -> None:
    assert texts(text) == [expected]


@pytest.mark.parametrize("text", ["99 hours ahead of UTC", "UTC+1/UTC+9", "NTPClient c(udp, 7);", "Paris JST-9"])
def test_descriptions_that_make_no_sense_mean_nothing(text: str) -> None:
    assert texts(text) == []
