from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MembershipAppendOnly(models.AbstractModel):
    """Rows that are written once: neither the ORM nor SQL changes them afterwards.

    Verbs insert through SQL; triggers refuse UPDATE, DELETE and TRUNCATE, whoever asks.
    What somebody typed can be taken out (``_erasable``), nothing else.
    """

    _name = "membership.append.only"
    _inherit = "membership.erasable"
    _description = "Append-only Rows"
    _log_access = False

    def init(self):
        """(Re)create the triggers; ``-u`` therefore heals a database without them."""
        result = super().init()
        if not self._abstract:
            self._create_refusal()
            self._create_triggers()
        return result

    def _create_refusal(self):
        """The function that the triggers call, with the names of erasable columns."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION membership_append_only() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND membership_only_erases(
                            to_jsonb(OLD), to_jsonb(NEW), TG_ARGV) THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION '%% on %% is refused: the ledger only grows. '
                        'Correct a mistake with another entry.', TG_OP, TG_TABLE_NAME
                        USING ERRCODE = 'integrity_constraint_violation';
                END $$
                """
            )
        )

    def _create_triggers(self):
        table = SQL.identifier(self._table)
        texts = SQL(", ").join(SQL("%s", name) for name in self._erasable)
        for name, when, arguments in (
            (
                "append_only_row",
                SQL("BEFORE UPDATE OR DELETE ON %s FOR EACH ROW", table),
                texts,
            ),
            ("append_only_table", SQL("BEFORE TRUNCATE ON %s", table), SQL()),
        ):
            trigger = SQL.identifier(f"{self._table}_{name}")
            self.env.cr.execute(
                SQL(
                    "CREATE OR REPLACE TRIGGER %s %s "
                    "EXECUTE FUNCTION membership_append_only(%s)",
                    trigger,
                    when,
                    arguments,
                )
            )
            # ALWAYS: also when a session calls itself a replica.
            self.env.cr.execute(
                SQL("ALTER TABLE %s ENABLE ALWAYS TRIGGER %s", table, trigger)
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Refuse: rows come from the verbs of ``membership.account`` only."""
        raise UserError(
            self.env._(
                "%(model)s is written by the ledger only.", model=self._description
            )
        )

    def write(self, vals):  # pylint: disable=method-required-super
        """Refuse: a mistake is corrected by another entry."""
        raise UserError(
            self.env._(
                "%(model)s is never changed: correct a mistake with another entry.",
                model=self._description,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_appended(self):
        raise UserError(
            self.env._(
                "%(model)s is never deleted: correct a mistake with another entry.",
                model=self._description,
            )
        )

    # === HOOKS === #
    @api.model
    def _get_posting_time(self, posting=None):
        """Hook: the moment that a new row carries; for rows that tell of the past.

        :param posting: what is posted (see :mod:`..posting`), None for other rows
        :returns: naive datetime in UTC, without microseconds
        """
        return fields.Datetime.now()
