"""Generated from grammars/ by ``python -m tools.compile_grammars``; do not edit by hand."""

# fmt: off
# ruff: noqa: E501
EXPRESSIONS: dict[tuple[str, str], str] = {
    ('accounts', 'user'):
        '[A-Za-z0-9]++',
    ('accounts', 'password'):
        '[ -~]++',
    ('accounts', 'sgrp'):
        '[A-Za-z0-9_-]++(?:(?::[A-Za-z0-9_-]++)+)?',
    ('accounts', 'group'):
        '[A-Za-z0-9_-]++',
    ('accounts', 'comment'):
        '[^\x00-\x1f\x7f\ud800-\udfff]*+',
    ('pwdgrp_get', 'line'):
        '(?P<group>[A-Za-z0-9_-]++)=(?:"(?P<quoted>[^"\r\n]*+)"|(?P<bare>[^"\r\n]*+))',
    ('pwdgrp_get', 'entry'):
        '(?P<group>[A-Za-z0-9_-]++)="(?P<quoted>[^"\r\n]*+)"',
    ('pwdgrp_get', 'member'):
        '[^",\r\n]++',
    ('pwdgrp_get', 'comma'):
        ',',
    ('pwdgrp_response', 'response'):
        '(?:Created\\ account\\ (?P<created>[^\\s<>\ud800-\udfff]+\\.)|Modified\\ (?:the\\ )?account\\ (?P<modified>[^\\s<>\ud800-\udfff]+\\.)|Removed\\ account\\ (?P<removed>[^\\s<>\ud800-\udfff]+\\.)|Error:\\ (?:(?P<reason>(?:this\\ user\\ name\\ already\\ exists,\\ consult\\ the\\ system\\ log\\ file\\.|invalid\\ password\\.|account\\ user\\ name\\.|consult\\ the\\ system\\ log\\ file\\.|action\\ operation\\ type\\.|malformed\\ action\\ operation,\\ <action>\\.|not\\ a\\ valid\\ initial\\ admin\\ user\\.|initial\\ admin\\ user\\ must\\ be\\ created\\ first\\.))|malformed\\ action\\ operation,\\ (?P<action>[^\\s<>\ud800-\udfff]+\\.)))',
    ('usergroup', 'response'):
        '(?P<user>[^\\s<>{}",\ud800-\udfff]++)[ \t]*\r?\n(?P<groups>[A-Za-z0-9_-]++(?:(?:[ \t]++[A-Za-z0-9_-]++)+)?)',
    ('log', 'title'):
        '\\-\\-\\-\\-\\-\\ (?P<heading>[^\n]+ -----)',
    ('log', 'older'):
        '<(?P<level>[A-Z]++)[ ]*+>\\ (?P<date>[A-Z][a-z]{2} [ 0-9]?[0-9] [0-9]{2}:[0-9]{2}:[0-9]{2})\\ (?P<host>[^\\s]++)(?:\\ (?:(?P<text>[^\n]++))?)?',
    ('log', 'newer'):
        '(?:(?P<time>(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)))\\ (?P<host>[^\\s]++)\\ )?\\[[ ]*+(?P<level>[A-Z]++)[ ]*+\\](?:\\ (?:(?P<text>[^\n]++))?)?',
    ('log', 'origin'):
        '(?P<process>[^\\s:\\[\\]]+)(?:\\[(?P<pid>[0-9]{1,10})\\]:\\ |:\\ )',
    ('param_list', 'line'):
        "(?:(?P<name>[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)+)=(?:(?P<value>[^\r\n\ud800-\udfff]++))?|\\#\\ Error:\\ Error\\ \\-1\\ getting\\ param\\ in\\ group\\ '(?P<asked>[^\r\n\ud800-\udfff]*')(?:!)?)",
    ('param_list', 'report_line'):
        '(?:\\[(?P<section>[A-Za-z0-9_-]++(?:(?:\\.[A-Za-z0-9_-]++)+)?)\\]|(?P<key>[A-Za-z0-9_-]++)[ \t]*+=[ \t]*+"(?P<quoted>[^\r\n\ud800-\udfff]*")|\\#\\ Axis\\ Parameter\\ list[^\r\n\ud800-\udfff]*+)',
    ('param_list', 'name'):
        '[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)+',
    ('param_list', 'update_response'):
        "(?:OK(?:\r?\n)?|\\#\\ Error:\\ Error\\ setting\\ '[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)+'\\ to\\ '[^\r\n\ud800-\udfff]*'!(?:(?:\r?\n\\#\\ Error:\\ Error\\ setting\\ '[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)+'\\ to\\ '[^\r\n\ud800-\udfff]*'!)+(?:\r?\n)?|\r?\n)?)",
    ('param_list', 'update_error'):
        "\\#\\ Error:\\ Error\\ setting\\ '(?P<name>[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)+)'\\ to\\ '(?P<rejected>[^\r\n\ud800-\udfff]*'!)",
    ('param_list', 'group'):
        '[A-Za-z0-9_*-]++(?:(?:\\.[A-Za-z0-9_*-]++)+)?',
}
TEMPLATES: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ('accounts', 'user'): (
        '[A-Za-z0-9]{length}',
        (),
    ),
    ('posix_tz', 'tz'): (
        '{group}(?:{group}[A-Za-z]{length})|<{group}[A-Za-z0-9+-]{length}){name_optional}>){group}[+-])?{group}{offset_hours})(?::{group}{sixtieths})(?::{group}{sixtieths}))?)?)(?:{group}(?:{group}[A-Za-z]{length})|<{group}[A-Za-z0-9+-]{length}){name_optional}>)(?:{group}[+-])?{group}{offset_hours})(?::{group}{sixtieths})(?::{group}{sixtieths}))?)?)?)(?:,{group}(?:M{group}{month})\\.{group}{week})\\.{group}{weekday})|J{group}{julian_day})|{group}{day_of_year}))(?:/{group}[+-]){time_sign}{group}{time_hours})(?::{group}{sixtieths})(?::{group}{sixtieths}))?)?)?),{group}(?:M{group}{month})\\.{group}{week})\\.{group}{weekday})|J{group}{julian_day})|{group}{day_of_year}))(?:/{group}[+-]){time_sign}{group}{time_hours})(?::{group}{sixtieths})(?::{group}{sixtieths}))?)?)?)){rules_optional})?',
        ('std', 'LETTERS', 'QUOTED', 'SIGN', 'hours', 'minutes', 'seconds', 'dst', 'LETTERS', 'QUOTED', 'SIGN', 'hours', 'minutes', 'seconds', 'rule', 'month', 'week', 'weekday', 'julian_day.INT', 'day_of_year.INT', 'SIGN', 'hours', 'minutes', 'seconds', 'rule', 'month', 'week', 'weekday', 'julian_day.INT', 'day_of_year.INT', 'SIGN', 'hours', 'minutes', 'seconds'),
    ),
}
