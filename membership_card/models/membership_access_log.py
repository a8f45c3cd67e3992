from odoo import api, fields, models
from odoo.tools import SQL

from ..const import CHUNK
from ..privacy import mask_term
from .res_company_file import LOG_MONTHS_MIN

# One look-up names at most so many members; more are counted.
MEMBERS_MAX = 20
# The same look again within a while is one look: paging, sorting, a reload.
SAME_MINUTES = {"lookup": 1, "open": 10}

# One row per member, unless the user had the same a moment ago.
INSERT_ROWS = """
INSERT INTO membership_access_log (date, user_id, kind, company_id,
    member_id, member_count, term, detail)
SELECT %(now)s, %(uid)s, %(kind)s, %(company)s, id, %(count)s,
    %(term)s, %(detail)s
FROM unnest(%(ids)s::integer[]) AS row (id)
WHERE NOT EXISTS (
    SELECT FROM membership_access_log log
    WHERE log.user_id = %(uid)s AND log.kind = %(kind)s
        AND log.date > %(since)s
        AND log.member_id IS NOT DISTINCT FROM row.id
        AND log.term IS NOT DISTINCT FROM %(term)s
)
"""


class MembershipAccessLog(models.Model):
    """Who looked at whose data, by what term, and who took how many away.

    Only grows: rows are deleted by age alone, and the database refuses younger ones.
    Terms are masked, so that the log is no second copy of what it protects.
    """

    _name = "membership.access.log"
    _inherit = ["membership.append.only", "membership.seen"]
    _seen_by = ("member_id.outlet_id", "user_id.membership_outlet_id")
    _description = "Access to Personal Data"
    _order = "id desc"
    _rec_name = "kind"

    date = fields.Datetime(required=True)
    user_id = fields.Many2one(
        "res.users", required=True, ondelete="restrict", string="Who"
    )
    kind = fields.Selection(
        [
            ("lookup", "Looked up"),
            ("open", "Opened the file"),
            ("reveal", "Showed what is masked"),
            ("export", "Exported"),
            ("takeover", "Phone taken over"),
            ("anonymise", "Anonymised"),
        ],
        string="What",
        required=True,
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    member_id = fields.Many2one(
        "membership.member", string="Whom", ondelete="restrict", index=True
    )
    member_count = fields.Integer(
        string="Found", help="How many records the look-up or export returned."
    )
    term = fields.Char(help="What was searched for, masked.")
    detail = fields.Char(help="Reason, or what was exported.")

    _user_index = models.Index("(user_id, date)")
    _date_index = models.Index("(date)")

    # === CRUD METHODS === #
    def init(self):
        """Rows do not change, and go only when they are old enough."""
        res = super().init()
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION membership_access_log_kept()
                RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' AND OLD.date < (now() AT TIME ZONE 'UTC')
                            - make_interval(months => %s) THEN
                        RETURN OLD;
                    END IF;
                    RAISE EXCEPTION 'The access log only grows: %% is refused.', TG_OP
                        USING ERRCODE = 'integrity_constraint_violation';
                END $$;
                CREATE OR REPLACE TRIGGER membership_access_log_append_only_row
                BEFORE UPDATE OR DELETE ON membership_access_log
                FOR EACH ROW EXECUTE FUNCTION membership_access_log_kept();
                ALTER TABLE membership_access_log ENABLE ALWAYS TRIGGER
                    membership_access_log_append_only_row
                """,
                LOG_MONTHS_MIN,
            )
        )
        return res

    # === BUSINESS METHODS === #
    @api.model
    def _log(self, kind, members, term=None, detail=None, count=None, company=None):
        """Note an access, one row per member (at most twenty), in one statement.

        What the system does by itself is not noted: nobody looked.

        :param str kind: see the field
        :param members: ``membership.member`` that were shown; may be empty
        :param str term: what was searched for, as typed; it is masked here
        :param str detail: reason, or names of the fields that were exported
        :param int count: how many were returned; default: ``members``
        """
        if self.env.uid == self.env.ref("base.user_root").id:
            return
        company = company or members.sudo().company_id[:1] or self.env.company.root_id
        self.env["membership.member"].flush_model(["number"])
        self.env.cr.execute(
            SQL(
                INSERT_ROWS,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                kind=kind,
                company=company.id,
                count=len(members) if count is None else count,
                term=mask_term(term) or None,
                detail=detail,
                ids=members.ids[:MEMBERS_MAX] or [None],
                since=fields.Datetime.subtract(
                    fields.Datetime.now(), minutes=SAME_MINUTES.get(kind, 0)
                ),
            )
        )

    @api.model
    def _log_export(self, model, count, field_names):
        """Note that personal data leave the system.

        :param str model: of the exported records
        :param int count: how many records
        :param list field_names: names of the exported fields
        """
        label = self.env["ir.model"]._get(model).sudo().name
        self._log(
            "export",
            self.env["membership.member"],
            detail=f"{label}: {', '.join(field_names)}"[:1000],
            count=count,
        )

    @api.model
    def _cron_delete_old(self):
        """Delete what is older than each company keeps it, in chunks."""
        for company in (
            self.env["res.company"].sudo().search([("parent_id", "=", False)])
        ):
            before = fields.Datetime.subtract(
                fields.Datetime.now(), months=company.membership_log_months
            )
            while True:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM membership_access_log WHERE id IN (SELECT id "
                        "FROM membership_access_log WHERE company_id = %s "
                        "AND date < %s LIMIT %s)",
                        company.id,
                        before,
                        CHUNK,
                    )
                )
                if not self.env.cr.rowcount:
                    break
                if not self.env["ir.cron"]._commit_progress(self.env.cr.rowcount):
                    return
