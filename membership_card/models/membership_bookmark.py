from odoo import api, fields, models


class MembershipBookmark(models.Model):
    """Where a long job goes on after it was interrupted.

    Not a system parameter: each change of one makes all workers forget what they have
    cached, and tills would wait for it.
    """

    _name = "membership.bookmark"
    _description = "Membership Job Bookmark"

    name = fields.Char(string="Job", required=True)
    last_id = fields.Integer(string="Last Record Done", required=True, default=0)

    _name_unique = models.Constraint("UNIQUE (name)", "A job has one bookmark.")

    # === BUSINESS METHODS === #
    @api.model
    def _get(self, name):
        """The last record that a job has done; 0: it starts anew.

        :param str name: of the job
        """
        return self.search([("name", "=", name)], limit=1).last_id

    @api.model
    def _set(self, name, last_id):
        """Remember the last record that a job has done; 0: it is through."""
        bookmark = self.search([("name", "=", name)], limit=1)
        if bookmark:
            bookmark.last_id = last_id
        elif last_id:
            self.create({"name": name, "last_id": last_id})
