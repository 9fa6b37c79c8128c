"""``param.cgi``: the parameters of the specification, requests that list and update them, and the responses."""
