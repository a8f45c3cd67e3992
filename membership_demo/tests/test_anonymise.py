import unittest

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

# Columns of texts that belong to a member and stay, and why.
KEPT = {
    "membership_topup.reference": "the bank's reference, which the books need",
    "membership_application_check.name": "the business's own checklist",
    "membership_application_check.help": "the business's own checklist",
}
# Who a row may belong to.
OWNERS = ("res.partner", "membership.member", "membership.card")
OWNERS += ("membership.application",)
MARK = "zqx7trace"
# What software writes: numbers of documents, paths, digests.
NUMBERS = frozenset(
    {
        *("number", "barcode", "key", "code", "card_number", "settlement"),
        *("parent_path", "origin_model", "mimetype", "activation_digest"),
        "signup_type",
    }
)
NUMBERED = frozenset({"membership.topup", "membership.application", "membership.fee"})


@tagged("post_install", "-at_install")
class TestAnonymise(TransactionCase):
    """Nothing that somebody once wrote about a member outlives his anonymising.

    Every text column of every addon is asked, not those that somebody thought of: a
    mark is written wherever a row belongs to one member of the story, and is searched
    for in all tables afterwards.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.ref("__demo__.company_chain", False)
        if not company:
            raise unittest.SkipTest("The story was not loaded into this database.")
        cls.env = cls.env(context={"allowed_company_ids": company.ids})
        cls.member = cls.env["membership.member"].search(
            [
                ("purchase_ids", "!=", False),
                ("card_ids", "!=", False),
                ("state", "=", "active"),
                ("company_id", "=", company.id),
            ],
            limit=1,
            order="id desc",
        )

    def test_no_text_about_a_former_member_is_left(self):
        planted = self._plant()
        self.assertGreater(len(planted), 20)
        # Not by the gate: what he still owns and owes is another story.
        self._write(self.member, self.member.ids, {"state": "closed"})
        self.env.invalidate_all()
        self.member._anonymise("asked for it")
        self.env.flush_all()
        self.assertFalse(self._find_marks() - set(KEPT))
        self.assertFalse(set(KEPT) - planted, "a reason nobody needs any more")

    # === HELPERS === #
    def _get_owned(self):
        """{model: ids of records of the member}, one step or two away."""
        owned = {
            "res.partner": self.member.partner_id.ids,
            "membership.member": self.member.ids,
            "membership.card": self.member.card_ids.ids,
        }
        for name, Model in self._get_models():
            links = [
                field.name
                for field in Model._fields.values()
                if field.type == "many2one" and field.store
                if field.comodel_name in OWNERS and field.comodel_name in owned
            ]
            for link in links if name not in owned else ():
                ids = owned[Model._fields[link].comodel_name]
                found = Model.sudo().with_context(active_test=False)
                found = found.search([(link, "in", ids)]).ids
                owned[name] = [
                    *owned.get(name, ()),
                    *(found or self._adopt(Model, link, ids)),
                ]
        return owned

    def _adopt(self, Model, link, ids):
        """A row of somebody else becomes the member's, so that no table is left out."""
        is_ours = Model._name.startswith("membership.")
        is_contact = Model._fields[link].comodel_name == "res.partner"
        if not is_ours or is_contact or not ids:
            return []
        row = Model.sudo().search([(link, "!=", False)], limit=1)
        if not row or not self._write(Model, row.ids, {link: ids[0]}):
            return []
        return row.ids

    def _plant(self):
        """Write the mark into every text; returns the columns."""
        self.env.flush_all()
        planted = set()
        for name, ids in self._get_owned().items():
            Model = self.env[name]
            for column in self._get_texts(Model) if ids else ():
                if self._write(Model, ids, {column: MARK}):
                    planted.add(f"{Model._table}.{column}")
        self.env.invalidate_all()
        return planted

    def _write(self, Model, ids, values):
        """By SQL: no hook, no rule. What the database itself refuses stays as it is."""
        ((column, value),) = values.items()
        expression = SQL("%s", value)
        if Model._fields[column].translate:
            expression = SQL("jsonb_build_object('en_US', %s)", value)
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                        SQL.identifier(Model._table),
                        SQL.identifier(column),
                        expression,
                        list(ids),
                    ),
                    log_exceptions=False,
                )
        except Exception:  # noqa: BLE001 - append-only, unique or checked: no free text
            return False
        return True

    def _get_models(self):
        for name in sorted(self.env.registry):
            Model = self.env[name]
            if Model._auto and not Model._abstract and not Model._transient:
                yield name, Model

    def _get_texts(self, Model):
        """Columns that hold what somebody typed."""
        return [
            field.name
            for field in Model._fields.values()
            if field.type in ("char", "text", "html") and field.store
            if field.column_type and field.name not in NUMBERS
            if field.name != "name" or Model._name not in NUMBERED
        ]

    def _find_marks(self):
        """Columns of all tables in which the mark still stands."""
        self.env.cr.execute(
            """
            SELECT table_name, column_name
            FROM information_schema.columns JOIN information_schema.tables
                USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
              AND data_type IN ('character varying', 'text', 'jsonb')
            """
        )
        found = set()
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                SQL(
                    "SELECT EXISTS (SELECT FROM %s WHERE %s::text LIKE %s)",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    f"%{MARK}%",
                )
            )
            if self.env.cr.fetchone()[0]:
                found.add(f"{table}.{column}")
        return found
