from odoo.tools import SQL


def migrate(cr, version):
    """What was waived is kept with the fee: of an invoice, what was credited."""
    cr.execute(
        SQL(
            """
            UPDATE membership_fee fee SET amount_waived = COALESCE((
                SELECT SUM(line.price_unit * line.quantity)
                FROM account_move_line line
                JOIN account_move move ON move.id = line.move_id
                WHERE line.membership_fee_id = fee.id
                    AND move.move_type = 'out_refund' AND move.state = 'posted'
            ), fee.amount)
            WHERE fee.waived_on IS NOT NULL AND COALESCE(fee.amount_waived, 0) = 0
            """
        )
    )
