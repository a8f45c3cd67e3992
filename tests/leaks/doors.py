"""What there is to ask for: routes, models and methods, as the registry has them.

Runs in Odoo's shell after ``shop.py``, whose names it uses, and prints JSON.
"""

import inspect
import json

PUBLIC_MODELS = (
    *("product.", "sale.", "website", "loyalty", "pricelist", "account.move"),
    *("membership.", "report.", "res.partner", "payment.", "pos.", "delivery."),
)
SHARED = 8  # a method that so many models inherit is asked of the main ones only
MAIN = ("sale.order", "account.move", "product.template", "product.product")


def named(function):
    """Parameters of a function by name, and whether each is required."""
    return {
        found.name: found.default is found.empty
        for found in inspect.signature(inspect.unwrap(function)).parameters.values()
        if found.name != "self"
        and found.kind in (found.POSITIONAL_OR_KEYWORD, found.KEYWORD_ONLY)
    }


def parameters(endpoint):
    """Parameters of a route; an override may hide them behind ``**kwargs``."""
    found = {}
    method = endpoint.func
    for controller in reversed(type(method.__self__).mro()):
        if function := controller.__dict__.get(method.__name__):
            for name, is_required in named(function).items():
                found[name] = found.get(name, True) and is_required
    return found


routes = {}
for rule in env["ir.http"].routing_map().iter_rules():
    routing = rule.endpoint.routing
    # A route of several controllers is one route: the first of them answers.
    routes.setdefault(
        rule.rule,
        {
            "path": rule.rule,
            "methods": sorted(rule.methods or ()),
            "type": routing["type"],
            "website": bool(routing.get("website")),
            "auth": routing.get("auth", "user"),
            "arguments": {
                name: getattr(converter, "model", None) or type(converter).__name__
                for name, converter in rule._converters.items()
            },
            "parameters": {
                name: is_required
                for name, is_required in parameters(rule.endpoint).items()
                if name not in rule.arguments
            },
        },
    )

for path, route in routes.items():
    # The website's twins hand everything on to these.
    if twin := routes.get(path.replace("/website_sale/", "/sale/", 1)):
        route["parameters"] = twin["parameters"] | route["parameters"]

records = {
    "product.template": goods,
    "product.product": tea | secret | can.product_variant_ids[:1],
    "product.pricelist": env["product.pricelist"].browse(
        [*(found.id for found in lists.values()), retail.id]
    ),
    "product.public.category": shown_category | hidden_category,
    "sale.order": order | quotation | cart,
    "sale.order.line": order.order_line,
    "account.move": invoice,
    "account.move.line": invoice.invoice_line_ids,
    "res.partner": firms["B"] | firms["B"].child_ids,
}


def ids(name):
    """Some records of a model: those the shop is about, if it is about any."""
    model = env[name]
    if name not in records and not model._abstract and model._auto:
        records[name] = model.sudo().search([], limit=2)
    return records[name].ids if name in records else []


functions = {}
for name in env:
    if name.startswith(PUBLIC_MODELS):
        for method, function in inspect.getmembers(type(env[name]), callable):
            if not (
                method.startswith("_")
                or hasattr(type(env["base"]), method)
                or getattr(function, "_api_private", False)
            ):
                functions.setdefault(method, {})[name] = function
methods = [
    {
        "model": name,
        "method": method,
        "is_model": bool(getattr(function, "_api_model", False)),
        "parameters": named(function),
        "ids": ids(name)[:2],
    }
    for method, models in sorted(functions.items())
    for name, function in models.items()
    if len(models) <= SHARED or name in MAIN
]
asked = {v for r in routes.values() for v in r["arguments"].values() if "." in v}
slug = env["ir.http"]._slug
env.cr.commit()
print(
    "SHOP",
    json.dumps(
        {
            "suite": SUITE,
            "password": PASSWORD,
            "lists": {name: found.id for name, found in lists.items()},
            "list_ids": records["product.pricelist"].ids,
            "prices": prices,
            "hidden": ["Qxhiddenproduct", "Qxhiddencategory"] if SUITE else [],
            "routes": list(routes.values()),
            "slugs": {
                name: [slug(record) for record in records[name]]
                for name in asked
                if name in env and ids(name)
            },
            "models": sorted(
                name
                for name in env
                if not env[name]._abstract
                and not env[name]._transient
                and env[name]._auto
            ),
            "methods": methods,
            "filters": env["website.snippet.filter"].search([]).ids,
            "feeds": feeds,
            "product": tea.id,
            "template": tea.product_tmpl_id.id,
            "secret": secret.id,
            "secret_template": secret.product_tmpl_id.id,
            "hidden_category": hidden_category.id,
            "pot": pot.product_tmpl_id.id,
            "basket": basket.product_tmpl_id.id,
            "ptavs": can.attribute_line_ids.product_template_value_ids.ids,
            "can": can.id,
            "currency": main.currency_id.id,
            "order": order.id,
            "order_token": order.access_token,
            "quotation": quotation.id,
            "invoice": invoice.id,
            "cart": cart.id,
            "cart_token": cart.access_token,
            "spare": spare.id,
            "spare_address": spare_address.id,
            "payment": {
                "provider_id": provider.id,
                "payment_method_id": pay_method.id,
            },
            "dealers": {n: d.id for n, d in dealers.items()} if SUITE else {},
            "partners": {n: f.id for n, f in firms.items()},
        },
        default=str,
    ),
)
