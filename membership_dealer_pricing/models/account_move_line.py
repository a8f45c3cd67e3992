from odoo import models


class AccountMoveLine(models.Model):
    """An invoice that is written by hand costs a dealer what an order would cost."""

    _inherit = "account.move.line"

    def _compute_price_unit(self):
        result = super()._compute_price_unit()
        lines = self.filtered(
            lambda line: (
                line.product_id
                and line.display_type == "product"
                and not line.is_imported
                and line.move_id.is_sale_document(include_receipts=True)
            )
        )
        for company, own in lines.grouped("company_id").items():
            lists = self.env["membership.dealer"]._get_pricelists(
                own.move_id.partner_id.ids, company
            )
            for line in own:
                if pricelist := lists.get(line.move_id.partner_id.id):
                    line.price_unit = line._get_dealer_price(pricelist)
        return result

    def _get_dealer_price(self, pricelist):
        """What a dealer pays for this line, with the taxes the line has.

        :param pricelist: list of the dealer
        """
        self.ensure_one()
        move, product = self.move_id, self.product_id
        price = pricelist._get_product_price(
            product,
            self.quantity or 1.0,
            currency=move.currency_id,
            uom=self.product_uom_id or product.uom_id,
            date=move.invoice_date or False,
        )
        return product._get_tax_included_unit_price_from_price(
            price,
            product.taxes_id._filter_taxes_by_company(move.company_id),
            fiscal_position=move.fiscal_position_id,
        )
