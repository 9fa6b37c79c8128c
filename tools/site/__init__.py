"""The site: ``python -m tools.site build`` makes it in ``site/``, ``python -m tools.site serve`` shows it.

It needs the extra ``docs``. ``staging`` copies ``docs/`` and adds what is generated: the API from the docstrings
(``api``), the commands from click (``command_line``). zensical turns that into HTML, and ``checking`` reads all of it:
every link leads somewhere, and nothing is loaded from other origins. ``page`` adds the page that explains a string.
"""
