"""The site: ``python -m tools.site build`` builds it in ``site/``, ``python -m tools.site serve`` serves it.

It needs the extra ``docs``. ``staging`` copies ``docs/`` and adds the generated parts: the API from the docstrings
(``api``) and the commands from click (``command_line``). zensical turns all of this into HTML. ``checking`` then checks
that every link leads somewhere and that nothing is loaded from other origins. ``page`` adds the page that explains a
string.
"""
