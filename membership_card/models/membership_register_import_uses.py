from collections import Counter

from odoo import models
from odoo.tools import SQL

# Rows that come along with a member, or that only tell who looked at him.
OWN_MODELS = frozenset(
    {
        "membership.access.log",
        "membership.account",
        "membership.card",
        "membership.guest",
        "membership.lot",
        "membership.register.import.kept",
        "membership.seal.head",
    }
)


class MembershipRegisterImport(models.Model):
    """Whether anything was done with what an import made: asked of every table."""

    _inherit = "membership.register.import"

    # === HOOKS === #
    def _get_use_condition(self, model, field):
        """Hook: which rows of a model are a use of the member they name.

        :param field: name of its field that names a member, a card or an account
        :returns: ``SQL`` about the table ``used``, or None if no row of it is one
        """
        if model in OWN_MODELS:
            return None
        if model == "membership.entry":
            return SQL("(%s) IS NOT TRUE", self._get_own_entries("used"))
        if model == "membership.card.event" and field == "card_id":
            return SQL("used.action <> 'activate'")
        if model == "membership.member":
            return SQL("used.import_id IS DISTINCT FROM %s", self.id)
        return SQL("TRUE")

    # === BUSINESS METHODS === #
    def _find_uses(self, members):
        """Who of these new members did something since, and what.

        One query for each field of the suite that names a member, a card or an
        account, whatever their number: an addon that adds one need not say so.

        :returns: dict of member id to a sentence
        """
        self.env.flush_all()
        ids = {
            "membership.member": {member.id: member.id for member in members},
            "membership.card": self._get_owners("membership_card", members),
            "membership.account": self._get_owners("membership_account", members),
        }
        uses = {
            member_id: self.env._("Another card was issued since.")
            for member_id, count in Counter(ids["membership.card"].values()).items()
            if count > 1
        }
        for model, field, comodel in self._get_naming_fields():
            condition = self._get_use_condition(model, field)
            owners = ids[comodel]
            if condition is None or not owners:
                continue
            self.env.cr.execute(
                SQL(
                    "SELECT DISTINCT used.%(field)s FROM %(table)s used "
                    "WHERE used.%(field)s = ANY(%(ids)s) AND %(condition)s",
                    field=SQL.identifier(field),
                    table=SQL.identifier(self.env[model]._table),
                    ids=list(owners),
                    condition=condition,
                )
            )
            for (found_id,) in self.env.cr.fetchall():
                uses.setdefault(owners[found_id], self._explain_use(model))
        return uses

    def _explain_use(self, model):
        what = self.env["ir.model"].sudo()._get(model).name
        return self.env._("Something was done with it since: %(what)s.", what=what)

    # === HELPERS === #
    def _get_naming_fields(self):
        """(model, field, comodel) of all columns that name one of the three."""
        named = {"membership.member", "membership.card", "membership.account"}
        return [
            (model, name, field.comodel_name)
            for model in sorted(self.env.registry)
            if (Model := self.env[model])._auto
            and not Model._abstract
            and not Model.is_transient()
            for name, field in sorted(Model._fields.items())
            if field.type == "many2one"
            and field.comodel_name in named
            and field.store
            and field.column_type
        ]

    def _get_owners(self, table, members):
        """Dict of id to member id of the rows that belong to these members."""
        self.env.cr.execute(
            SQL(
                "SELECT id, member_id FROM %s WHERE member_id = ANY(%s)",
                SQL.identifier(table),
                members.ids,
            )
        )
        return dict(self.env.cr.fetchall())

    def _get_own_entries(self, table):
        """Condition: entries that this import posted, and those that reverse them."""
        return SQL(
            "%(table)s.origin_model = %(model)s AND %(table)s.origin_id = %(id)s",
            table=SQL.identifier(table),
            model=self._name,
            id=self.id,
        )
