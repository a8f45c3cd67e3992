from odoo import models
from odoo.http import request

# What can carry a price. Pictures, styles and scripts stay in the browser's cache.
PRICED_TYPES = ("text/html", "text/csv", "text/xml", "application/")
STATIC_PATHS = ("/web/assets/", "/web/image")


class IrHttp(models.AbstractModel):
    """No cache between us and a dealer keeps what a dealer sees."""

    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        if cls._may_show_own_prices(response):
            response.headers["Cache-Control"] = "private, no-store"
        return result

    @classmethod
    def _may_show_own_prices(cls, response):
        """Whether a response may carry prices that are not everybody's.

        Asked without the database, which may have failed already: whoever is signed
        in, or has the link to a document, may get prices of their own.
        """
        path = request.httprequest.path
        if path.startswith(STATIC_PATHS):
            return False
        # A page of the website says how long it may be kept without knowing whose
        # prices it shows; what else says so (a translation, a file) shows none.
        is_page = getattr(request, "is_frontend", False)
        if not is_page and "Cache-Control" in response.headers:
            return False
        if not (request.session.uid or "access_token" in request.httprequest.args):
            return False
        return response.headers.get("Content-Type", "").startswith(PRICED_TYPES)
