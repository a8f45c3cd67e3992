from odoo import api, models
from odoo.tools import SQL

CONTACT_COLUMNS = {
    "name": "name",
    "email": "email",
    "birthdate_date": "birthday",
    "gender": "gender",
    "comment": "comment",
}

PICTURES = ("image_128", "image_256", "image_512", "image_1024")


class MembershipRegisterImport(models.Model):
    """The contacts of the rows: known ones are used, the others are made."""

    _inherit = "membership.register.import"

    # === HOOKS === #
    def _prepare_contact_vals(self, row):
        """Hook: values of the contact made for a row."""
        vals = {name: row[key] for name, key in CONTACT_COLUMNS.items() if row[key]}
        return vals | {"phone": row["phone"], "phone_sanitized": row["phone"]}

    # === BUSINESS METHODS === #
    def _get_contacts(self, rows):
        """Ids of contacts: a known one with the same phone and name, else a new one."""
        known = self._find_contacts([row["phone"] for row in rows if row["phone"]])
        partner_ids = [known.get((row["phone"], row["name"])) for row in rows]
        fresh = [
            row for row, known_id in zip(rows, partner_ids, strict=True) if not known_id
        ]
        for row in fresh:
            row.values["is_new"] = True
        made = iter(self._create_contacts(fresh).ids)
        return [known_id or next(made) for known_id in partner_ids]

    def _create_contacts(self, rows):
        """Contacts of these rows; the most expensive step, hence what it leaves out."""
        vals_list = [self._prepare_contact_vals(row) for row in rows]
        Partner = (
            self.env["res.partner"]
            .sudo()
            .with_context(
                tracking_disable=True,
                # As core itself imports: without a parent there is nothing to sync.
                _partners_skip_fields_sync=not any(
                    v.get("parent_id") for v in vals_list
                ),
            )
        )
        shared = self._get_shared_vals(Partner, vals_list)
        partners = Partner.create([shared | vals for vals in vals_list])
        # Known already: phones were parsed when they were read, and there are no
        # pictures to scale.
        for name in ("phone_sanitized", *PICTURES):
            self.env.remove_to_compute(Partner._fields[name], partners)
        return partners

    @api.model
    def _get_shared_vals(self, Partner, vals_list):
        """What core would work out row by row, and alike for each, before it inserts.

        That is what depends on nothing that a row says: the salesperson of the parent
        company, the starting properties.
        """
        said = {name for vals in vals_list for name in vals}
        names = [
            name
            for name, field in Partner._fields.items()
            if field.precompute
            and name not in said
            and said.isdisjoint(
                path.split(".")[0] for path in self.pool.field_depends[field]
            )
        ]
        known = Partner.default_get(names)
        sample = Partner.new({})
        return {
            name: Partner._fields[name].convert_to_write(sample[name], Partner)
            for name in names
            if name not in known
        }

    def _find_contacts(self, phones):
        self.env["res.partner"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT phone_sanitized, name, min(id) FROM res_partner partner
                WHERE phone_sanitized = ANY(%(phones)s) AND active
                    AND is_company IS NOT TRUE
                    AND (company_id IS NULL OR company_id = %(company)s)
                    AND NOT EXISTS (
                        SELECT FROM membership_member member
                        WHERE member.partner_id = partner.id
                            AND member.company_id = %(company)s
                    )
                GROUP BY phone_sanitized, name HAVING count(*) = 1
                """,
                phones=phones,
                company=self.company_id.id,
            )
        )
        return {(row[0], row[1]): row[2] for row in self.env.cr.fetchall()}
