"""A JSON-RPC client of Odoo in a few lines: what a till or a script would send."""

import itertools

import requests


class RPCError(Exception):
    """What the server refused; ``kind`` is the name of the Python exception there."""

    def __init__(self, error):
        data = error.get("data", {})
        super().__init__(data.get("message") or error.get("message"))
        self.kind = data.get("name", "")


class Client:
    """One signed-in session."""

    def __init__(self, url, database, login, password, timeout=120):
        self.url, self.timeout = url, timeout
        self.http = requests.Session()
        self._numbers = itertools.count(1)
        params = {"db": database, "login": login, "password": password}
        self.uid = self.post("/web/session/authenticate", **params)["uid"]

    def post(self, route, **params):
        """Call a JSON-RPC route and return its result."""
        body = {"jsonrpc": "2.0", "id": next(self._numbers), "params": params}
        answer = self.http.post(f"{self.url}{route}", json=body, timeout=self.timeout)
        answer.raise_for_status()
        content = answer.json()
        if "error" in content:
            raise RPCError(content["error"])
        return content["result"]

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model: ``call("res.partner", "read", [7])``."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", **params)
