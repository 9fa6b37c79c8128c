"""Generated from grammars/ by ``python -m tools.compile_grammars``; do not edit by hand."""

# fmt: off
#: Each grammar has five tables. The first gives each symbol's first and last state, and the second each
#: terminal's pattern. The third gives each rule's name, the name of its nodes, the number of its symbols,
#: and which of them the nodes keep. The fourth gives the terminals that the parser tries in each state, in
#: order, each with its action: the next state, or the bitwise inverse of the completed rule's number. The
#: fifth gives the state that follows each state once a rule is complete.
TABLES: dict[
    str,
    tuple[
        dict[str, tuple[int, int]],
        dict[str, str],
        tuple[tuple[str, str, int, tuple[int | None, ...]], ...],
        tuple[dict[str, int], ...],
        dict[int, dict[str, int]],
    ],
] = {
    'posix_tz': (
        {
            'tz': (0, 8), 'head': (1, 10), 'rule': (2, 16),
        },
        {
            'QUOTED': '[A-Za-z0-9+-]+', 'LETTERS': '[A-Za-z]+', 'INT': '[0-9]+', 'SIGN': '[+-]', 'COLON': ':',
            'COMMA': ',', 'DOT': '\\.', 'J': 'J', 'LESSTHAN': '<', 'M': 'M', 'MORETHAN': '>', 'SLASH': '/',
        },
        (
            ('tz', 'tz', 6, (0, 1, 3, 5)), ('tz', 'tz', 2, (0, 1, None, None)), ('tz', 'tz', 1, (0, None, None, None)),
            ('head', 'head', 2, (0, 1)), ('head', 'head', 1, (0, None)), ('std', 'std', 2, (-1, 1)),
            ('dst', 'dst', 2, (-1, 1)), ('dst', 'dst', 1, (-1, None)), ('_designation', '_designation', 1, (0,)),
            ('_designation', '_designation', 1, (0,)), ('unquoted', 'unquoted', 1, (0,)), ('quoted', 'quoted', 3, (1,)),
            ('quoted', 'quoted', 2, (None,)), ('offset', 'offset', 2, (0, -2)), ('offset', 'offset', 1, (None, -1)),
            ('rule', 'rule', 3, (0, 2)), ('rule', 'rule', 1, (0, None)), ('date', 'month_week_day', 6, (1, 3, 5)),
            ('date', 'julian_day', 2, (1,)), ('date', 'day_of_year', 1, (0,)), ('month', 'month', 1, (0,)),
            ('week', 'week', 1, (0,)), ('weekday', 'weekday', 1, (0,)), ('time', 'time', 2, (0, -2)),
            ('time', 'time', 1, (None, -1)), ('_clock', '_clock', 5, (0, 2, 4)), ('_clock', '_clock', 3, (0, 2, None)),
            ('_clock', '_clock', 1, (0, None, None)), ('hours', 'hours', 1, (0,)), ('minutes', 'minutes', 1, (0,)),
            ('seconds', 'seconds', 1, (0,)),
        ),
        (
            {'LETTERS': 4, 'LESSTHAN': 3}, {'LETTERS': 4, 'LESSTHAN': 3}, {'INT': 12, 'J': 13, 'M': 14},
            {'QUOTED': 18, 'MORETHAN': 17}, {'INT': -11, 'SIGN': -11, 'COMMA': -11, '$END': -11},
            {'INT': 19, 'SIGN': 20}, {'INT': -10, 'SIGN': -10, 'COMMA': -10, '$END': -10},
            {'LETTERS': 4, 'LESSTHAN': 3, '$END': -3}, {}, {'INT': -9, 'SIGN': -9, 'COMMA': -9, '$END': -9}, {},
            {'LETTERS': 4, 'LESSTHAN': 3, '$END': -5}, {'COMMA': -20, 'SLASH': -20, '$END': -20}, {'INT': 27},
            {'INT': 28}, {'COMMA': -17, 'SLASH': 30, '$END': -17}, {},
            {'INT': -13, 'SIGN': -13, 'COMMA': -13, '$END': -13}, {'MORETHAN': 31},
            {'LETTERS': -29, 'COLON': -29, 'COMMA': -29, 'LESSTHAN': -29, '$END': -29}, {'INT': 19},
            {'LETTERS': -15, 'COMMA': -15, 'LESSTHAN': -15, '$END': -15},
            {'LETTERS': -28, 'COLON': 33, 'COMMA': -28, 'LESSTHAN': -28, '$END': -28},
            {'LETTERS': -6, 'LESSTHAN': -6, '$END': -6}, {'INT': 19, 'SIGN': 20, 'COMMA': -8, '$END': -8},
            {'COMMA': 35, '$END': -2}, {'$END': -4}, {'COMMA': -19, 'SLASH': -19, '$END': -19}, {'DOT': -21},
            {'DOT': 36}, {'INT': 19, 'SIGN': 37}, {'INT': -12, 'SIGN': -12, 'COMMA': -12, '$END': -12},
            {'LETTERS': -14, 'COMMA': -14, 'LESSTHAN': -14, '$END': -14}, {'INT': 40}, {'COMMA': -7, '$END': -7},
            {'INT': 12, 'J': 13, 'M': 14}, {'INT': 43}, {'INT': 19}, {'COMMA': -25, '$END': -25},
            {'COMMA': -16, '$END': -16}, {'LETTERS': -30, 'COLON': -30, 'COMMA': -30, 'LESSTHAN': -30, '$END': -30},
            {'LETTERS': -27, 'COLON': 46, 'COMMA': -27, 'LESSTHAN': -27, '$END': -27}, {'COMMA': 47}, {'DOT': -22},
            {'DOT': 48}, {'COMMA': -24, '$END': -24}, {'INT': 49}, {'INT': 12, 'J': 13, 'M': 14}, {'INT': 52},
            {'LETTERS': -31, 'COMMA': -31, 'LESSTHAN': -31, '$END': -31},
            {'LETTERS': -26, 'COMMA': -26, 'LESSTHAN': -26, '$END': -26}, {'$END': -1},
            {'COMMA': -23, 'SLASH': -23, '$END': -23}, {'COMMA': -18, 'SLASH': -18, '$END': -18},
        ),
        {
            0: {'_designation': 5, 'quoted': 6, 'std': 7, 'tz': 8, 'unquoted': 9},
            1: {'_designation': 5, 'head': 10, 'quoted': 6, 'std': 11, 'unquoted': 9}, 2: {'date': 15, 'rule': 16},
            5: {'_clock': 21, 'hours': 22, 'offset': 23},
            7: {'_designation': 24, 'dst': 25, 'quoted': 6, 'unquoted': 9},
            11: {'_designation': 24, 'dst': 26, 'quoted': 6, 'unquoted': 9}, 14: {'month': 29},
            20: {'_clock': 32, 'hours': 22}, 24: {'_clock': 21, 'hours': 22, 'offset': 34},
            30: {'_clock': 38, 'hours': 22, 'time': 39}, 33: {'minutes': 41}, 35: {'date': 15, 'rule': 42},
            36: {'week': 44}, 37: {'_clock': 45, 'hours': 22}, 46: {'seconds': 50}, 47: {'date': 15, 'rule': 51},
            48: {'weekday': 53},
        },
    ),
    'accounts': (
        {
            'sgrp': (0, 3),
        },
        {
            'GROUP': '[A-Za-z0-9_-]+', 'COLON': ':',
        },
        (
            ('sgrp', 'sgrp', 2, (0, -2)), ('sgrp', 'sgrp', 1, (0,)), ('group', 'group', 1, (0,)),
            ('__sgrp_star_0', '__sgrp_star_0', 2, (1,)), ('__sgrp_star_0', '__sgrp_star_0', 3, (-1, 2)),
        ),
        (
            {'GROUP': 1}, {'COLON': -3, '$END': -3}, {'COLON': 4, '$END': -2}, {}, {'GROUP': 1},
            {'COLON': 7, '$END': -1}, {'COLON': -4, '$END': -4}, {'GROUP': 1}, {'COLON': -5, '$END': -5},
        ),
        {
            0: {'group': 2, 'sgrp': 3}, 2: {'__sgrp_star_0': 5}, 4: {'group': 6}, 7: {'group': 8},
        },
    ),
    'pwdgrp_get': (
        {
            'line': (0, 3),
        },
        {
            'GROUP': '[A-Za-z0-9_-]+', 'MEMBER': '[^",\r\n]+', 'COMMA': ',', 'DBLQUOTE': '"', 'EQUAL': '=',
        },
        (
            ('line', 'line', 5, (0, 3)), ('line', 'line', 3, (0, 2)), ('group', 'group', 1, (0,)),
            ('quoted', 'quoted', 1, (-1,)), ('bare', 'bare', 1, (-1,)), ('_members', '_members', 1, (-1,)),
            ('_members', '_members', 0, ()), ('member', 'member', 1, (0,)), ('comma', 'comma', 1, ()),
            ('___members_star_0', '___members_star_0', 1, (0,)), ('___members_star_0', '___members_star_0', 1, (0,)),
            ('___members_star_0', '___members_star_0', 2, (-1, 1)),
            ('___members_star_0', '___members_star_0', 2, (-1, 1)),
        ),
        (
            {'GROUP': 1}, {'EQUAL': -3}, {'EQUAL': 4}, {}, {'MEMBER': 7, 'COMMA': 5, 'DBLQUOTE': 6, '$END': -7},
            {'MEMBER': -9, 'COMMA': -9, 'DBLQUOTE': -9, '$END': -9}, {'MEMBER': 7, 'COMMA': 5, 'DBLQUOTE': -7},
            {'MEMBER': -8, 'COMMA': -8, 'DBLQUOTE': -8, '$END': -8},
            {'MEMBER': 7, 'COMMA': 5, 'DBLQUOTE': -6, '$END': -6}, {'$END': -5}, {'$END': -2},
            {'MEMBER': -11, 'COMMA': -11, 'DBLQUOTE': -11, '$END': -11},
            {'MEMBER': -10, 'COMMA': -10, 'DBLQUOTE': -10, '$END': -10}, {'DBLQUOTE': -4}, {'DBLQUOTE': 17},
            {'MEMBER': -13, 'COMMA': -13, 'DBLQUOTE': -13, '$END': -13},
            {'MEMBER': -12, 'COMMA': -12, 'DBLQUOTE': -12, '$END': -12}, {'$END': -1},
        ),
        {
            0: {'group': 2, 'line': 3},
            4: {'___members_star_0': 8, '_members': 9, 'bare': 10, 'comma': 11, 'member': 12},
            6: {'___members_star_0': 8, '_members': 13, 'comma': 11, 'member': 12, 'quoted': 14},
            8: {'comma': 15, 'member': 16},
        },
    ),
    'param_list': (
        {
            'line': (0, 4), 'name': (1, 6),
        },
        {
            'PART': '[A-Za-z0-9_-]+', 'ASKED': "[^\r\n\ud800-\udfff]*'", 'VALUE': '[^\r\n\ud800-\udfff]+',
            '__ANON_0': "\\#\\ Error:\\ Error\\ \\-1\\ getting\\ param\\ in\\ group\\ '", 'BANG': '!', 'DOT': '\\.',
            'EQUAL': '=',
        },
        (
            ('line', 'line', 3, (0, 2)), ('line', 'line', 2, (0, None)), ('line', 'line', 3, (1,)),
            ('line', 'line', 2, (1,)), ('name', 'name', 2, (0, -2)), ('value', 'value', 1, (0,)),
            ('asked', 'asked', 1, (0,)), ('__name_plus_0', '__name_plus_0', 2, (1,)),
            ('__name_plus_0', '__name_plus_0', 3, (-1, 2)),
        ),
        (
            {'PART': 2, '__ANON_0': 3}, {'PART': 2}, {'DOT': 7}, {'ASKED': 9}, {}, {'EQUAL': 11}, {}, {'PART': 12},
            {'DOT': 13, 'EQUAL': -5, '$END': -5}, {'BANG': -7, '$END': -7}, {'BANG': 14, '$END': -4},
            {'VALUE': 15, '$END': -2}, {'DOT': -8, 'EQUAL': -8, '$END': -8}, {'PART': 17}, {'$END': -3}, {'$END': -6},
            {'$END': -1}, {'DOT': -9, 'EQUAL': -9, '$END': -9},
        ),
        {
            0: {'line': 4, 'name': 5}, 1: {'name': 6}, 2: {'__name_plus_0': 8}, 3: {'asked': 10}, 11: {'value': 16},
        },
    ),
}
