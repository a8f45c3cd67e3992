"""What a browser asks of the server when somebody opens a screen."""

from lxml import etree

from odoo.fields import Date, Domain
from odoo.tools.safe_eval import datetime, safe_eval, time

LIMIT = 40
ROWS = ("list", "kanban", "activity", "calendar")


def iter_actions(env, roots):
    """Each screen that the user of ``env`` reaches through the menus below ``roots``.

    :param roots: xml ids of menus
    :returns: pairs of the path in the menus and the ``ir.actions.*`` record, as sudo
    """
    menus = env["ir.ui.menu"].load_menus(False)
    wanted = {env.ref(root).id for root in roots}
    todo = [(key, ()) for key in menus if key in wanted]
    while todo:
        key, path = todo.pop(0)
        menu = menus[key]
        path = (*path, menu["name"])
        todo[:0] = [(child, path) for child in menu["children"]]
        if menu["action_id"] and not menu["children"]:
            action = env[menu["action_model"]].sudo().browse(menu["action_id"])
            yield " / ".join(path), action


class Screen:
    """A window action, opened by the user of ``env``.

    :ivar views: {type of view: its architecture}
    """

    def __init__(self, env, action):
        self.names = {
            "uid": env.uid,
            "user": env.user,
            "allowed_company_ids": env.companies.ids,
            "context_today": Date.today,
            "current_date": str(Date.today()),
            "active_id": False,
            "active_ids": [],
            "time": time,
            "datetime": datetime,
        }
        self.context = self._evaluate(action.context or "{}")
        self.action = action
        self.model = env[action.res_model].with_context(**self.context)
        domain = self._evaluate(action.domain or "[]")
        self.domain = Domain(domain) if isinstance(domain, list) else Domain.TRUE
        wanted = [list(pair) for pair in action.views]
        if action.target != "new":
            wanted.append([action.search_view_id.id or False, "search"])
        answer = self.model.get_views(wanted, {"toolbar": True, "load_filters": True})
        self.views = {
            kind: etree.fromstring(view["arch"])
            for kind, view in answer["views"].items()
        }

    # === WHAT THE SCREEN READS === #
    def open(self):
        """Load every view, and a record as it is opened from its list."""
        ids = []
        for kind, arch in self.views.items():
            if kind in ROWS:
                ids = self._read_rows(arch) or ids
            elif kind in ("pivot", "graph"):
                self._read_groups(arch)
        form = self.views.get("form")
        if form is None:
            return
        if ids:
            self.model.browse(ids[:1]).web_read(get_specification(form, self.model))
        if self.action.target == "new" or self._may_create(form):
            self.model.onchange({}, [], get_specification(form, self.model))

    def search_by_all(self):
        """Use each filter, each group and each field of the search view once."""
        for node in self.views["search"].iter("filter", "field"):
            if node.tag == "field":
                self._search_field(node)
                continue
            if node.get("domain"):
                self._search(Domain(self._evaluate(node.get("domain"))))
            group = self._evaluate(node.get("context") or "{}").get("group_by")
            if group:
                self.model.formatted_read_group(
                    self.domain, [group] if isinstance(group, str) else group, limit=9
                )

    def find_unknown_defaults(self):
        """``search_default_…`` of the action that no filter or field answers to."""
        names = {node.get("name") for node in self.views["search"].iter() if node.tag}
        wanted = (key for key in self.context if key.startswith("search_default_"))
        return {key for key in wanted if key[len("search_default_") :] not in names}

    # === HELPERS === #
    def _evaluate(self, text):
        return safe_eval(text, dict(self.names))

    def _may_create(self, arch):
        return arch.get("create") not in ("0", "false") and self.model.has_access(
            "create"
        )

    def _read_rows(self, arch):
        answer = self.model.web_search_read(
            self.domain,
            get_specification(arch, self.model),
            limit=LIMIT,
            order=arch.get("default_order") or None,
        )
        group = arch.get("default_group_by")
        if group:
            self.model.web_read_group(self.domain, group.split(","))
        return [row["id"] for row in answer["records"]]

    def _read_groups(self, arch):
        groups, measures = [], ["__count"]
        for node in arch.iter("field"):
            if node.get("type") == "measure":
                measures.append(f"{node.get('name')}:sum")
            elif node.get("invisible") != "1":
                interval = node.get("interval")
                groups.append(node.get("name") + (f":{interval}" if interval else ""))
        fields = self.model._fields
        measures = [
            measure
            for measure in measures
            if measure == "__count" or fields[measure[:-4]].store
        ]
        self.model.formatted_read_group(self.domain, groups, measures, limit=LIMIT)

    def _search_field(self, node):
        domain = node.get("filter_domain")
        if domain:
            self._search(Domain(safe_eval(domain, {**self.names, "self": "a1"})))
            return
        name = node.get("name")
        field = self.model._fields[name]
        if field.type in ("char", "text", "html", "many2one", "many2many", "one2many"):
            operator = node.get("operator") or "ilike"
            self._search(Domain(name, operator, 1 if operator == "child_of" else "a1"))

    def _search(self, domain):
        self.model.search_fetch(self.domain & domain, ["id"], limit=LIMIT)


def get_specification(arch, model):
    """The fields that a client reads for a view of ``model``, and for views in it."""
    specification = {}
    for node in _iter_own_fields(arch):
        name = node.get("name")
        field = model._fields.get(name)
        if field is None:
            continue
        specification[name] = {}
        if field.relational:
            related = model.env[field.comodel_name]
            fields = {"display_name": {}}
            for view in node:
                if view.tag in ("list", "kanban", "form"):
                    fields.update(get_specification(view, related))
            specification[name] = {"fields": fields}
    return specification


def _iter_own_fields(arch):
    for child in arch:
        if child.tag == "field":
            yield child
        else:
            yield from _iter_own_fields(child)
