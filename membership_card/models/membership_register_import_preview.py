from markupsafe import Markup

from odoo import fields, models

PREVIEW_ROWS = 10


class MembershipRegisterImport(models.Model):
    """The first rows, and what they become."""

    _inherit = "membership.register.import"

    preview = fields.Html(readonly=True, copy=False, sanitize=False)

    # === BUSINESS METHODS === #
    def _make_preview(self, columns, rows):
        """A table of the first rows, as they were understood; every text is escaped."""
        titles = {column.key: column.title for _position, column in columns}
        # Room for the sentences that say what is wrong; the rest stays on one line.
        wide = Markup('<div class="text-wrap" style="min-width: 20rem">%s</div>')
        head = [self.env._("Row"), wide % self.env._("Result"), *titles.values()]
        lines = [
            self._make_line(
                "td",
                [
                    row.number,
                    wide % self._get_result(row),
                    *(self._get_shown(row, key) for key in titles),
                ],
                "text-danger" if row.reasons else "",
            )
            for row in rows[:PREVIEW_ROWS]
        ]
        return Markup(
            '<div class="table-responsive">'
            '<table class="table table-sm small text-nowrap">'
            "<thead>%s</thead><tbody>%s</tbody></table></div>"
        ) % (self._make_line("th", head), Markup("").join(lines))

    # === HELPERS === #
    def _get_result(self, row):
        if row.reasons:
            return self._explain(row, self._get_titles())
        return self.env._("Already in") if row.member_id else self.env._("New member")

    def _get_shown(self, row, key):
        """What a cell becomes; what was refused, as it was written."""
        value = row[key]
        model = {"level": "membership.level", "outlet": "membership.outlet"}.get(key)
        if model and row[f"{key}_id"]:
            return self.env[model].sudo().browse(row[f"{key}_id"]).name
        if key == "gender" and value:
            field = self.env["res.partner"]._fields["gender"]
            return dict(field._description_selection(self.env)).get(value, value)
        return "" if value is None else value

    @staticmethod
    def _make_line(tag, cells, css=""):
        cell = Markup("<%(tag)s>%%s</%(tag)s>") % {"tag": tag}
        joined = Markup("").join(cell % value for value in cells)
        return Markup('<tr class="%s">%s</tr>') % (css, joined)
