"""``pwdgrp.cgi``: accounts, their passwords and roles; requests, responses, and the rules for both."""
