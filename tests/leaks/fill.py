"""From the routing map to requests: each argument gets a value that means something."""

import json
import re

from .values import known_values, special_values

ARGUMENT = re.compile(
    r"<(?:(?P<kind>[\w.]+)(?:\((?P<options>[^)]*)\))?:)?(?P<name>\w+)>"
)
RECORD = ("model", "models")
NUMBER = ("int", "signed_int", "float")


class Unfilled(Exception):
    """A route wants something that the crawler has no value for."""


class Filler:
    """Fills routes and methods with the ids of a shop.

    :param site: number of the website, in the order of the shop
    """

    def __init__(self, shop, site=0):
        self.shop = shop
        self.known = known_values(shop)
        self.special = special_values(shop, site)

    def requests(self, route, is_varied=True):
        """What to ask of a route: pairs of address and parameters.

        Each argument is varied in turn, not all with all: what leaks for one value
        leaks whatever the others are.

        :param is_varied: also with other parameters than the usual ones
        :raises Unfilled: if an argument has no value
        """
        paths = list(self._paths(route))
        parameters = list(self._parameters(route))
        yield from ((path, parameters[0]) for path in paths)
        if is_varied:
            yield from ((paths[0], values) for values in parameters[1:])

    def _paths(self, route):
        """Addresses of a route: the usual one, then each argument's other values."""
        path = re.sub(r"^/<[^>]*lang[^>]*>", "", route["path"])
        arguments = list(ARGUMENT.finditer(path))
        choices = [self._values(route, match) for match in arguments]
        usual = [values[0] for values in choices]
        yield self._put(path, arguments, usual)
        for number, values in enumerate(choices):
            for value in values[1:]:
                varied = [*usual[:number], value, *usual[number + 1 :]]
                yield self._put(path, arguments, varied)

    def _put(self, path, arguments, values):
        filled, end = "", 0
        for match, value in zip(arguments, values, strict=True):
            filled += path[end : match.start()] + str(value)
            end = match.end()
        return filled + path[end:]

    def _values(self, route, match):
        name, kind = match["name"], match["kind"] or "string"
        if kind in RECORD:
            return self.shop["slugs"].get(route["arguments"][name]) or ["x-1"]
        if kind == "any":
            return match["options"].split(",")
        special = self._special(route).get(name)
        values = [special] if special else self.known.get(name, ())
        plain = [value for value in values if isinstance(value, (str, int))]
        if kind in NUMBER:
            plain = [value for value in plain if str(value).isdecimal()] or [1]
        if not plain:
            raise Unfilled(f"{route['path']}: {name}")
        return plain

    def _parameters(self, route):
        """Parameters of a call: the usual ones, then each price list and variation."""
        special = self._special(route)
        names = [name for name in route["parameters"] if name not in special]
        for name in names:
            if route["parameters"][name] and name not in self.known:
                raise Unfilled(f"{route['path']}: {name}")
        usual = {
            name: self._usual(name, route["parameters"][name])
            for name in names
            if name in self.known
        }
        usual = usual | {n: v for n, v in special.items() if n in route["parameters"]}
        yield usual
        for name in names:
            for value in self.known.get(name, ())[1:]:
                yield usual | {name: value}

    def _usual(self, name, is_required):
        values = self.known[name]
        return values[is_required and values[0] is None and len(values) > 1]

    def _special(self, route):
        """Values that mean something in this route only."""
        for start, values in self.special.items():
            if route["path"].startswith(start):
                return values
        return {}

    def arguments(self, method):
        """Ways to call a method of a model: lists of positional arguments.

        :param method: one row of ``shop["methods"]``
        """
        given = [
            self.known.get(name, (1,))[0]
            for name, is_required in method["parameters"].items()
            if is_required
        ]
        if method["is_model"]:
            yield given
            if method["model"] == "report.product.report_pricelist":
                yield from ([json.loads(data)] for data in self.known["report_data"])
            return
        for record_id in method["ids"] or (1,):
            yield [[record_id], *given]
        if not method["ids"]:
            yield [[], *given]
