from odoo import api, models


class MembershipFew(models.AbstractModel):
    """A master of few rows: a longer question names those that it means.

    PostgreSQL knows how many accounts a unit has, not how many the units of a kind have
    together; for the points of a shop that has hardly any it would look through all
    entries.
    """

    _name = "membership.few"
    _description = "Master of Few Rows"

    # === CRUD METHODS === #
    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **how):
        query = super()._search(domain, offset, limit, order, **how)
        if not order and not limit:
            query.get_result_ids()
        return query
